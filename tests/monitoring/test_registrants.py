"""What Zoom tells of registrations is news where somebody may come who is not to, or may not who is to."""

from typing import Any

import pytest

from app.bookings.participants.models import Participant, ParticipantRole
from app.kit.clock import utc_now
from app.kit.identifiers import new_alias, new_id
from app.monitoring.facts import facts_of
from app.monitoring.models import ZoomEvent
from app.monitoring.registrants import is_news
from app.zoom.stored_event import without_secrets


def somebody(registrant_id: str, **more: Any) -> Participant:
    return Participant(booking_id=new_id(), role=ParticipantRole.MENTEE, registrant_id=registrant_id, **more)


HERE = somebody("r-1")
GONE = somebody("r-9", removed_at=utc_now())
STRANGER = "sam.smith@school.example.org"


@pytest.mark.parametrize(
    ("what", "registrant", "expected"),
    [
        # Chaperone's own, of which the id is not known yet.
        ("created", {"id": "new", "email": f"{HERE.alias}@participants.invalid", "status": "approved"}, False),
        ("approved", {"id": "r-1"}, False),
        ("cancelled", {"id": "r-1"}, True),
        ("deleted", {"id": "other", "email": f"{HERE.alias.upper()}@participants.invalid"}, True),
        ("denied", {"id": "r-1", "email": f"{HERE.alias}@participants.invalid"}, True),
        ("created", {"id": "new", "email": STRANGER, "status": "approved"}, True),
        ("approved", {"id": "new", "email": STRANGER}, True),
        # Who only asks to be let in cannot come.
        ("created", {"id": "new", "email": STRANGER, "status": "pending"}, False),
        ("cancelled", {"id": "new", "email": STRANGER}, False),
        # Somebody who takes part no more.
        ("cancelled", {"id": "r-9", "email": f"{GONE.alias}@participants.invalid"}, False),
        ("created", {"id": "new", "email": f"{GONE.alias}@participants.invalid", "status": "approved"}, True),
        ("created", {"id": "new", "email": f"{new_alias()}@participants.invalid", "status": "approved"}, True),
    ],
)
def test_a_registration_is_news(what: str, registrant: dict[str, str], expected: bool) -> None:
    told = {
        "object": {"id": 1, "registrant": {**registrant, "first_name": "Sam", "join_url": "https://zoom.us/w/1?tk=x"}}
    }
    stored = ZoomEvent(event=f"meeting.registration_{what}", deduplication_key="1", payload=without_secrets(told))

    (fact,) = facts_of(stored)

    assert is_news(fact, [HERE, GONE]) is expected
    assert not any(part in str(stored.payload).lower() for part in ("sam", "school", "tk="))
