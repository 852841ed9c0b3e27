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


T = TypeVar("T", bound="EnrolledPerson")


@_attrs_define
class EnrolledPerson:
    """Somebody who is on file, by `id` alone; or somebody new, by `name` and the rest.

    Attributes:
        id (None | Unset | UUID): The person's id, where they are on file already.
        name (None | str | Unset): The name of somebody new.
        email (None | str | Unset): For the programme alone; the other party never sees it.
        birth_date (datetime.date | None | Unset): Required for a new mentee.
        adult_at_risk (bool | Unset): Whether somebody new is an adult at risk. Default: False.
        other_of_this_name (bool | Unset): true where somebody of this name is on file in the other role, and this is
            another person. Default: False.
    """

    id: None | Unset | UUID = UNSET
    name: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    birth_date: datetime.date | None | Unset = UNSET
    adult_at_risk: bool | Unset = False
    other_of_this_name: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
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

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if email is not UNSET:
            field_dict["email"] = email
        if birth_date is not UNSET:
            field_dict["birth_date"] = birth_date
        if adult_at_risk is not UNSET:
            field_dict["adult_at_risk"] = adult_at_risk
        if other_of_this_name is not UNSET:
            field_dict["other_of_this_name"] = other_of_this_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

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

        enrolled_person = cls(
            id=id,
            name=name,
            email=email,
            birth_date=birth_date,
            adult_at_risk=adult_at_risk,
            other_of_this_name=other_of_this_name,
        )

        return enrolled_person
