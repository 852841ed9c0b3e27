from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.pairing_create_safety import PairingCreateSafety


T = TypeVar("T", bound="PairingCreate")


@_attrs_define
class PairingCreate:
    """A new pairing. Its partner is that of its mentor and mentee.

    Attributes:
        programme_id (UUID): The programme in which they meet.
        mentor_id (UUID): The mentor.
        mentee_id (UUID): The mentee, of the same partner.
        safety (PairingCreateSafety | Unset): The levels of safety settings, by code, that the measures for this pairing
            ask for, such as those for an adult at risk. Every meeting of the two is at least as tight; a setting that is
            left out is as the programme has it.
        agenda (None | str | Unset): What the two want to talk about. Both read it on their pages, so it names nobody
            and holds nothing private.
    """

    programme_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    safety: PairingCreateSafety | Unset = UNSET
    agenda: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.pairing_create_safety import PairingCreateSafety  # noqa: PLC0415

        programme_id = str(self.programme_id)

        mentor_id = str(self.mentor_id)

        mentee_id = str(self.mentee_id)

        safety: dict[str, Any] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = self.safety.to_dict()

        agenda: None | str | Unset
        if isinstance(self.agenda, Unset):
            agenda = UNSET
        else:
            agenda = self.agenda

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme_id": programme_id,
                "mentor_id": mentor_id,
                "mentee_id": mentee_id,
            }
        )
        if safety is not UNSET:
            field_dict["safety"] = safety
        if agenda is not UNSET:
            field_dict["agenda"] = agenda

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pairing_create_safety import PairingCreateSafety  # noqa: PLC0415

        d = dict(src_dict)
        programme_id = UUID(d.pop("programme_id"))

        mentor_id = UUID(d.pop("mentor_id"))

        mentee_id = UUID(d.pop("mentee_id"))

        _safety = d.pop("safety", UNSET)
        safety: PairingCreateSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = PairingCreateSafety.from_dict(_safety)

        def _parse_agenda(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agenda = _parse_agenda(d.pop("agenda", UNSET))

        pairing_create = cls(
            programme_id=programme_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            safety=safety,
            agenda=agenda,
        )

        return pairing_create
