from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.person_role import PersonRole
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="PersonRead")


@_attrs_define
class PersonRead:
    """A mentor or a mentee.

    Attributes:
        id (UUID): The person's id.
        partner_id (UUID): The partner through which the person takes part.
        role (PersonRole): What a person is in a pairing.
        name (str): The name that coordinators know the person by. Its first word is what the other person is told.
        email (None | str): For the programme alone; the other party never sees it.
        birth_date (datetime.date | None): Required for a mentee: the rules look at the age on the day of the session.
        adult_at_risk (bool): Whether the person is an adult at risk, for whom the rules ask for more.
        archived_at (datetime.datetime | None): Since when they are archived; null where they are not.
        time_zone (None | str): Where they are, by its IANA name: their page then tells times there, too. null where it
            is as the programme's.
        created_at (datetime.datetime): When the person was added.
        updated_at (datetime.datetime): When the person was last changed.
    """

    id: UUID
    partner_id: UUID
    role: PersonRole
    name: str
    email: None | str
    birth_date: datetime.date | None
    adult_at_risk: bool
    archived_at: datetime.datetime | None
    time_zone: None | str
    created_at: datetime.datetime
    updated_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        partner_id = str(self.partner_id)

        role = self.role.value

        name = self.name

        email: None | str
        email = self.email

        birth_date: None | str
        if isinstance(self.birth_date, datetime.date):
            birth_date = self.birth_date.isoformat()
        else:
            birth_date = self.birth_date

        adult_at_risk = self.adult_at_risk

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        time_zone: None | str
        time_zone = self.time_zone

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "partner_id": partner_id,
                "role": role,
                "name": name,
                "email": email,
                "birth_date": birth_date,
                "adult_at_risk": adult_at_risk,
                "archived_at": archived_at,
                "time_zone": time_zone,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        partner_id = UUID(d.pop("partner_id"))

        role = PersonRole(d.pop("role"))

        name = d.pop("name")

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        def _parse_birth_date(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                birth_date_type_0 = datetime.date.fromisoformat(data)

                return birth_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        birth_date = _parse_birth_date(d.pop("birth_date"))

        adult_at_risk = d.pop("adult_at_risk")

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

        def _parse_time_zone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        time_zone = _parse_time_zone(d.pop("time_zone"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        person_read = cls(
            id=id,
            partner_id=partner_id,
            role=role,
            name=name,
            email=email,
            birth_date=birth_date,
            adult_at_risk=adult_at_risk,
            archived_at=archived_at,
            time_zone=time_zone,
            created_at=created_at,
            updated_at=updated_at,
        )

        return person_read
