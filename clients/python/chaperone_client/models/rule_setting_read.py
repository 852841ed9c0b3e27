from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.severity import Severity
from typing import cast

if TYPE_CHECKING:
    from ..models.rule_setting_read_parameters import RuleSettingReadParameters


T = TypeVar("T", bound="RuleSettingRead")


@_attrs_define
class RuleSettingRead:
    """How a policy takes one rule.

    Attributes:
        severity (Severity): What a programme makes of a rule that does not hold, from loose to strict.
        coordinator_severity (None | Severity): What happens instead when a coordinator asks for the session; null where
            it is the same.
        parameters (RuleSettingReadParameters): What the rule is set to.
        citation (None | str): Where the programme's own guidance asks for it.
    """

    severity: Severity
    coordinator_severity: None | Severity
    parameters: RuleSettingReadParameters
    citation: None | str

    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_setting_read_parameters import RuleSettingReadParameters  # noqa: PLC0415

        severity = self.severity.value

        coordinator_severity: None | str
        if isinstance(self.coordinator_severity, Severity):
            coordinator_severity = self.coordinator_severity.value
        else:
            coordinator_severity = self.coordinator_severity

        parameters = self.parameters.to_dict()

        citation: None | str
        citation = self.citation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "severity": severity,
                "coordinator_severity": coordinator_severity,
                "parameters": parameters,
                "citation": citation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_setting_read_parameters import RuleSettingReadParameters  # noqa: PLC0415

        d = dict(src_dict)
        severity = Severity(d.pop("severity"))

        def _parse_coordinator_severity(data: object) -> None | Severity:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                coordinator_severity_type_0 = Severity(data)

                return coordinator_severity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Severity, data)

        coordinator_severity = _parse_coordinator_severity(
            d.pop("coordinator_severity")
        )

        parameters = RuleSettingReadParameters.from_dict(d.pop("parameters"))

        def _parse_citation(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        citation = _parse_citation(d.pop("citation"))

        rule_setting_read = cls(
            severity=severity,
            coordinator_severity=coordinator_severity,
            parameters=parameters,
            citation=citation,
        )

        return rule_setting_read
