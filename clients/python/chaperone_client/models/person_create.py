from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.person_role import PersonRole
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="PersonCreate")


@_attrs_define
class PersonCreate:
    """A new mentor or mentee.

    Attributes:
        partner_id (UUID): The partner through which the person takes part.
        role (PersonRole): What a person is in a pairing.
        name (str): The name that coordinators know the person by. Its first word is what the other person is told.
        email (None | str | Unset): For the programme alone; the other party never sees it.
        birth_date (datetime.date | None | Unset): Required for a mentee: the rules look at the age on the day of the
            session.
        adult_at_risk (bool | Unset): Whether the person is an adult at risk, for whom the rules ask for more. Default:
            False.
        other_of_this_name (bool | Unset): true where somebody of this name is on file in the other role, and this is
            another person. Without it that is refused, so that nobody is recorded a second time in the wrong role. Default:
            False.
        time_zone (None | str | Unset): Where they are, by its IANA name: their page then tells times there, too. null
            where it is as the programme's.
    """

    partner_id: UUID
    role: PersonRole
    name: str
    email: None | str | Unset = UNSET
    birth_date: datetime.date | None | Unset = UNSET
    adult_at_risk: bool | Unset = False
    other_of_this_name: bool | Unset = False
    time_zone: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        partner_id = str(self.partner_id)

        role = self.role.value

        name = self.name

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        birth_date: None | str | Unset
        if isinstance(self.birth_date, Unset):
            birth_date = UNSET
        elif isinstance(self.birth_date, datetime.date):
            birth_date = self.birth_date.isoformat()
        else:
            birth_date = self.birth_date

        adult_at_risk = self.adult_at_risk

        other_of_this_name = self.other_of_this_name

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "partner_id": partner_id,
                "role": role,
                "name": name,
            }
        )
        if email is not UNSET:
            field_dict["email"] = email
        if birth_date is not UNSET:
            field_dict["birth_date"] = birth_date
        if adult_at_risk is not UNSET:
            field_dict["adult_at_risk"] = adult_at_risk
        if other_of_this_name is not UNSET:
            field_dict["other_of_this_name"] = other_of_this_name
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        partner_id = UUID(d.pop("partner_id"))

        role = PersonRole(d.pop("role"))

        name = d.pop("name")

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        def _parse_birth_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                birth_date_type_0 = datetime.date.fromisoformat(data)

                return birth_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        birth_date = _parse_birth_date(d.pop("birth_date", UNSET))

        adult_at_risk = d.pop("adult_at_risk", UNSET)

        other_of_this_name = d.pop("other_of_this_name", UNSET)

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        person_create = cls(
            partner_id=partner_id,
            role=role,
            name=name,
            email=email,
            birth_date=birth_date,
            adult_at_risk=adult_at_risk,
            other_of_this_name=other_of_this_name,
            time_zone=time_zone,
        )

        return person_create
