from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.person_role import PersonRole
from ..types import UNSET, Unset
from typing import cast
import datetime


T = TypeVar("T", bound="PersonChange")


@_attrs_define
class PersonChange:
    """What may change about a person. What is left out stays as it is; the partner never changes.

    Attributes:
        name (str | Unset): The name that coordinators know the person by. Its first word is what the other person is
            told.
        email (None | str | Unset): For the programme alone; the other party never sees it. null removes it.
        birth_date (datetime.date | None | Unset): Required for a mentee: the rules look at the age on the day of the
            session. null removes it, for a mentor only.
        adult_at_risk (bool | Unset): Whether the person is an adult at risk, for whom the rules ask for more.
        role (PersonRole | Unset): What a person is in a pairing.
        reason (str | Unset): Why it is corrected. Kept with the value from before; kept out of the audit trail.
        time_zone (None | str | Unset): Where they are, by its IANA name: their page then tells times there, too. null
            where it is as the programme's.
    """

    name: str | Unset = UNSET
    email: None | str | Unset = UNSET
    birth_date: datetime.date | None | Unset = UNSET
    adult_at_risk: bool | Unset = UNSET
    role: PersonRole | Unset = UNSET
    reason: str | Unset = UNSET
    time_zone: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
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

        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value

        reason = self.reason

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if email is not UNSET:
            field_dict["email"] = email
        if birth_date is not UNSET:
            field_dict["birth_date"] = birth_date
        if adult_at_risk is not UNSET:
            field_dict["adult_at_risk"] = adult_at_risk
        if role is not UNSET:
            field_dict["role"] = role
        if reason is not UNSET:
            field_dict["reason"] = reason
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name", UNSET)

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

        _role = d.pop("role", UNSET)
        role: PersonRole | Unset
        if isinstance(_role, Unset):
            role = UNSET
        else:
            role = PersonRole(_role)

        reason = d.pop("reason", UNSET)

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        person_change = cls(
            name=name,
            email=email,
            birth_date=birth_date,
            adult_at_risk=adult_at_risk,
            role=role,
            reason=reason,
            time_zone=time_zone,
        )

        return person_change
