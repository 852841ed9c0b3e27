from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.booking_state import BookingState
from ..models.gap import Gap
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.attendee_read import AttendeeRead
    from ..models.correction_read import CorrectionRead
    from ..models.room_read import RoomRead
    from ..models.seen_read import SeenRead


T = TypeVar("T", bound="SessionRead")


@_attrs_define
class SessionRead:
    """What happened in a session.

    Attributes:
        booking_id (UUID):
        state (BookingState): Where a booking is in its life.
        modality (str):
        starts_at (datetime.datetime):
        ends_at (datetime.datetime):
        is_held (bool | None): Whether it counts as held: by the latest correction, else by what was seen. null: it is
            not over.
        seen (SeenRead): What was seen, whatever was corrected since.
        room (list[RoomRead]): When the room was open.
        people (list[AttendeeRead]): Who waited and who was in.
        events_complete (bool): Whether nothing that must have happened is missing.
        gaps (list[Gap]): What is missing.
        partly_asked (bool): Whether some of it is known only because Zoom was asked.
        corrections (list[CorrectionRead]): What coordinators have said, oldest first.
    """

    booking_id: UUID
    state: BookingState
    modality: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_held: bool | None
    seen: SeenRead
    room: list[RoomRead]
    people: list[AttendeeRead]
    events_complete: bool
    gaps: list[Gap]
    partly_asked: bool
    corrections: list[CorrectionRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.attendee_read import AttendeeRead  # noqa: PLC0415
        from ..models.correction_read import CorrectionRead  # noqa: PLC0415
        from ..models.room_read import RoomRead  # noqa: PLC0415
        from ..models.seen_read import SeenRead  # noqa: PLC0415

        booking_id = str(self.booking_id)

        state = self.state.value

        modality = self.modality

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        is_held: bool | None
        is_held = self.is_held

        seen = self.seen.to_dict()

        room = []
        for room_item_data in self.room:
            room_item = room_item_data.to_dict()
            room.append(room_item)

        people = []
        for people_item_data in self.people:
            people_item = people_item_data.to_dict()
            people.append(people_item)

        events_complete = self.events_complete

        gaps = []
        for gaps_item_data in self.gaps:
            gaps_item = gaps_item_data.value
            gaps.append(gaps_item)

        partly_asked = self.partly_asked

        corrections = []
        for corrections_item_data in self.corrections:
            corrections_item = corrections_item_data.to_dict()
            corrections.append(corrections_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "booking_id": booking_id,
                "state": state,
                "modality": modality,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "is_held": is_held,
                "seen": seen,
                "room": room,
                "people": people,
                "events_complete": events_complete,
                "gaps": gaps,
                "partly_asked": partly_asked,
                "corrections": corrections,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attendee_read import AttendeeRead  # noqa: PLC0415
        from ..models.correction_read import CorrectionRead  # noqa: PLC0415
        from ..models.room_read import RoomRead  # noqa: PLC0415
        from ..models.seen_read import SeenRead  # noqa: PLC0415

        d = dict(src_dict)
        booking_id = UUID(d.pop("booking_id"))

        state = BookingState(d.pop("state"))

        modality = d.pop("modality")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        def _parse_is_held(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        is_held = _parse_is_held(d.pop("is_held"))

        seen = SeenRead.from_dict(d.pop("seen"))

        room = []
        _room = d.pop("room")
        for room_item_data in _room:
            room_item = RoomRead.from_dict(room_item_data)

            room.append(room_item)

        people = []
        _people = d.pop("people")
        for people_item_data in _people:
            people_item = AttendeeRead.from_dict(people_item_data)

            people.append(people_item)

        events_complete = d.pop("events_complete")

        gaps = []
        _gaps = d.pop("gaps")
        for gaps_item_data in _gaps:
            gaps_item = Gap(gaps_item_data)

            gaps.append(gaps_item)

        partly_asked = d.pop("partly_asked")

        corrections = []
        _corrections = d.pop("corrections")
        for corrections_item_data in _corrections:
            corrections_item = CorrectionRead.from_dict(corrections_item_data)

            corrections.append(corrections_item)

        session_read = cls(
            booking_id=booking_id,
            state=state,
            modality=modality,
            starts_at=starts_at,
            ends_at=ends_at,
            is_held=is_held,
            seen=seen,
            room=room,
            people=people,
            events_complete=events_complete,
            gaps=gaps,
            partly_asked=partly_asked,
            corrections=corrections,
        )

        return session_read
