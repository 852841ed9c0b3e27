"""What is to be done in the running room of a booking because of an incident: wished here, done by the reconciler."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from app.bookings.models import Booking
from app.incidents.models import Incident


class RoomMeasure(StrEnum):
    """What the reconciler can do in a running room."""

    STOP_RECORDING = "stop_recording"
    STOP_AI_COMPANION = "stop_ai_companion"
    END_ROOM = "end_room"


@dataclass(frozen=True)
class Wish:
    """One measure, and the incident that it is for."""

    measure: RoomMeasure
    incident_id: UUID
    because: str

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """Read a wish as the booking keeps it."""
        return cls(RoomMeasure(stored["measure"]), UUID(stored["incident_id"]), stored["because"])


def wishes_of(booking: Booking) -> list[Wish]:
    """Return what is still to be done in a booking's room, in the order in which it was wished."""
    return [Wish.of(each) for each in booking.room_actions or ()]


def wish_for(booking: Booking, measure: RoomMeasure, incident: Incident, *, at: datetime) -> bool:
    """Wish for a measure, once for each time that the incident was seen; tell whether it is to be done now.

    The caller holds the booking FOR UPDATE.
    """
    waiting = [each for each in wishes_of(booking) if each.incident_id == incident.id]
    if waiting:
        return True
    if sum(each["action"] == measure for each in incident.done) >= incident.count:
        return False
    wish = {"measure": measure, "incident_id": str(incident.id), "because": incident.kind, "at": at.isoformat()}
    booking.room_actions = [*(booking.room_actions or ()), wish]
    return True


def fulfil(booking: Booking, wish: Wish) -> None:
    """Take a wish from a booking that the caller holds FOR UPDATE: it was done, or cannot be."""
    rest = [each for each in booking.room_actions or () if Wish.of(each) != wish]
    booking.room_actions = rest or None
