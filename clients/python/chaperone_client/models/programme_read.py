from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.contact import Contact


T = TypeVar("T", bound="ProgrammeRead")


@_attrs_define
class ProgrammeRead:
    """What is being run, for whom to turn to, and by which rules.

    Attributes:
        id (UUID): The programme's id.
        name (str): What it is called.
        time_zone (str): The zone whose clock, working days and dates the rules go by, by its IANA name.
        host_pool (str): Meetings are created under the hosts of this pool.
        safeguarding_contacts (list[Contact]): Whom to turn to with a concern. Participants see them: give the address
            of a role, not of a private person.
        coordinators (list[Contact]): Whom to turn to about sessions, and who puts right what a finding says is missing.
            Give the address of a role.
        policy_version (int): The version of its policy that decides now.
        created_at (datetime.datetime): When it was added.
        updated_at (datetime.datetime): When it was last changed.
    """

    id: UUID
    name: str
    time_zone: str
    host_pool: str
    safeguarding_contacts: list[Contact]
    coordinators: list[Contact]
    policy_version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact import Contact  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        time_zone = self.time_zone

        host_pool = self.host_pool

        safeguarding_contacts = []
        for safeguarding_contacts_item_data in self.safeguarding_contacts:
            safeguarding_contacts_item = safeguarding_contacts_item_data.to_dict()
            safeguarding_contacts.append(safeguarding_contacts_item)

        coordinators = []
        for coordinators_item_data in self.coordinators:
            coordinators_item = coordinators_item_data.to_dict()
            coordinators.append(coordinators_item)

        policy_version = self.policy_version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "name": name,
                "time_zone": time_zone,
                "host_pool": host_pool,
                "safeguarding_contacts": safeguarding_contacts,
                "coordinators": coordinators,
                "policy_version": policy_version,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact import Contact  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        time_zone = d.pop("time_zone")

        host_pool = d.pop("host_pool")

        safeguarding_contacts = []
        _safeguarding_contacts = d.pop("safeguarding_contacts")
        for safeguarding_contacts_item_data in _safeguarding_contacts:
            safeguarding_contacts_item = Contact.from_dict(
                safeguarding_contacts_item_data
            )

            safeguarding_contacts.append(safeguarding_contacts_item)

        coordinators = []
        _coordinators = d.pop("coordinators")
        for coordinators_item_data in _coordinators:
            coordinators_item = Contact.from_dict(coordinators_item_data)

            coordinators.append(coordinators_item)

        policy_version = d.pop("policy_version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        programme_read = cls(
            id=id,
            name=name,
            time_zone=time_zone,
            host_pool=host_pool,
            safeguarding_contacts=safeguarding_contacts,
            coordinators=coordinators,
            policy_version=policy_version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return programme_read
