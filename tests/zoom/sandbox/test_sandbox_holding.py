"""Meetings that are held: who comes, who waits, what is told, when Zoom ends them."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import (
    BASIC_HOST,
    CONFIGURATION,
    HOST,
    SECOND_HOST,
    Receiver,
    Zoom,
    answer,
    refused,
    refused_fields,
    zoom_running,
)

LEFT = "left the meeting. Reason : "


async def comes(zoom: Zoom, meeting: int, status: int = 201, **newcomer: Any) -> dict[str, Any]:
    person: dict[str, Any] = await zoom.control("POST", f"/meetings/{meeting}/participants", newcomer, status)
    return person


async def does(zoom: Zoom, meeting: int, person: dict[str, Any], what: str, status: int = 200) -> dict[str, Any]:
    path = f"/meetings/{meeting}/participants/{person['uuid']}/{what}"
    after: dict[str, Any] = await zoom.control("POST", path, status=status)
    return after


async def told(zoom: Zoom, receiver: Receiver) -> list[dict[str, Any]]:
    """Return what was told of participants, in order."""
    await zoom.control("POST", "/deliveries/settle")
    events = [item.event for item in receiver.received]
    return [event for event in events if event["event"].startswith("meeting.participant_")]


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["event"].removeprefix("meeting.participant_") for event in events]


async def test_a_guest_waits_for_the_host_then_in_the_waiting_room_then_is_let_in_and_leaves(
    zoom: Zoom, subscribed: Receiver
) -> None:
    meeting = (await zoom.create(settings={"waiting_room": True}))["id"]

    guest = await comes(zoom, meeting, name="A guest", public_ip="203.0.113.7")
    assert guest["place"] == "waiting_for_host"
    host = await comes(zoom, meeting, user=HOST)
    assert (host["place"], host["role"], host["name"]) == ("in_meeting", "host", "Host One")
    [guest, _] = await zoom.control("GET", f"/meetings/{meeting}/participants")
    assert guest["place"] == "in_waiting_room"
    await does(zoom, meeting, guest, "admit")
    await does(zoom, meeting, guest, "leave")

    events = await told(zoom, subscribed)
    assert names(events) == [
        "jbh_waiting",
        "joined_waiting_room",
        "joined",
        "admitted",
        "left_waiting_room",
        "joined",
        "left",
    ]
    assert {event["payload"]["object"]["id"] for event in events} == {str(meeting)}
    people = [event["payload"]["object"]["participant"] for event in events]
    assert [each["user_name"] for each in people if each["user_name"] != "Host One"] == ["A guest"] * 6
    waiting, joined, left = people[1], people[5], people[6]
    assert {each["participant_uuid"] for each in (waiting, joined, left)} == {guest["uuid"]}
    assert waiting["user_id"] != joined["user_id"] == left["user_id"]
    assert (joined["id"], joined["email"], joined["participant_user_id"]) == ("", "", "")
    assert joined["public_ip"] == "203.0.113.7"
    assert left["leave_reason"] == f"{LEFT}left the meeting"
    assert people[2]["id"] == events[2]["payload"]["object"]["host_id"]


async def test_the_host_sends_somebody_back_and_changes_roles(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = (await zoom.create())["id"]
    host = await comes(zoom, meeting, user=HOST)
    guest = await comes(zoom, meeting, name="A guest")
    assert guest["place"] == "in_meeting"

    role = f"/meetings/{meeting}/participants/{guest['uuid']}/role"
    assert (await zoom.control("PUT", role, {"role": "co-host"}))["role"] == "co-host"
    assert (await does(zoom, meeting, guest, "return"))["place"] == "in_waiting_room"

    assert names(await told(zoom, subscribed))[2:] == ["role_changed", "left", "put_in_waiting_room"]
    await does(zoom, meeting, guest, "return", status=409)
    await does(zoom, meeting, host, "return", status=409)
    await does(zoom, meeting, host, "admit", status=409)
    await zoom.control("PUT", role, {"role": "host"}, status=409)
    await does(zoom, meeting, {"uuid": "nobody"}, "admit", status=404)


@pytest.mark.parametrize(
    ("options", "colleague", "guest"),
    [
        ({"mode": "custom", "who_goes_to_waiting_room": "everyone"}, "in_waiting_room", "in_waiting_room"),
        ({"mode": "custom", "who_goes_to_waiting_room": "users_not_in_account"}, "in_meeting", "in_waiting_room"),
        ({"mode": "custom", "who_goes_to_waiting_room": "users_not_on_invite"}, "in_waiting_room", "in_meeting"),
        ({"mode": "follow_setting"}, "in_meeting", "in_meeting"),
    ],
)
async def test_who_waits_is_decided_by_the_meeting_or_by_the_hosts_setting(
    zoom: Zoom, options: dict[str, str], colleague: str, guest: str
) -> None:
    own = {
        "participants_to_place_in_waiting_room": 2,
        "whitelisted_domains_for_waiting_room": "friends.example.org, other.example.org",
    }
    body = {"meeting_security": {"waiting_room_settings": own}}
    params = {"option": "meeting_security"}
    await zoom.http.patch(f"/v2/users/{HOST}/settings", params=params, json=body)
    invited = [{"email": "guest@friends.example.org"}]
    settings = {"waiting_room": True, "waiting_room_options": options, "meeting_invitees": invited}
    meeting = (await zoom.create(settings=settings))["id"]
    await comes(zoom, meeting, user=HOST)

    assert (await comes(zoom, meeting, user=SECOND_HOST))["place"] == colleague
    assert (await comes(zoom, meeting, name="G", email="guest@friends.example.org"))["place"] == guest


async def test_before_the_host_only_where_the_meeting_allows_it_and_not_too_early(
    zoom: Zoom, subscribed: Receiver
) -> None:
    settings = {"join_before_host": True, "jbh_time": 10}
    meeting = (await zoom.create(start_time="2031-05-06T10:00:00Z", settings=settings))["id"]
    await zoom.control("PUT", "/time", {"now": "2031-05-06T09:49:59Z"})
    early = await comes(zoom, meeting, name="Early")
    await does(zoom, meeting, early, "leave")
    await zoom.control("PUT", "/time", {"now": "2031-05-06T09:50:01Z"})
    await zoom.sign_in()

    assert (await comes(zoom, meeting, name="Guest"))["place"] == "in_meeting"

    assert (await zoom.get(meeting))["status"] == "started"
    events = await told(zoom, subscribed)
    assert names(events) == ["jbh_waiting", "jbh_waiting_left", "jbh_joined", "joined"]
    assert [type(event["payload"]["object"]["id"]) for event in events] == [str, int, str, str]


async def test_an_alternative_host_may_start(zoom: Zoom) -> None:
    meeting = (await zoom.create(settings={"alternative_hosts": SECOND_HOST}))["id"]

    person = await comes(zoom, meeting, user=SECOND_HOST)

    assert (person["role"], person["place"]) == ("host", "in_meeting")


async def test_some_may_not_come(zoom: Zoom) -> None:
    signed_in = (await zoom.create(settings={"meeting_authentication": True}))["id"]
    await comes(zoom, signed_in, status=409, name="A guest")
    await comes(zoom, signed_in, status=409, user="nobody@example.org")
    full = (await zoom.create(settings={"waiting_room": False}))["id"]
    await zoom.control("POST", "/users", {"email": HOST, "settings": {"feature.meeting_capacity": 1}})
    await comes(zoom, full, user=HOST)
    await comes(zoom, full, status=409, name="One too many")


async def test_everybody_leaves_before_the_meeting_has_ended(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = (await zoom.create(settings={"waiting_room": True}))["id"]
    await comes(zoom, meeting, user=HOST)
    await comes(zoom, meeting, name="Still waiting")

    await zoom.http.put(f"/v2/meetings/{meeting}/status", json={"action": "end"})
    await zoom.control("POST", "/deliveries/settle")

    assert subscribed.names[-3:] == [
        "meeting.participant_left",
        "meeting.participant_left_waiting_room",
        "meeting.ended",
    ]


async def test_a_basic_hosts_meeting_ends_after_forty_minutes(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = (await zoom.create(BASIC_HOST, duration=60))["id"]
    await comes(zoom, meeting, user=BASIC_HOST)
    await zoom.advance(39 * 60)
    assert (await zoom.get(meeting))["status"] == "started"

    await zoom.advance(3 * 60)

    assert (await zoom.get(meeting))["status"] == "waiting"
    await zoom.control("POST", "/deliveries/settle")
    left, ended = [item.event["payload"]["object"] for item in subscribed.received[-2:]]
    assert left["participant"]["leave_reason"] == f"{LEFT}Exceeded free meeting minutes limit."
    past = answer(await zoom.http.get(f"/v2/past_meetings/{meeting}"))
    assert (past["duration"], past["end_time"]) == (40, ended["end_time"])


async def test_a_meeting_ends_in_time_also_while_nobody_asks(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = (await zoom.create(BASIC_HOST))["id"]
    await zoom.control("POST", f"/meetings/{meeting}/start")

    await zoom.advance(40 * 60 - 0.1)

    async with asyncio.timeout(10):
        while "meeting.ended" not in subscribed.names:  # noqa: ASYNC110 - the receiver has no event for it
            await asyncio.sleep(0.01)


async def test_a_restart_finds_a_running_meeting_with_everybody_in_it(tmp_path: Path) -> None:
    kept = CONFIGURATION.model_copy(update={"state_file": tmp_path / "state.json"})
    async with zoom_running(kept) as zoom:
        meeting = (await zoom.create(BASIC_HOST))["id"]
        guest = await comes(zoom, meeting, name="Waiting for the host")
        await zoom.control("POST", f"/meetings/{meeting}/start")

    async with zoom_running(kept) as zoom:
        people = await zoom.control("GET", f"/meetings/{meeting}/participants")
        await zoom.advance(40 * 60)
        ended = await zoom.get(meeting)

    assert [(person["uuid"] == guest["uuid"], person["role"]) for person in people] == [
        (True, "attendee"),
        (False, "host"),
    ]
    assert ended["status"] == "waiting"


async def test_a_licensed_hosts_meeting_ends_after_thirty_hours(zoom: Zoom) -> None:
    meeting = (await zoom.create())["id"]
    await comes(zoom, meeting, user=HOST)
    await zoom.advance(29.9 * 3600)
    await zoom.sign_in()
    assert (await zoom.get(meeting))["status"] == "started"

    await zoom.advance(0.2 * 3600)

    assert (await zoom.get(meeting))["status"] == "waiting"


async def test_a_finished_meeting_has_a_past(zoom: Zoom) -> None:
    meeting = await zoom.create(topic="Held")
    number = meeting["id"]
    path = f"/v2/past_meetings/{number}"
    refused(await zoom.http.get(path), 404, 3001, "The meeting ID is invalid or the meeting has not ended.")
    await comes(zoom, number, user=HOST)
    await zoom.advance(60)
    guest = await comes(zoom, number, name="A guest", email="guest@example.org", customer_key="key")
    await zoom.advance(120)
    await does(zoom, number, guest, "leave")
    await zoom.advance(60)
    refused(await zoom.http.get(path), 404, 3001, "The meeting ID is invalid or the meeting has not ended.")
    await zoom.control("POST", f"/meetings/{number}/end")
    await zoom.http.delete(f"/v2/meetings/{number}")

    past = answer(await zoom.http.get(path))
    rows = answer(await zoom.http.get(f"{path}/participants", params={"page_size": 1}))
    more = answer(
        await zoom.http.get(f"{path}/participants", params={"page_size": 1, "next_page_token": rows["next_page_token"]})
    )
    report = answer(await zoom.http.get(f"/v2/report/meetings/{number}/participants"))

    assert (past["topic"], past["participants_count"], past["user_email"]) == ("Held", 2, HOST)
    assert past["uuid"] != meeting["uuid"]
    assert (rows["total_records"], rows["page_count"], more["next_page_token"]) == (2, 2, "")
    [first], [second] = rows["participants"], more["participants"]
    assert (first["user_email"], first["internal_user"], first["status"]) == (HOST, True, "in_meeting")
    assert (second["name"], second["id"], second["user_email"]) == ("A guest", "", "")
    assert 119 <= second["duration"] <= 122
    assert [row["customer_key"] for row in report["participants"]] == ["", "key"]
    assert all("registrant_id" not in row for row in report["participants"])
    await zoom.advance(366 * 86_400)
    await zoom.sign_in()
    refused(await zoom.http.get(path), 400, 12702, "Can not access a meeting a year ago.")


@pytest.mark.parametrize(("body", "who"), [(None, HOST), ({"user": SECOND_HOST}, SECOND_HOST)])
async def test_whoever_starts_a_meeting_is_in_it(zoom: Zoom, subscribed: Receiver, body: Any, who: str) -> None:
    meeting = (await zoom.create(settings={"alternative_hosts": SECOND_HOST}))["id"]

    await zoom.control("POST", f"/meetings/{meeting}/start", body)
    await zoom.control("POST", f"/meetings/{meeting}/start", body)
    await zoom.control("POST", "/deliveries/settle")

    people = await zoom.control("GET", f"/meetings/{meeting}/participants")
    assert [(each["email"], each["role"], each["place"]) for each in people] == [(who, "host", "in_meeting")]
    assert subscribed.names[-2:] == ["meeting.started", "meeting.participant_joined"]


async def test_nobody_starts_a_meeting_who_may_not_host_it(zoom: Zoom) -> None:
    meeting = (await zoom.create())["id"]

    for user in (SECOND_HOST, "nobody@example.org"):
        await zoom.control("POST", f"/meetings/{meeting}/start", {"user": user}, status=409)

    assert (await zoom.get(meeting))["status"] == "waiting"


async def test_a_users_meetings_are_reported_for_a_month(zoom: Zoom) -> None:
    kept = [(await zoom.create(topic=topic))["id"] for topic in ("Alone", "Together")]
    for number in kept:
        await zoom.control("POST", f"/meetings/{number}/start")
        if number == kept[1]:
            await comes(zoom, number, name="A guest")
        await zoom.control("POST", f"/meetings/{number}/end")
    today = datetime.fromisoformat((await zoom.control("GET", "/time"))["now"]).date()
    path = f"/v2/report/users/{HOST}/meetings"
    month = {"from": str(today - timedelta(days=31)), "to": str(today)}

    held = answer(await zoom.http.get(path, params=month))
    together = answer(await zoom.http.get(path, params={**month, "type": "pastOne"}))
    before = answer(await zoom.http.get(path, params={"from": month["from"], "to": str(today - timedelta(days=1))}))

    assert [each["topic"] for each in held["meetings"]] == ["Alone", "Together"]
    assert (held["from"], held["to"], held["total_records"]) == (month["from"], month["to"], 2)
    assert [each["topic"] for each in together["meetings"]] == ["Together"]
    assert before["meetings"] == []
    assert refused_fields(await zoom.http.get(path, params={"to": "soon"})) == ["from", "to"]
    longer = await zoom.http.get(path, params={"from": str(today - timedelta(days=32)), "to": str(today)})
    refused(longer, 400, 300, "The date range of a report cannot be longer than a month.")


async def test_who_was_alone_was_not_there(zoom: Zoom) -> None:
    meeting = (await zoom.create())["id"]
    await comes(zoom, meeting, user=HOST)
    await zoom.control("POST", f"/meetings/{meeting}/end")

    rows = answer(await zoom.http.get(f"/v2/past_meetings/{meeting}/participants"))

    assert (rows["participants"], rows["total_records"]) == ([], 0)


async def test_each_holding_is_an_instance_of_its_own(zoom: Zoom) -> None:
    meeting = (await zoom.create())["id"]
    for minutes in (1, 5):
        await zoom.control("POST", f"/meetings/{meeting}/start")
        await zoom.advance(60 * minutes - 1)
        await zoom.control("POST", f"/meetings/{meeting}/end")

    instances = answer(await zoom.http.get(f"/v2/past_meetings/{meeting}/instances"))["meetings"]

    assert len({each["uuid"] for each in instances}) == 2
    latest = answer(await zoom.http.get(f"/v2/past_meetings/{meeting}"))
    assert (latest["uuid"], latest["duration"]) == (instances[1]["uuid"], 5)
    gone = await zoom.http.get("/v2/past_meetings/1")
    refused(gone, 404, 3001, "This meeting is not available or the meeting ID is invalid.")


async def controlled(zoom: Zoom, meeting: int, method: str, **params: Any) -> Any:
    body = {"method": method, "params": params}
    return await zoom.http.patch(f"/v2/live_meetings/{meeting}/events", json=body)


async def test_a_cloud_recording_is_started_paused_and_stopped(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = (await zoom.create())["id"]
    assert (await controlled(zoom, meeting, "recording.start")).status_code == 400
    await zoom.control("POST", f"/meetings/{meeting}/start")

    for what in ("resume", "start", "start", "pause", "resume", "stop", "stop"):
        assert (await controlled(zoom, meeting, f"recording.{what}")).status_code == 202
    await zoom.control("POST", "/deliveries/settle")

    assert subscribed.names[3:] == ["recording.started", "recording.paused", "recording.resumed", "recording.stopped"]
    stopped = subscribed.received[-1].event["payload"]["object"]
    assert stopped["id"] == meeting
    assert stopped["recording_file"]["recording_end"] >= stopped["recording_file"]["recording_start"] != ""
    await zoom.lock(recording__cloud_recording=False)
    message = "This API is not available for this account, please contact Zoom support."
    refused(await controlled(zoom, meeting, "recording.start"), 400, 300, message)


async def test_a_participant_can_be_removed_and_ai_companion_switched_off(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = (await zoom.create())["id"]
    await comes(zoom, meeting, user=HOST)
    guest = await comes(zoom, meeting, name="A guest")

    removed = await controlled(zoom, meeting, "participant.remove", participant_uuid=guest["uuid"])
    for method in ("ai_companion.start", "ai_companion.disable", "waiting_room.update"):
        assert (await controlled(zoom, meeting, method, ai_companion_mode="summary")).status_code == 202
    await zoom.control("POST", "/deliveries/settle")

    assert removed.status_code == 202
    assert subscribed.names[-3:] == [
        "meeting.participant_left",
        "meeting.ai_companion_started",
        "meeting.ai_companion_stopped",
    ]
    assert refused_fields(await controlled(zoom, meeting, "participant.remove", participant_uuid="nobody"))


@pytest.mark.parametrize("method", ["meeting.lock", "participant.mute", "participant.admit", "", None])
async def test_what_zoom_cannot_do_by_api_the_sandbox_cannot_either(zoom: Zoom, method: Any) -> None:
    meeting = (await zoom.create())["id"]
    await zoom.control("POST", f"/meetings/{meeting}/start")

    assert refused_fields(await controlled(zoom, meeting, method)) == ["method"]


@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
async def test_chat_messages_are_out_of_reach_without_message_inspection(zoom: Zoom, method: str) -> None:
    meeting = (await zoom.create())["id"]

    response = await zoom.http.request(method, f"/v2/live_meetings/{meeting}/chat/messages/abc", json={})

    refused(response, 400, 200, "No permission.")


async def test_only_the_accounts_users_are_invited(zoom: Zoom) -> None:
    meeting = (await zoom.create())["id"]
    await zoom.control("POST", f"/meetings/{meeting}/start")

    invited = await controlled(zoom, meeting, "participant.invite", contacts=[{"email": SECOND_HOST}])
    stranger = await controlled(zoom, meeting, "participant.invite", contacts=[{"email": "x@elsewhere.example"}])

    assert invited.status_code == 202
    refused(stranger, 400, 300, "No permission.")
    assert refused_fields(await controlled(zoom, meeting, "participant.invite", contacts=[{}] * 11))


@pytest.mark.parametrize(
    ("event", "details", "kind"),
    [
        ("meeting.risk_alert", {"armn_details": {"post_platform": "example"}}, int),
        ("meeting.sharing_started", {"participant": {"user_name": "A guest"}}, int),
        ("meeting.sharing_ended", {"participant": {"user_name": "A guest"}}, str),
    ],
)
async def test_any_event_about_a_meeting_can_be_sent(
    zoom: Zoom, subscribed: Receiver, event: str, details: dict[str, Any], kind: type
) -> None:
    meeting = await zoom.create(topic="Told of")

    await zoom.control("POST", f"/meetings/{meeting['id']}/events", {"event": event, "object": details})
    await zoom.control("POST", "/deliveries/settle")

    item = subscribed.received[-1]
    about = item.event["payload"]["object"]
    assert (item.event["event"], about["topic"], type(about["id"])) == (event, "Told of", kind)
    assert {name: about[name] for name in details} == details
    assert item.is_signed()
