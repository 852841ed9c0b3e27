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


T = TypeVar("T", bound="PartnerRead")


@_attrs_define
class PartnerRead:
    """A youth organisation that delivers a programme.

    Attributes:
        id (UUID): The partner's id.
        name (str): The organisation's name.
        coordinators (list[Contact]): Whom to turn to about sessions, and who puts right what a finding says is missing.
            Give the address of a role.
        safeguarding_contacts (list[Contact]): Whom to turn to with a concern. Participants see them: give the address
            of a role, not of a private person.
        archived_at (datetime.datetime | None): Since when it is archived; null where it is not.
        created_at (datetime.datetime): When it was added.
        updated_at (datetime.datetime): When it was last changed.
    """

    id: UUID
    name: str
    coordinators: list[Contact]
    safeguarding_contacts: list[Contact]
    archived_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact import Contact  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        coordinators = []
        for coordinators_item_data in self.coordinators:
            coordinators_item = coordinators_item_data.to_dict()
            coordinators.append(coordinators_item)

        safeguarding_contacts = []
        for safeguarding_contacts_item_data in self.safeguarding_contacts:
            safeguarding_contacts_item = safeguarding_contacts_item_data.to_dict()
            safeguarding_contacts.append(safeguarding_contacts_item)

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "name": name,
                "coordinators": coordinators,
                "safeguarding_contacts": safeguarding_contacts,
                "archived_at": archived_at,
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

        coordinators = []
        _coordinators = d.pop("coordinators")
        for coordinators_item_data in _coordinators:
            coordinators_item = Contact.from_dict(coordinators_item_data)

            coordinators.append(coordinators_item)

        safeguarding_contacts = []
        _safeguarding_contacts = d.pop("safeguarding_contacts")
        for safeguarding_contacts_item_data in _safeguarding_contacts:
            safeguarding_contacts_item = Contact.from_dict(
                safeguarding_contacts_item_data
            )

            safeguarding_contacts.append(safeguarding_contacts_item)

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

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        partner_read = cls(
            id=id,
            name=name,
            coordinators=coordinators,
            safeguarding_contacts=safeguarding_contacts,
            archived_at=archived_at,
            created_at=created_at,
            updated_at=updated_at,
        )

        return partner_read
