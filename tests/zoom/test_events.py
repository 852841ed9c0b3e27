"""What a delivery says, whatever form its ids have, and what of it may be stored."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.zoom.events import MalformedEventError, ZoomEvent, parse_event
from app.zoom.stored_event import without_secrets

UPDATED: dict[str, Any] = {
    "event": "meeting.updated",
    "event_ts": 1796313600123,
    "payload": {
        "account_id": "AAAAAABBBB",
        "operator": "colleague@example.org",
        "operator_id": "z8yCxjabcdEFGHfp8uQ",
        "scope": "all",
        "time_stamp": 1796313600123,
        "object": {
            "id": 85746065432,
            "uuid": "/aDYlo//tCd4ii1uC2+hA==",
            "topic": "Fake Name's session",
            "password": "aB3-defg",
            "join_url": "https://example.org/j/1?pwd=join-secret",
            "settings": {
                "waiting_room": False,
                "alternative_hosts": "colleague@example.org",
                "meeting_invitees": [{"email": "mentee@example.org"}],
                "continuous_meeting_chat": {"enable": True, "channel_id": "web_sch_secret"},
            },
        },
        "old_object": {"id": 85746065432, "agenda": "Fake Name", "settings": {"waiting_room": True}},
    },
}


def parsed(event: Any) -> ZoomEvent:
    return parse_event(json.dumps(event).encode())


def changed(**changes: Any) -> dict[str, Any]:
    """Return the event with other values in its object."""
    payload = {**UPDATED["payload"], "object": {**UPDATED["payload"]["object"], **changes}}
    return {**UPDATED, "payload": payload}


def test_reads_the_envelope_of_an_event() -> None:
    event = parsed(UPDATED)
    assert event.event == "meeting.updated"
    assert event.event_ts == datetime(2026, 12, 3, 16, 0, 0, 123000, tzinfo=UTC)
    assert event.account_id == "AAAAAABBBB"
    assert event.meeting_id == 85746065432
    assert event.meeting_uuid == "/aDYlo//tCd4ii1uC2+hA=="
    assert event.plain_token is None


@pytest.mark.parametrize(
    ("value", "meeting_id"),
    [
        (85746065432, 85746065432),
        ("85746065432", 85746065432),
        ("", None),
        (None, None),
        (True, None),
        (8.5, None),
        (-1, None),
        ("1e5", None),
        ("٣", None),
        (2**63, None),
        ([1], None),
    ],
    ids=repr,
)
def test_a_meeting_id_is_a_number_or_text(value: Any, meeting_id: int | None) -> None:
    assert parsed(changed(id=value)).meeting_id == meeting_id


def test_a_meeting_under_its_other_names_is_known_and_a_users_id_is_no_meeting() -> None:
    summary = {"meeting_id": "85746065432", "meeting_uuid": "uuid=="}
    event = parsed({"event": "meeting.summary_completed", "payload": {"object": summary}})
    assert (event.meeting_id, event.meeting_uuid) == (85746065432, "uuid==")
    assert parsed({"event": "user.settings_updated", "payload": {"object": {"id": "12345"}}}).meeting_id is None


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        (1796313600000, datetime(2026, 12, 3, 16, tzinfo=UTC)),
        ("1796313600000", datetime(2026, 12, 3, 16, tzinfo=UTC)),
        (None, None),
        ("yesterday", None),
        (10**18, None),
        (True, None),
    ],
    ids=repr,
)
def test_the_time_of_an_event_may_be_missing(value: Any, instant: datetime | None) -> None:
    assert parsed({**UPDATED, "event_ts": value}).event_ts == instant


def test_reads_the_token_of_a_url_validation_only() -> None:
    payload = {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}
    assert parsed({"event": "endpoint.url_validation", "payload": payload}).plain_token == "qgg8vlvZRS6UYooatFL8Aw"
    assert parsed({"event": "meeting.started", "payload": payload}).plain_token is None


@pytest.mark.parametrize(
    "token",
    [None, 5, "", "a" * 65, 'v0:1760000000:{"event":"meeting.ended"}', "a b", "abc\n", "abc=", "<abc>", "\uff41\uff42"],
    ids=repr,
)
def test_nothing_but_a_token_of_zooms_alphabet_is_ever_signed(token: Any) -> None:
    with pytest.raises(MalformedEventError):
        parsed({"event": "endpoint.url_validation", "payload": {"plainToken": token}})


@pytest.mark.parametrize("payload", [None, [], "text", {}, {"object": None}, {"object": [1]}], ids=repr)
def test_an_event_of_tomorrow_is_read(payload: Any) -> None:
    event = parsed({"event": "meeting.something_new", "payload": payload})
    assert (event.event, event.meeting_id) == ("meeting.something_new", None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b'{"event":1}',
        b'{"event":""}',
        b'{"event":"a b"}',
        b'{"event":"meeting.started\\n"}',
        b'{"event":"' + b"a" * 101 + b'"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedEventError):
        parse_event(body)


def test_every_delivery_of_an_event_has_one_key_however_it_was_written() -> None:
    compact = json.dumps(UPDATED, separators=(",", ":")).encode()
    other_order = json.dumps(UPDATED, sort_keys=True, indent=2, ensure_ascii=False).encode()
    assert parse_event(compact).deduplication_key == parse_event(other_order).deduplication_key


def test_events_that_differ_in_anything_have_different_keys() -> None:
    events = [
        UPDATED,
        {**UPDATED, "event": "meeting.created"},
        {**UPDATED, "event_ts": 1796313600124},
        {key: value for key, value in UPDATED.items() if key != "event_ts"},
        changed(id=85746065433),
        changed(uuid="other=="),
        changed(settings={"waiting_room": True}),
        changed(participant={"participant_uuid": "one"}),
        changed(participant={"participant_uuid": "two"}),
    ]
    assert len({parsed(event).deduplication_key for event in events}) == len(events)


def test_a_key_can_be_stored_and_shows_nothing() -> None:
    key = parsed(changed(topic="\ud800 Fake Name")).deduplication_key
    assert len(key) < 250
    assert "Fake" not in key


def test_an_event_shows_nobody_and_no_secret() -> None:
    shown = repr(parsed(UPDATED))
    for secret in ("example.org", "Fake Name", "aB3-defg", "join-secret"):
        assert secret not in shown


def test_stores_which_safety_setting_changed_and_not_who_or_what_else() -> None:
    assert without_secrets(UPDATED["payload"]) == {
        "account_id": "AAAAAABBBB",
        "operator_id": "z8yCxjabcdEFGHfp8uQ",
        "scope": "all",
        "time_stamp": 1796313600123,
        "object": {
            "id": 85746065432,
            "uuid": "/aDYlo//tCd4ii1uC2+hA==",
            "settings": {"waiting_room": False, "continuous_meeting_chat": {"enable": True}},
        },
        "old_object": {"id": 85746065432, "settings": {"waiting_room": True}},
    }


def test_stores_when_somebody_joined_and_not_who_they_are() -> None:
    participant = {
        "user_id": "16778240",
        "participant_uuid": "55555AAA",
        "user_name": "Fake Name",
        "email": "mentee@example.org",
        "phone_number": "+441632960000",
        "public_ip": "192.0.2.1",
        "join_time": "2027-01-12T16:00:00Z",
        "leave_reason": "Fake Name left the meeting.",
    }
    kept = without_secrets({"object": {"id": "1", "participant": participant}})
    assert kept == {
        "object": {
            "id": "1",
            "participant": {
                "user_id": "16778240",
                "participant_uuid": "55555AAA",
                "display_code": "",
                "join_time": "2027-01-12T16:00:00Z",
                "left_because": "left",
            },
        }
    }


@pytest.mark.parametrize(
    "value", ["mentee@example.org", "https://example.org/j/1", "x" * 129, "nul\x00", "\ud800", 1.5, {"a": 1}, ["a"]]
)
def test_an_allowed_key_with_a_value_of_another_kind_is_dropped(value: Any) -> None:
    assert without_secrets({"object": {"timezone": value}}) == {"object": {}}


def test_a_list_of_occurrences_is_stored_item_by_item() -> None:
    occurrences = [{"occurrence_id": "1", "topic": "Fake Name"}, "odd", {"duration": 45}]
    assert without_secrets({"object": {"occurrences": occurrences}}) == {
        "object": {"occurrences": [{"occurrence_id": "1"}, {"duration": 45}]}
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@given(
    st.dictionaries(st.sampled_from(["object", "old_object", "account_id", "id", "settings"]) | st.text(), json_values)
)
def test_whatever_zoom_sends_can_be_read_and_stored(payload: dict[str, Any]) -> None:
    event = parsed({"event": "meeting.updated", "payload": payload})
    stored = without_secrets(event.payload)
    assert json.loads(json.dumps(stored, allow_nan=False)) == stored
