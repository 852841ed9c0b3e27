"""What events tell, whatever their shape: one fact, or several, without a name."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.monitoring.facts import Fact, FactKind, Participant, facts_of
from app.zoom.events import parse_event
from app.zoom.stored_event import without_secrets
from tests.support.exploring import examples

RECEIVED = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
STAMPED = datetime(2026, 11, 23, 16, 5, 1, 500000, tzinfo=UTC)
KEY = b"key of the tests"


@dataclass
class Stored:
    """An event as it is stored."""

    event: str
    happened_at: datetime | None = None
    received_at: datetime = RECEIVED
    zoom_meeting_id: int | None = None
    meeting_uuid: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    source: str = "told"


def told(name: str, subject: Any = None, *, stamped: bool = True, **payload: Any) -> tuple[Fact, ...]:
    """Read an event the way the service does: from its bytes, through what may be stored."""
    given = {**payload, **({} if subject is None else {"object": subject})}
    envelope = {"event": name, "payload": given, **({"event_ts": int(STAMPED.timestamp() * 1000)} if stamped else {})}
    event = parse_event(json.dumps(envelope).encode())
    kept = json.loads(json.dumps(without_secrets(event.payload, event=name, pseudonym_key=KEY)))
    return facts_of(
        Stored(
            name,
            happened_at=event.event_ts,
            zoom_meeting_id=event.meeting_id,
            meeting_uuid=event.meeting_uuid,
            payload=kept,
        )
    )


GUEST = {
    "user_id": "16778240",
    "user_name": "Fake Name",
    "id": "",
    "participant_user_id": "",
    "participant_uuid": "55555AAA",
    "email": "mentee@example.org",
    "registrant_id": "reg-1",
}


def test_somebody_who_joins_is_known_by_opaque_ids_and_the_time_that_zoom_tells() -> None:
    (fact,) = told(
        "meeting.participant_joined",
        {"id": "85746065432", "uuid": "abc==", "participant": GUEST | {"join_time": "2026-11-23T16:05:00Z"}},
    )

    assert (fact.kind, fact.meeting_id, fact.meeting_uuid) == (FactKind.JOINED, 85746065432, "abc==")
    assert fact.at == datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
    assert fact.participant is not None
    assert (fact.participant.user_id, fact.participant.registrant_id) == ("16778240", "reg-1")
    assert fact.participant.zoom_user_id is None
    assert "Fake" not in str(fact)
    assert "@" not in str(fact)


def test_a_guest_without_a_registration_is_recognised_by_a_hash_of_their_address_and_never_by_their_name() -> None:
    def pseudonym(**changes: str) -> str | None:
        (fact,) = told("meeting.participant_joined", {"id": "1", "participant": GUEST | changes})
        assert fact.participant is not None
        return fact.participant.pseudonym

    assert pseudonym() == pseudonym(user_name="Another Name", user_id="2", email="Mentee@example.org ") is not None
    assert pseudonym() != pseudonym(email="somebody@example.org")
    assert pseudonym(email="") is None
    assert pseudonym(email="", phone_number="441632960000") is not None


def test_the_host_is_known_by_their_user_id() -> None:
    facts = told("meeting.participant_joined", {"id": "1", "host_id": "h", "participant": {"participant_user_id": "h"}})
    assert [fact.is_about_host for fact in facts] == [True]


@pytest.mark.parametrize(
    ("stamped", "subject", "at"),
    [
        (True, {"start_time": "2026-11-23T16:05:00Z"}, datetime(2026, 11, 23, 16, 5, tzinfo=UTC)),
        (True, {"start_time": "soon"}, STAMPED),
        (True, {"start_time": "2026-11-23T16:05:00"}, STAMPED),
        (False, {}, RECEIVED),
    ],
)
def test_when_it_happened_is_told_by_the_event_else_by_its_stamp_else_by_its_arrival(
    stamped: bool, subject: dict[str, Any], at: datetime
) -> None:
    assert told("meeting.started", {"id": "1", **subject}, stamped=stamped)[0].at == at


def test_the_scheduled_start_of_a_meeting_that_is_changed_is_not_when_it_was_changed() -> None:
    (fact,) = told("meeting.updated", {"id": 1, "start_time": "2026-12-24T16:05:00Z"})
    assert fact.at == STAMPED


@pytest.mark.parametrize(
    ("reason", "because"),
    [
        ("Fake Name left the meeting.<br>Reason: Host ended the meeting.", "host_ended"),
        ("left the meeting. Reason : left the meeting", "left"),
        ("Exceeded free meeting minutes limit.", "time_limit"),
        ("Removed by host Reason: Fake Name wished so", "other"),
        ("left the meeting. Reason : removed by host", "removed"),
        ("", None),
    ],
)
def test_why_somebody_left_is_one_of_a_few_words(reason: str, because: str | None) -> None:
    (fact,) = told("meeting.participant_left", {"id": "1", "participant": GUEST | {"leave_reason": reason}})
    assert fact.details.get("left_because") == because


def test_a_telephone_that_is_bound_to_a_computer_tells_both() -> None:
    bound = {"user_id": "2", "participant_uuid": "P2", "bind_user_id": "1", "bind_participant_uuid": "P1"}
    (fact,) = told("meeting.participant_bind", {"id": "1", "participant": bound})
    assert fact.kind is FactKind.BOUND
    assert (fact.participant, fact.bound_to) == (
        Participant(user_id="2", participant_uuid="P2"),
        Participant(user_id="1", participant_uuid="P1"),
    )


def test_the_three_spellings_of_ids_and_an_event_without_an_object_are_read() -> None:
    facts = [
        *told("meeting.summary_completed", {"meeting_id": 7, "meeting_uuid": "u", "meeting_host_id": "h"}),
        *told("meeting.ai_companion_started", {"meeting_number": 7, "meeting_uuid": "u", "host_id": "h"}),
        *told("meeting.live_streaming_started", {"id": 7, "uuid": "u", "host_id": "h"}),
    ]
    assert {(fact.meeting_id, fact.meeting_uuid, fact.host_id) for fact in facts} == {(7, "u", "h")}
    (stream,) = told("meeting.rtms_started", meeting_uuid="u", operator_id="o", server_urls="wss://example.org/secret")
    assert (stream.kind, stream.meeting_uuid, stream.operator_id) == (FactKind.RTMS_STARTED, "u", "o")
    assert "secret" not in str(stream)


def test_sharing_tells_also_of_a_whiteboard_and_of_a_file() -> None:
    def kinds(**details: str) -> list[FactKind]:
        subject = {"id": "1", "participant": {"user_id": "1", "sharing_details": details}}
        return [fact.kind for fact in told("meeting.sharing_started", subject)]

    assert kinds(content="desktop", link_source="", source="") == [FactKind.SHARING_STARTED]
    assert kinds(content="whiteboard") == [FactKind.SHARING_STARTED, FactKind.WHITEBOARD]
    assert kinds(content="unknown", link_source="deep_link", file_link="https://example.org/file") == [
        FactKind.SHARING_STARTED,
        FactKind.FILE_SHARED,
    ]


@pytest.mark.parametrize(
    ("name", "kind", "details"),
    [
        (
            "meeting.participant_phone_callout_accepted",
            FactKind.CALLED_OUT,
            {"through": "phone", "outcome": "accepted"},
        ),
        ("meeting.participant_room_system_callout_failed", FactKind.CALLED_OUT, {"through": "room_system"}),
        ("meeting.invitation_dispatched", FactKind.INVITED, {"outcome": "dispatched"}),
    ],
)
def test_whom_somebody_calls_in_is_told_with_what_became_of_it(
    name: str, kind: FactKind, details: dict[str, str]
) -> None:
    subject = {"id": 1, "inviter_name": "Fake Name", "participant": {"invitee_name": "Fake", "phone_number": 441632960}}
    (fact,) = told(name, subject)
    assert fact.kind is kind
    assert details.items() <= fact.details.items()
    assert "441632960" not in str(fact)


def test_settings_are_told_before_and_after_and_of_a_user_the_switches_alone() -> None:
    (meeting,) = told(
        "meeting.updated",
        {"id": 1, "settings": {"waiting_room": False, "alternative_hosts": "a@example.org"}},
        old_object={"id": 1, "settings": {"waiting_room": True}},
    )
    assert meeting.details["settings_before"] == {"waiting_room": True}
    assert meeting.details["settings_after"] == {"waiting_room": False}
    (host,) = told(
        "user.settings_updated",
        {
            "id": "host-1",
            "settings": {"in_meeting": {"file_transfer": True, "custom_service_instructions": "Ask Fake"}},
        },
        old_object={"id": "host-1", "settings": {"in_meeting": {"file_transfer": False}}},
    )
    assert (host.kind, host.host_id, host.meeting_id) == (FactKind.HOST_SETTINGS_CHANGED, "host-1", None)
    assert host.details["settings_after"] == {"in_meeting": {"file_transfer": True}}


def test_an_event_that_nobody_knows_is_a_fact_too() -> None:
    assert [fact.kind for fact in told("meeting.something_new", {"id": "1"})] == [FactKind.OTHER]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
keys = st.sampled_from(
    ["participant", "user_id", "settings", "sharing_details", "uuid", "ai_companion", "live_streaming"]
)


@settings(max_examples=examples(50))
@given(
    st.sampled_from(["meeting.participant_joined", "meeting.sharing_started", "user.settings_updated", "x"]),
    st.dictionaries(keys, json_values | st.dictionaries(keys | st.text(), json_values, max_size=3), max_size=4),
)
def test_whatever_zoom_sends_can_be_read(name: str, subject: dict[str, Any]) -> None:
    assert told(name, subject, old_object=subject)
