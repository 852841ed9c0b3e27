from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.names_read import NamesRead


T = TypeVar("T", bound="BookablePairingRead")


@_attrs_define
class BookablePairingRead:
    """Two who may meet, as whoever books for them needs to know them: without ages, risks and measures.

    Attributes:
        id (UUID): The pairing's id.
        partner_id (UUID): The partner of both.
        programme_id (UUID): The programme in which they meet.
        programme (str): The programme's name.
        time_zone (str): The programme's time zone.
        mentor_id (UUID): The mentor.
        mentee_id (UUID): The mentee.
        names (NamesRead): Who meets in the session.
    """

    id: UUID
    partner_id: UUID
    programme_id: UUID
    programme: str
    time_zone: str
    mentor_id: UUID
    mentee_id: UUID
    names: NamesRead

    def to_dict(self) -> dict[str, Any]:
        from ..models.names_read import NamesRead  # noqa: PLC0415

        id = str(self.id)

        partner_id = str(self.partner_id)

        programme_id = str(self.programme_id)

        programme = self.programme

        time_zone = self.time_zone

        mentor_id = str(self.mentor_id)

        mentee_id = str(self.mentee_id)

        names = self.names.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "partner_id": partner_id,
                "programme_id": programme_id,
                "programme": programme,
                "time_zone": time_zone,
                "mentor_id": mentor_id,
                "mentee_id": mentee_id,
                "names": names,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.names_read import NamesRead  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        partner_id = UUID(d.pop("partner_id"))

        programme_id = UUID(d.pop("programme_id"))

        programme = d.pop("programme")

        time_zone = d.pop("time_zone")

        mentor_id = UUID(d.pop("mentor_id"))

        mentee_id = UUID(d.pop("mentee_id"))

        names = NamesRead.from_dict(d.pop("names"))

        bookable_pairing_read = cls(
            id=id,
            partner_id=partner_id,
            programme_id=programme_id,
            programme=programme,
            time_zone=time_zone,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            names=names,
        )

        return bookable_pairing_read
