from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.contact import Contact


T = TypeVar("T", bound="PartnerChange")


@_attrs_define
class PartnerChange:
    """What may change about a partner. What is left out stays as it is.

    Attributes:
        name (str | Unset): The organisation's name.
        coordinators (list[Contact] | Unset): Whom to turn to about sessions, and who puts right what a finding says is
            missing. Give the address of a role. This list replaces the whole of the one before.
        safeguarding_contacts (list[Contact] | Unset): Whom to turn to with a concern. Participants see them: give the
            address of a role, not of a private person. This list replaces the whole of the one before.
        reason (str | Unset): Why it is corrected. Kept with the value from before; kept out of the audit trail.
    """

    name: str | Unset = UNSET
    coordinators: list[Contact] | Unset = UNSET
    safeguarding_contacts: list[Contact] | Unset = UNSET
    reason: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact import Contact  # noqa: PLC0415

        name = self.name

        coordinators: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.coordinators, Unset):
            coordinators = []
            for coordinators_item_data in self.coordinators:
                coordinators_item = coordinators_item_data.to_dict()
                coordinators.append(coordinators_item)

        safeguarding_contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.safeguarding_contacts, Unset):
            safeguarding_contacts = []
            for safeguarding_contacts_item_data in self.safeguarding_contacts:
                safeguarding_contacts_item = safeguarding_contacts_item_data.to_dict()
                safeguarding_contacts.append(safeguarding_contacts_item)

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if coordinators is not UNSET:
            field_dict["coordinators"] = coordinators
        if safeguarding_contacts is not UNSET:
            field_dict["safeguarding_contacts"] = safeguarding_contacts
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact import Contact  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        _coordinators = d.pop("coordinators", UNSET)
        coordinators: list[Contact] | Unset = UNSET
        if _coordinators is not UNSET:
            coordinators = []
            for coordinators_item_data in _coordinators:
                coordinators_item = Contact.from_dict(coordinators_item_data)

                coordinators.append(coordinators_item)

        _safeguarding_contacts = d.pop("safeguarding_contacts", UNSET)
        safeguarding_contacts: list[Contact] | Unset = UNSET
        if _safeguarding_contacts is not UNSET:
            safeguarding_contacts = []
            for safeguarding_contacts_item_data in _safeguarding_contacts:
                safeguarding_contacts_item = Contact.from_dict(
                    safeguarding_contacts_item_data
                )

                safeguarding_contacts.append(safeguarding_contacts_item)

        reason = d.pop("reason", UNSET)

        partner_change = cls(
            name=name,
            coordinators=coordinators,
            safeguarding_contacts=safeguarding_contacts,
            reason=reason,
        )

        return partner_change
