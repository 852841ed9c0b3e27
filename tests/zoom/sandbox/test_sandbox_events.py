"""Every event of Zoom's reference, sent by what causes it where the sandbox has that, and as the reference shows it."""

from typing import Any

from tests.support.sandbox import Receiver, Zoom
from tests.support.sandbox_everything import everything_happens
from tests.support.sandbox_room import told
from tests.support.webhook_shapes import contradictions, missing, shapes

# What Zoom's samples show and the sandbox has no case of.
NEVER_SENT = {
    "meeting.ai_companion_started": {"payload.object.ai_companion.questions"},
    "meeting.ai_companion_stopped": {"payload.object.ai_companion.summary"},
    "meeting.created": {"payload.object.occurrences", "payload.object.recurrence"},
    "meeting.recovered": {"payload.object.occurrences"},
    **{
        f"meeting.registration_{what}": {"payload.object.occurrences"}
        for what in ("approved", "cancelled", "created", "denied")
    },
    "meeting.updated": {"payload.object.settings", "payload.old_object.settings"},
    "user.settings_updated": {"payload.object.settings", "payload.old_object.settings"},
    "user.updated": {"payload.object.email", "payload.old_object.email"},
}


async def test_every_event_is_sent_as_zooms_reference_shows_it(zoom: Zoom, subscribed: Receiver) -> None:
    await everything_happens(zoom)
    events = [item.event for item in subscribed.validations] + await told(zoom, subscribed)

    assert {event["event"] for event in events} >= set(shapes())
    known = [event for event in events if event["event"] in shapes()]
    assert [(event["event"], found) for event in known if (found := contradictions(event))] == []
    assert never_sent(known) == {}


def never_sent(events: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Return what no event of a name had of its sample, beside what is known to have no case."""
    lacking: dict[str, set[str]] = {}
    for event in events:
        name = event["event"]
        lacking[name] = lacking.get(name, missing(event)) & missing(event)
    unexpected = {
        name: {path for path in paths if not any(path.startswith(known) for known in NEVER_SENT.get(name, ()))}
        for name, paths in lacking.items()
    }
    return {name: paths for name, paths in unexpected.items() if paths}
