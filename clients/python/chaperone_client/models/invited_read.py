from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.invited_role import InvitedRole
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="InvitedRead")


@_attrs_define
class InvitedRead:
    """Somebody who was invited to a session. Ask for their personal link with `POST /v1/bookings/{id}/links`.

    Attributes:
        id (UUID): Their number as a participant.
        booking_id (UUID): The session.
        role (InvitedRole): What somebody beside mentor and mentee is in a session.
        name (str): The first name that was given.
        reason (str): Why they take part.
        invited_at (datetime.datetime): When they were invited.
    """

    id: UUID
    booking_id: UUID
    role: InvitedRole
    name: str
    reason: str
    invited_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        booking_id = str(self.booking_id)

        role = self.role.value

        name = self.name

        reason = self.reason

        invited_at = self.invited_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "booking_id": booking_id,
                "role": role,
                "name": name,
                "reason": reason,
                "invited_at": invited_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        booking_id = UUID(d.pop("booking_id"))

        role = InvitedRole(d.pop("role"))

        name = d.pop("name")

        reason = d.pop("reason")

        invited_at = datetime.datetime.fromisoformat(d.pop("invited_at"))

        invited_read = cls(
            id=id,
            booking_id=booking_id,
            role=role,
            name=name,
            reason=reason,
            invited_at=invited_at,
        )

        return invited_read
