from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID


T = TypeVar("T", bound="MeetingAccessRead")


@_attrs_define
class MeetingAccessRead:
    """The way into a meeting. The audit trail notes each time that somebody reads it.

    Attributes:
        booking_id (UUID):
        zoom_meeting_id (int): Zoom's meeting id.
        join_url (str): For mentor and mentee alone. It contains the passcode.
        passcode (str): The meeting's passcode, for who joins without the link.
    """

    booking_id: UUID
    zoom_meeting_id: int
    join_url: str
    passcode: str

    def to_dict(self) -> dict[str, Any]:
        booking_id = str(self.booking_id)

        zoom_meeting_id = self.zoom_meeting_id

        join_url = self.join_url

        passcode = self.passcode

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "booking_id": booking_id,
                "zoom_meeting_id": zoom_meeting_id,
                "join_url": join_url,
                "passcode": passcode,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        booking_id = UUID(d.pop("booking_id"))

        zoom_meeting_id = d.pop("zoom_meeting_id")

        join_url = d.pop("join_url")

        passcode = d.pop("passcode")

        meeting_access_read = cls(
            booking_id=booking_id,
            zoom_meeting_id=zoom_meeting_id,
            join_url=join_url,
            passcode=passcode,
        )

        return meeting_access_read
