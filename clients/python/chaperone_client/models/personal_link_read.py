from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.participant_role import ParticipantRole
from ..models.recipient import Recipient
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="PersonalLinkRead")


@_attrs_define
class PersonalLinkRead:
    """A personal link, for the booking website to deliver. Whoever has it counts as the participant.

    Attributes:
        participant_id (UUID):
        role (ParticipantRole): What somebody is in a session.
        url (str): The participant's own page. Give it to them alone.
        deliver_to (Recipient): Whom a link goes to.
        issued_at (datetime.datetime):
        works_until (datetime.datetime): When the page closes, some time after the session.
    """

    participant_id: UUID
    role: ParticipantRole
    url: str
    deliver_to: Recipient
    issued_at: datetime.datetime
    works_until: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        participant_id = str(self.participant_id)

        role = self.role.value

        url = self.url

        deliver_to = self.deliver_to.value

        issued_at = self.issued_at.isoformat()

        works_until = self.works_until.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "participant_id": participant_id,
                "role": role,
                "url": url,
                "deliver_to": deliver_to,
                "issued_at": issued_at,
                "works_until": works_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        participant_id = UUID(d.pop("participant_id"))

        role = ParticipantRole(d.pop("role"))

        url = d.pop("url")

        deliver_to = Recipient(d.pop("deliver_to"))

        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        works_until = datetime.datetime.fromisoformat(d.pop("works_until"))

        personal_link_read = cls(
            participant_id=participant_id,
            role=role,
            url=url,
            deliver_to=deliver_to,
            issued_at=issued_at,
            works_until=works_until,
        )

        return personal_link_read
