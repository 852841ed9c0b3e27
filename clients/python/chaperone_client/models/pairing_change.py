from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.pairing_change_safety import PairingChangeSafety


T = TypeVar("T", bound="PairingChange")


@_attrs_define
class PairingChange:
    """What may change about a pairing. What is left out stays as it is.

    Attributes:
        active (bool | Unset): Whether the two may still meet.
        safety (PairingChangeSafety | Unset): The levels of safety settings, by code, that the measures for this pairing
            ask for, such as those for an adult at risk. Every meeting of the two is at least as tight; a setting that is
            left out is as the programme has it. These replace the whole of the ones before.
        reason (str | Unset): Why it is corrected. Kept with the value from before; kept out of the audit trail.
        agenda (None | str | Unset): What the two want to talk about. Both read it on their pages, so it names nobody
            and holds nothing private. null removes it.
    """

    active: bool | Unset = UNSET
    safety: PairingChangeSafety | Unset = UNSET
    reason: str | Unset = UNSET
    agenda: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.pairing_change_safety import PairingChangeSafety  # noqa: PLC0415

        active = self.active

        safety: dict[str, Any] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = self.safety.to_dict()

        reason = self.reason

        agenda: None | str | Unset
        if isinstance(self.agenda, Unset):
            agenda = UNSET
        else:
            agenda = self.agenda

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if active is not UNSET:
            field_dict["active"] = active
        if safety is not UNSET:
            field_dict["safety"] = safety
        if reason is not UNSET:
            field_dict["reason"] = reason
        if agenda is not UNSET:
            field_dict["agenda"] = agenda

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pairing_change_safety import PairingChangeSafety  # noqa: PLC0415

        d = dict(src_dict)
        active = d.pop("active", UNSET)

        _safety = d.pop("safety", UNSET)
        safety: PairingChangeSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = PairingChangeSafety.from_dict(_safety)

        reason = d.pop("reason", UNSET)

        def _parse_agenda(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agenda = _parse_agenda(d.pop("agenda", UNSET))

        pairing_change = cls(
            active=active,
            safety=safety,
            reason=reason,
            agenda=agenda,
        )

        return pairing_change
