from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.contact_read_of import ContactReadOf
from ..models.contact_role import ContactRole
from ..types import UNSET, Unset
from typing import cast


T = TypeVar("T", bound="ContactRead")


@_attrs_define
class ContactRead:
    """Somebody to turn to about a pairing and its sessions.

    Attributes:
        name (str): Who answers.
        contact_role (ContactRole): What a contact is there for.
        of (ContactReadOf): Whose contact it is. The partner's come first.
        role (None | str | Unset): What they are in the organisation.
        phone (None | str | Unset): The telephone number.
        email (None | str | Unset): The e-mail address.
    """

    name: str
    contact_role: ContactRole
    of: ContactReadOf
    role: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    email: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        contact_role = self.contact_role.value

        of = self.of.value

        role: None | str | Unset
        if isinstance(self.role, Unset):
            role = UNSET
        else:
            role = self.role

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "contact_role": contact_role,
                "of": of,
            }
        )
        if role is not UNSET:
            field_dict["role"] = role
        if phone is not UNSET:
            field_dict["phone"] = phone
        if email is not UNSET:
            field_dict["email"] = email

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        contact_role = ContactRole(d.pop("contact_role"))

        of = ContactReadOf(d.pop("of"))

        def _parse_role(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        role = _parse_role(d.pop("role", UNSET))

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        contact_read = cls(
            name=name,
            contact_role=contact_role,
            of=of,
            role=role,
            phone=phone,
            email=email,
        )

        return contact_read
