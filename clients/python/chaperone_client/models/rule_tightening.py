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
    from ..models.rule_tightening_parameters import RuleTighteningParameters


T = TypeVar("T", bound="RuleTightening")


@_attrs_define
class RuleTightening:
    """How strictly a rule is taken at the least.

    Attributes:
        severity (Severity | Unset): What a programme makes of a rule that does not hold, from loose to strict.
        parameters (RuleTighteningParameters | Unset): At least this strict, by parameter; what is left out stays as the
            programme has it.
    """

    severity: Severity | Unset = UNSET
    parameters: RuleTighteningParameters | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_tightening_parameters import RuleTighteningParameters  # noqa: PLC0415

        severity: str | Unset = UNSET
        if not isinstance(self.severity, Unset):
            severity = self.severity.value

        parameters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parameters, Unset):
            parameters = self.parameters.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if severity is not UNSET:
            field_dict["severity"] = severity
        if parameters is not UNSET:
            field_dict["parameters"] = parameters

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_tightening_parameters import RuleTighteningParameters  # noqa: PLC0415

        d = dict(src_dict)
        _severity = d.pop("severity", UNSET)
        severity: Severity | Unset
        if isinstance(_severity, Unset):
            severity = UNSET
        else:
            severity = Severity(_severity)

        _parameters = d.pop("parameters", UNSET)
        parameters: RuleTighteningParameters | Unset
        if isinstance(_parameters, Unset):
            parameters = UNSET
        else:
            parameters = RuleTighteningParameters.from_dict(_parameters)

        rule_tightening = cls(
            severity=severity,
            parameters=parameters,
        )

        return rule_tightening
