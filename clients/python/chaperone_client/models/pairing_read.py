from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.names_read import NamesRead
    from ..models.pairing_read_safety import PairingReadSafety


T = TypeVar("T", bound="PairingRead")


@_attrs_define
class PairingRead:
    """One mentor and one mentee in one programme at one partner.

    Attributes:
        id (UUID): The pairing's id.
        partner_id (UUID): The partner of both.
        programme_id (UUID): The programme in which they meet.
        mentor_id (UUID): The mentor.
        mentee_id (UUID): The mentee.
        active (bool): Whether the two may still meet.
        safety (PairingReadSafety): The levels of safety settings, by code, that the measures for this pairing ask for,
            such as those for an adult at risk. Every meeting of the two is at least as tight; a setting that is left out is
            as the programme has it.
        archived_at (datetime.datetime | None): Since when it is archived; null where it is not.
        agenda (None | str): What the two want to talk about. Both read it on their pages, so it names nobody and holds
            nothing private.
        created_at (datetime.datetime): When the two were paired.
        updated_at (datetime.datetime): When the pairing was last changed.
        names (NamesRead | None | Unset): Who they are.
    """

    id: UUID
    partner_id: UUID
    programme_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    active: bool
    safety: PairingReadSafety
    archived_at: datetime.datetime | None
    agenda: None | str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    names: NamesRead | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.pairing_read_safety import PairingReadSafety  # noqa: PLC0415

        id = str(self.id)

        partner_id = str(self.partner_id)

        programme_id = str(self.programme_id)

        mentor_id = str(self.mentor_id)

        mentee_id = str(self.mentee_id)

        active = self.active

        safety = self.safety.to_dict()

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        agenda: None | str
        agenda = self.agenda

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        names: dict[str, Any] | None | Unset
        if isinstance(self.names, Unset):
            names = UNSET
        elif isinstance(self.names, NamesRead):
            names = self.names.to_dict()
        else:
            names = self.names

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "partner_id": partner_id,
                "programme_id": programme_id,
                "mentor_id": mentor_id,
                "mentee_id": mentee_id,
                "active": active,
                "safety": safety,
                "archived_at": archived_at,
                "agenda": agenda,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )
        if names is not UNSET:
            field_dict["names"] = names

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.pairing_read_safety import PairingReadSafety  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        partner_id = UUID(d.pop("partner_id"))

        programme_id = UUID(d.pop("programme_id"))

        mentor_id = UUID(d.pop("mentor_id"))

        mentee_id = UUID(d.pop("mentee_id"))

        active = d.pop("active")

        safety = PairingReadSafety.from_dict(d.pop("safety"))

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)

                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))

        def _parse_agenda(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agenda = _parse_agenda(d.pop("agenda"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_names(data: object) -> NamesRead | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                names_type_0 = NamesRead.from_dict(data)

                return names_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NamesRead | None | Unset, data)

        names = _parse_names(d.pop("names", UNSET))

        pairing_read = cls(
            id=id,
            partner_id=partner_id,
            programme_id=programme_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            active=active,
            safety=safety,
            archived_at=archived_at,
            agenda=agenda,
            created_at=created_at,
            updated_at=updated_at,
            names=names,
        )

        return pairing_read
