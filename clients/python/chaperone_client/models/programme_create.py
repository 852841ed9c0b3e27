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


T = TypeVar("T", bound="ProgrammeCreate")


@_attrs_define
class ProgrammeCreate:
    """A new programme.

    Attributes:
        name (str): What it is called.
        pack (str): The pack of rules that it starts with: /v1/policy/packs lists them.
        time_zone (str): The zone whose clock, working days and dates the rules go by, by its IANA name.
        safeguarding_contacts (list[Contact]): Whom to turn to with a concern. Participants see them: give the address
            of a role, not of a private person.
        host_pool (str | Unset): Meetings are created under the hosts of this pool. Default: 'default'.
        coordinators (list[Contact] | Unset): Whom to turn to about sessions, and who puts right what a finding says is
            missing. Give the address of a role.
    """

    name: str
    pack: str
    time_zone: str
    safeguarding_contacts: list[Contact]
    host_pool: str | Unset = "default"
    coordinators: list[Contact] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact import Contact  # noqa: PLC0415

        name = self.name

        pack = self.pack

        time_zone = self.time_zone

        safeguarding_contacts = []
        for safeguarding_contacts_item_data in self.safeguarding_contacts:
            safeguarding_contacts_item = safeguarding_contacts_item_data.to_dict()
            safeguarding_contacts.append(safeguarding_contacts_item)

        host_pool = self.host_pool

        coordinators: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.coordinators, Unset):
            coordinators = []
            for coordinators_item_data in self.coordinators:
                coordinators_item = coordinators_item_data.to_dict()
                coordinators.append(coordinators_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "pack": pack,
                "time_zone": time_zone,
                "safeguarding_contacts": safeguarding_contacts,
            }
        )
        if host_pool is not UNSET:
            field_dict["host_pool"] = host_pool
        if coordinators is not UNSET:
            field_dict["coordinators"] = coordinators

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact import Contact  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        pack = d.pop("pack")

        time_zone = d.pop("time_zone")

        safeguarding_contacts = []
        _safeguarding_contacts = d.pop("safeguarding_contacts")
        for safeguarding_contacts_item_data in _safeguarding_contacts:
            safeguarding_contacts_item = Contact.from_dict(
                safeguarding_contacts_item_data
            )

            safeguarding_contacts.append(safeguarding_contacts_item)

        host_pool = d.pop("host_pool", UNSET)

        _coordinators = d.pop("coordinators", UNSET)
        coordinators: list[Contact] | Unset = UNSET
        if _coordinators is not UNSET:
            coordinators = []
            for coordinators_item_data in _coordinators:
                coordinators_item = Contact.from_dict(coordinators_item_data)

                coordinators.append(coordinators_item)

        programme_create = cls(
            name=name,
            pack=pack,
            time_zone=time_zone,
            safeguarding_contacts=safeguarding_contacts,
            host_pool=host_pool,
            coordinators=coordinators,
        )

        return programme_create
