"""What a booking website does, against `make run`: CHAPERONE_URL, and CHAPERONE_KEY of its booking website."""

import os
import sys
from typing import TypeVar
from uuid import uuid4

from chaperone_client import AuthenticatedClient
from chaperone_client.api.bookings import create_booking, list_slots
from chaperone_client.api.people_and_pairings import list_pairings
from chaperone_client.api.webhooks import list_events
from chaperone_client.models import (
    BookablePairingPage,
    BookingCreate,
    BookingRead,
    EventPage,
    ProblemDetails,
    SlotRead,
    SlotReadOutcome,
    SlotsRead,
)

Answer = TypeVar("Answer")


def told(answer: object, kind: type[Answer]) -> Answer:
    """Return an answer of the kind that is expected; a problem ends the quickstart with its words."""
    if isinstance(answer, ProblemDetails):
        sys.exit(f"refused: {answer.for_user or answer.detail}")
    if not isinstance(answer, kind):
        sys.exit(f"not expected: {answer}")
    return answer


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def main() -> None:
    url, key = os.environ.get("CHAPERONE_URL", "http://127.0.0.1:8000"), os.environ["CHAPERONE_KEY"]
    api = AuthenticatedClient(base_url=url, token=key, timeout=30)

    since = told(list_events.sync(client=api, after="latest"), EventPage).next_after

    pairing = told(list_pairings.sync(client=api, bookable=True), BookablePairingPage).items[0]
    say("pairing:", pairing.names.mentor, "and", pairing.names.mentee)

    slots = told(list_slots.sync(pairing.id, client=api, minutes=45), SlotsRead)
    slot: SlotRead = next(each for each in slots.items if each.outcome is SlotReadOutcome.ALLOW)
    say("slots:", len(slots.items), "first:", slot.starts_at.isoformat())

    wanted = BookingCreate(pairing_id=pairing.id, agreed_by_both=True, starts_at=slot.starts_at, ends_at=slot.ends_at)
    answer = create_booking.sync(client=api, body=wanted, idempotency_key=str(uuid4()), prefer="wait=10")
    booking = told(answer, BookingRead)
    say("booked:", booking.id, booking.state)

    again = create_booking.sync(client=api, body=wanted, idempotency_key=str(uuid4()))
    if isinstance(again, ProblemDetails):
        say("refused:", again.for_user)
        for reason in again.reasons or []:
            say("because:", reason.code, "-", reason.remedy)

    for event in told(list_events.sync(client=api, after=since, wait=10), EventPage).items:
        say("event:", event.type_, event.data.booking_id)


if __name__ == "__main__":
    main()
