from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.severity import Severity
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.rule_setting_write_parameters import RuleSettingWriteParameters


T = TypeVar("T", bound="RuleSettingWrite")


@_attrs_define
class RuleSettingWrite:
    """How the programme takes one rule.

    Attributes:
        severity (Severity): What a programme makes of a rule that does not hold, from loose to strict.
        coordinator_severity (None | Severity | Unset): What happens instead when a coordinator asks for the session;
            null where it is the same.
        parameters (RuleSettingWriteParameters | Unset): What the rule is set to; what is left out has the rule's own
            default.
        citation (None | str | Unset): Where the programme's own guidance asks for it.
    """

    severity: Severity
    coordinator_severity: None | Severity | Unset = UNSET
    parameters: RuleSettingWriteParameters | Unset = UNSET
    citation: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_setting_write_parameters import RuleSettingWriteParameters  # noqa: PLC0415

        severity = self.severity.value

        coordinator_severity: None | str | Unset
        if isinstance(self.coordinator_severity, Unset):
            coordinator_severity = UNSET
        elif isinstance(self.coordinator_severity, Severity):
            coordinator_severity = self.coordinator_severity.value
        else:
            coordinator_severity = self.coordinator_severity

        parameters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parameters, Unset):
            parameters = self.parameters.to_dict()

        citation: None | str | Unset
        if isinstance(self.citation, Unset):
            citation = UNSET
        else:
            citation = self.citation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "severity": severity,
            }
        )
        if coordinator_severity is not UNSET:
            field_dict["coordinator_severity"] = coordinator_severity
        if parameters is not UNSET:
            field_dict["parameters"] = parameters
        if citation is not UNSET:
            field_dict["citation"] = citation

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_setting_write_parameters import RuleSettingWriteParameters  # noqa: PLC0415

        d = dict(src_dict)
        severity = Severity(d.pop("severity"))

        def _parse_coordinator_severity(data: object) -> None | Severity | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                coordinator_severity_type_0 = Severity(data)

                return coordinator_severity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Severity | Unset, data)

        coordinator_severity = _parse_coordinator_severity(
            d.pop("coordinator_severity", UNSET)
        )

        _parameters = d.pop("parameters", UNSET)
        parameters: RuleSettingWriteParameters | Unset
        if isinstance(_parameters, Unset):
            parameters = UNSET
        else:
            parameters = RuleSettingWriteParameters.from_dict(_parameters)

        def _parse_citation(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        citation = _parse_citation(d.pop("citation", UNSET))

        rule_setting_write = cls(
            severity=severity,
            coordinator_severity=coordinator_severity,
            parameters=parameters,
            citation=citation,
        )

        return rule_setting_write
