from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.difference_read import DifferenceRead
    from ..models.ordered_difference_read import OrderedDifferenceRead
    from ..models.rule_difference_read_parameters import RuleDifferenceReadParameters


T = TypeVar("T", bound="RuleDifferenceRead")


@_attrs_define
class RuleDifferenceRead:
    """What differs about one rule; null, or not named, is what is the same.

    Attributes:
        code (str): Its stable name, as findings carry it.
        title (str): Its title.
        severity (None | OrderedDifferenceRead): What happens when the rule does not hold.
        coordinator_severity (None | OrderedDifferenceRead): What happens instead when a coordinator asks; a value of
            null is the same as for everybody else.
        parameters (RuleDifferenceReadParameters): What the rule is set to, by parameter.
        citation (DifferenceRead | None): Where the programme's own guidance asks for it.
    """

    code: str
    title: str
    severity: None | OrderedDifferenceRead
    coordinator_severity: None | OrderedDifferenceRead
    parameters: RuleDifferenceReadParameters
    citation: DifferenceRead | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.difference_read import DifferenceRead  # noqa: PLC0415
        from ..models.ordered_difference_read import OrderedDifferenceRead  # noqa: PLC0415
        from ..models.rule_difference_read_parameters import (
            RuleDifferenceReadParameters,
        )  # noqa: PLC0415

        code = self.code

        title = self.title

        severity: dict[str, Any] | None
        if isinstance(self.severity, OrderedDifferenceRead):
            severity = self.severity.to_dict()
        else:
            severity = self.severity

        coordinator_severity: dict[str, Any] | None
        if isinstance(self.coordinator_severity, OrderedDifferenceRead):
            coordinator_severity = self.coordinator_severity.to_dict()
        else:
            coordinator_severity = self.coordinator_severity

        parameters = self.parameters.to_dict()

        citation: dict[str, Any] | None
        if isinstance(self.citation, DifferenceRead):
            citation = self.citation.to_dict()
        else:
            citation = self.citation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "title": title,
                "severity": severity,
                "coordinator_severity": coordinator_severity,
                "parameters": parameters,
                "citation": citation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.difference_read import DifferenceRead  # noqa: PLC0415
        from ..models.ordered_difference_read import OrderedDifferenceRead  # noqa: PLC0415
        from ..models.rule_difference_read_parameters import (
            RuleDifferenceReadParameters,
        )  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        title = d.pop("title")

        def _parse_severity(data: object) -> None | OrderedDifferenceRead:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                severity_type_0 = OrderedDifferenceRead.from_dict(data)

                return severity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderedDifferenceRead, data)

        severity = _parse_severity(d.pop("severity"))

        def _parse_coordinator_severity(data: object) -> None | OrderedDifferenceRead:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                coordinator_severity_type_0 = OrderedDifferenceRead.from_dict(data)

                return coordinator_severity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderedDifferenceRead, data)

        coordinator_severity = _parse_coordinator_severity(
            d.pop("coordinator_severity")
        )

        parameters = RuleDifferenceReadParameters.from_dict(d.pop("parameters"))

        def _parse_citation(data: object) -> DifferenceRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                citation_type_0 = DifferenceRead.from_dict(data)

                return citation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DifferenceRead | None, data)

        citation = _parse_citation(d.pop("citation"))

        rule_difference_read = cls(
            code=code,
            title=title,
            severity=severity,
            coordinator_severity=coordinator_severity,
            parameters=parameters,
            citation=citation,
        )

        return rule_difference_read
