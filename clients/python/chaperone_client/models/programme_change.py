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


T = TypeVar("T", bound="ProgrammeChange")


@_attrs_define
class ProgrammeChange:
    """What may change about a programme. What is left out stays as it is.

    Attributes:
        name (str | Unset): What it is called.
        time_zone (str | Unset): The zone whose clock, working days and dates the rules go by, by its IANA name.
        host_pool (str | Unset): Meetings are created under the hosts of this pool.
        safeguarding_contacts (list[Contact] | Unset): Whom to turn to with a concern. Participants see them: give the
            address of a role, not of a private person. This list replaces the whole of the one before.
        coordinators (list[Contact] | Unset): Whom to turn to about sessions, and who puts right what a finding says is
            missing. Give the address of a role. This list replaces the whole of the one before.
    """

    name: str | Unset = UNSET
    time_zone: str | Unset = UNSET
    host_pool: str | Unset = UNSET
    safeguarding_contacts: list[Contact] | Unset = UNSET
    coordinators: list[Contact] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact import Contact  # noqa: PLC0415

        name = self.name

        time_zone = self.time_zone

        host_pool = self.host_pool

        safeguarding_contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.safeguarding_contacts, Unset):
            safeguarding_contacts = []
            for safeguarding_contacts_item_data in self.safeguarding_contacts:
                safeguarding_contacts_item = safeguarding_contacts_item_data.to_dict()
                safeguarding_contacts.append(safeguarding_contacts_item)

        coordinators: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.coordinators, Unset):
            coordinators = []
            for coordinators_item_data in self.coordinators:
                coordinators_item = coordinators_item_data.to_dict()
                coordinators.append(coordinators_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone
        if host_pool is not UNSET:
            field_dict["host_pool"] = host_pool
        if safeguarding_contacts is not UNSET:
            field_dict["safeguarding_contacts"] = safeguarding_contacts
        if coordinators is not UNSET:
            field_dict["coordinators"] = coordinators

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact import Contact  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        time_zone = d.pop("time_zone", UNSET)

        host_pool = d.pop("host_pool", UNSET)

        _safeguarding_contacts = d.pop("safeguarding_contacts", UNSET)
        safeguarding_contacts: list[Contact] | Unset = UNSET
        if _safeguarding_contacts is not UNSET:
            safeguarding_contacts = []
            for safeguarding_contacts_item_data in _safeguarding_contacts:
                safeguarding_contacts_item = Contact.from_dict(
                    safeguarding_contacts_item_data
                )

                safeguarding_contacts.append(safeguarding_contacts_item)

        _coordinators = d.pop("coordinators", UNSET)
        coordinators: list[Contact] | Unset = UNSET
        if _coordinators is not UNSET:
            coordinators = []
            for coordinators_item_data in _coordinators:
                coordinators_item = Contact.from_dict(coordinators_item_data)

                coordinators.append(coordinators_item)

        programme_change = cls(
            name=name,
            time_zone=time_zone,
            host_pool=host_pool,
            safeguarding_contacts=safeguarding_contacts,
            coordinators=coordinators,
        )

        return programme_change
