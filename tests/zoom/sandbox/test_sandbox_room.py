"""A running room: who cannot come in, what the toolbar changes, whom the host calls, what stops with the meeting."""

from urllib.parse import quote

import pytest

from tests.support.sandbox import HOST, SECOND_HOST, Receiver, Zoom, answer, refused
from tests.support.sandbox_room import Room, names, registered, room, told


async def test_what_the_toolbar_changes_is_seen_only_by_what_follows_from_it(zoom: Zoom, subscribed: Receiver) -> None:
    open_door = await room(zoom, settings={"waiting_room": True})
    await open_door.host_comes()
    before = await zoom.get(open_door.meeting)

    await open_door.asks("PATCH", "/toolbar", {"waiting_room": False})
    stranger = await open_door.comes(name="A stranger")

    assert stranger["place"] == "in_meeting"
    after = await zoom.get(open_door.meeting)
    assert {name: value for name, value in after.items() if name != "start_url"} == {
        name: value for name, value in before.items() if name != "start_url"
    }
    assert (await names(zoom, subscribed))[-1] == "meeting.participant_joined"
    assert "meeting.updated" not in subscribed.names
    await open_door.asks("POST", "/end")
    await open_door.asks("PATCH", "/toolbar", {"waiting_room": False}, 409)
    await open_door.host_comes()
    assert (await open_door.comes(name="Another"))["place"] == "in_waiting_room"


async def test_what_the_account_locks_the_toolbar_cannot_change(zoom: Zoom) -> None:
    await zoom.lock(meeting_security__waiting_room=True)
    locked = await room(zoom)
    await locked.host_comes()

    await locked.asks("PATCH", "/toolbar", {"waiting_room": False}, 409)
    await locked.asks("PATCH", "/toolbar", {"rename": False})

    assert (await locked.comes(name="A guest"))["place"] == "in_waiting_room"


async def test_sharing_and_files_go_by_the_hosts_settings_and_the_toolbar(zoom: Zoom) -> None:
    own = {"in_meeting.who_can_share_screen": "host", "in_meeting.file_transfer": False}
    await zoom.control("PATCH", f"/users/{HOST}/settings", own)
    calm = await room(zoom)
    await calm.host_comes()
    guest = await calm.comes(name="A guest")

    await calm.does(guest, "share", status=409)
    await calm.does(guest, "send-file", status=409)
    await calm.asks("PATCH", "/toolbar", {"who_can_share_screen": "all", "chat": False})

    assert (await calm.does(guest, "share"))["shares"] == "desktop"
    await calm.does(guest, "share", status=409)
    await calm.does(guest, "send-message", {"text": "Hello"}, 409)


async def test_who_was_removed_cannot_come_back_and_a_guest_under_another_name_can(zoom: Zoom) -> None:
    guarded = await room(zoom, settings={"approval_type": 0})
    link = {"registrant_id": await registered(zoom, guarded.meeting)}
    host = await guarded.host_comes()
    mentee = await guarded.comes(**link)

    await guarded.does(host, "remove", status=409)
    await guarded.does(mentee, "remove")
    await guarded.does(mentee, "remove", status=409)

    await guarded.stays_outside(**link)
    other = await registered(zoom, guarded.meeting, "other@example.org")
    assert (await guarded.comes(registrant_id=other))["place"] == "in_meeting"


async def test_a_locked_room_lets_nobody_but_the_host_in(zoom: Zoom) -> None:
    closed = await room(zoom, settings={"alternative_hosts": SECOND_HOST})
    await closed.host_comes()
    await closed.asks("PATCH", "/toolbar", {"meeting_locked": True})

    await closed.stays_outside(name="Late")
    assert (await closed.comes(user=SECOND_HOST))["place"] == "in_meeting"


async def test_one_link_is_used_twice_at_once_unless_the_belief_forbids_it(zoom: Zoom) -> None:
    shared = await room(zoom, settings={"approval_type": 0})
    link = {"registrant_id": await registered(zoom, shared.meeting)}
    await shared.host_comes()
    first = await shared.comes(**link)
    second = await shared.comes(**link)
    assert (first["place"], second["place"]) == ("in_meeting", "in_meeting")

    await zoom.control("PUT", "/beliefs", {"number_of_users_of_registrant_link": 2})
    await shared.stays_outside(**link)
    await shared.does(first, "leave")
    await shared.comes(**link)


async def test_who_comes_again_has_new_ids_and_the_same_registrant_id(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await room(zoom, settings={"approval_type": 0})
    link = {"registrant_id": await registered(zoom, meeting.meeting)}
    await meeting.host_comes()
    for _ in range(2):
        await meeting.does(await meeting.comes(**link), "leave")

    came = [
        event["payload"]["object"]["participant"]
        for event in await told(zoom, subscribed)
        if event["event"] == "meeting.participant_joined" and event["payload"]["object"]["participant"]["id"] == ""
    ]
    assert [each["registrant_id"] for each in came] == [link["registrant_id"]] * 2
    assert len({each["user_id"] for each in came}) == len({each["participant_uuid"] for each in came}) == 2
    assert {each["user_name"] for each in came} == {"Mentee Sample"}


async def test_only_a_telephone_that_belongs_to_nobody_can_be_bound(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await room(zoom)
    await meeting.host_comes()
    computer, other = await meeting.comes(name="Computer"), await meeting.comes(name="Other")
    telephone = await meeting.comes(name="15550100100", phone_number="15550100100")

    await meeting.does(computer, "bind", {"telephone": other["uuid"]}, 409)
    await meeting.does(computer, "bind", {"telephone": "nobody"}, 404)
    await meeting.does(computer, "bind", {"telephone": telephone["uuid"]})
    await meeting.does(other, "bind", {"telephone": telephone["uuid"]}, 409)

    bound = (await told(zoom, subscribed))[-1]["payload"]["object"]["participant"]
    joined = {item["uuid"]: item["stays"][-1]["user_id"] for item in (computer, telephone)}
    assert (bound["user_id"], bound["bind_user_id"]) == (joined[computer["uuid"]], joined[telephone["uuid"]])
    assert (bound["participant_uuid"], bound["bind_participant_uuid"]) == (computer["uuid"], telephone["uuid"])


async def test_who_answers_the_hosts_call_waits_like_everybody_and_needs_no_registration(
    zoom: Zoom, subscribed: Receiver
) -> None:
    meeting = await room(zoom, settings={"waiting_room": True, "approval_type": 0})
    await meeting.asks("POST", "/calls/telephone", {"phone_number": "15550100100"}, 409)
    await meeting.host_comes()

    called = await meeting.asks("POST", "/calls/telephone", {"phone_number": "15550100100"})
    missed = await meeting.asks("POST", "/calls/room", {"outcome": "missed"})

    assert (called["place"], missed) == ("in_waiting_room", None)
    assert (await names(zoom, subscribed))[-5:] == [
        "meeting.participant_phone_callout_ringing",
        "meeting.participant_phone_callout_accepted",
        "meeting.participant_joined_waiting_room",
        "meeting.participant_room_system_callout_ringing",
        "meeting.participant_room_system_callout_missed",
    ]


async def test_what_runs_in_a_meeting_stops_with_it(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await room(zoom)
    host = await meeting.host_comes()
    await meeting.does(host, "share")
    await meeting.asks("POST", "/recording/start")
    await meeting.asks("POST", "/live-stream/start")
    await meeting.asks("POST", "/media-stream/start")
    await meeting.asks("POST", "/ai-companion/start", {"features": ["summary"]})
    await told(zoom, subscribed)
    subscribed.received.clear()

    await meeting.asks("POST", "/end")

    assert set(await names(zoom, subscribed)) == {
        "meeting.sharing_ended",
        "meeting.participant_left",
        "recording.stopped",
        "meeting.live_streaming_stopped",
        "meeting.rtms_stopped",
        "meeting.ai_companion_stopped",
        "meeting.ended",
    }
    left = next(item.event for item in subscribed.received if item.event["event"] == "meeting.participant_left")
    reason = left["payload"]["object"]["participant"]["leave_reason"]
    assert reason == "Host One left the meeting.<br>Reason: Host ended the meeting."


async def test_a_local_recording_is_announced_to_nobody(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await room(zoom)
    await meeting.host_comes()
    before = await names(zoom, subscribed)

    report = await meeting.asks("PUT", "/local-recording", {"recording": True})

    assert report["instances"][-1]["is_recorded_locally"] is True
    assert await names(zoom, subscribed) == before


@pytest.mark.parametrize(
    "path",
    ["/recording/start", "/ai-companion/start", "/live-stream/start", "/media-stream/start", "/recording/complete"],
)
async def test_what_needs_a_running_or_a_recorded_meeting_is_refused_without_one(zoom: Zoom, path: str) -> None:
    await (await room(zoom)).asks("POST", path, status=409)


async def test_a_webinar_is_no_meeting_any_more(zoom: Zoom) -> None:
    made: Room = await room(zoom)
    await made.host_comes()
    await made.asks("POST", "/convert-to-webinar", status=409)
    await made.asks("POST", "/end")

    await made.asks("POST", "/convert-to-webinar")

    refused(await zoom.http.get(f"/v2/meetings/{made.meeting}"), 400, 3000, "Cannot access webinar info.")
    assert await zoom.alive_meetings() == []


async def test_a_meeting_made_by_hand_is_told_in_the_hosts_name(zoom: Zoom, subscribed: Receiver) -> None:
    made = await zoom.control("POST", f"/users/{SECOND_HOST}/meetings", {"topic": "By hand"}, 201)
    await zoom.control("POST", "/users/nobody@example.org/meetings", {}, 404)

    [created] = [event["payload"] for event in await told(zoom, subscribed)]
    assert (created["operator"], created["object"]["creation_source"]) == (SECOND_HOST, "web_portal")
    assert (await zoom.get(made["meeting"]["id"]))["creation_source"] == "web_portal"


async def test_a_host_changes_their_settings_in_their_own_name_and_locks_hold(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.lock(in_meeting__chat=False)
    changes = {"in_meeting": {"chat": True, "file_transfer": True}}
    await zoom.control("PATCH", f"/users/{SECOND_HOST}/settings", {"in_meeting.file_transfer": False})

    report = await zoom.control("PATCH", f"/users/{SECOND_HOST}/settings", changes)
    await zoom.control("PATCH", f"/users/{SECOND_HOST}/settings", {"in_meeting.nonsense": True}, 422)

    assert (report["settings"]["in_meeting"]["chat"], report["settings"]["in_meeting"]["file_transfer"]) == (
        False,
        True,
    )
    payload = (await told(zoom, subscribed))[-1]["payload"]
    assert payload["operator"] == SECOND_HOST
    assert payload["object"]["settings"] == {"in_meeting": {"file_transfer": True}}


async def test_an_app_that_was_taken_out_of_the_account_gets_neither_answers_nor_events(
    zoom: Zoom, subscribed: Receiver
) -> None:
    meeting = await room(zoom)

    await zoom.control("PUT", "/app", {"authorised": False})
    await meeting.host_comes()

    assert (await names(zoom, subscribed))[-1] == "app_deauthorized"
    refused(await zoom.http.get(f"/v2/meetings/{meeting.meeting}"), 401, 124, "Invalid access token.")
    assert (await zoom.token()).json()["error"] == "invalid_client"
    await zoom.control("PUT", "/app", {"authorised": True})
    await zoom.sign_in()
    assert answer(await zoom.http.get(f"/v2/meetings/{meeting.meeting}"))["status"] == "started"
    await meeting.asks("POST", "/end")
    assert (await names(zoom, subscribed))[-1] == "meeting.ended"


async def test_who_waits_in_a_browser_waits_in_silence(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await room(zoom)

    waits = await meeting.comes(name="In a browser", browser=True)

    assert waits["place"] == "waiting_for_host"
    assert await names(zoom, subscribed) == ["meeting.created"]


async def test_past_participants_can_come_late(zoom: Zoom) -> None:
    await zoom.control("PUT", "/beliefs", {"past_participants_delay_seconds": 90})
    meeting = await room(zoom)
    await meeting.host_comes()
    await meeting.comes(name="A guest")
    await meeting.asks("POST", "/end")
    path = f"/v2/past_meetings/{meeting.meeting}/participants"

    assert (await zoom.http.get(path)).status_code == 404
    await zoom.advance(90)

    assert [each["name"] for each in answer(await zoom.http.get(path))["participants"]] == ["Host One", "A guest"]


async def test_events_may_tell_the_number_of_a_started_meeting_as_text(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.control("PUT", "/beliefs", {"number_of_started_is_text": True})
    meeting = await room(zoom)
    await meeting.host_comes()

    started = (await told(zoom, subscribed))[1]

    assert (started["event"], started["payload"]["object"]["id"]) == ("meeting.started", str(meeting.meeting))


async def test_what_a_room_did_is_in_the_lists_of_running_and_past_meetings(zoom: Zoom) -> None:
    meeting = await room(zoom, settings={"waiting_room": True, "approval_type": 0})
    registrant_id = await registered(zoom, meeting.meeting)
    await meeting.host_comes()
    live = f"/v2/users/{HOST}/meetings?type=live"
    assert [each["id"] for each in answer(await zoom.http.get(live))["meetings"]] == [meeting.meeting]
    mentee = await meeting.comes(registrant_id=registrant_id)
    await zoom.advance(60)
    await meeting.does(mentee, "admit")
    await zoom.advance(600)
    await meeting.does(mentee, "leave")
    await meeting.does(await meeting.comes(registrant_id=registrant_id), "leave")
    uuid = (await zoom.get(meeting.meeting))["uuid"]
    await meeting.asks("POST", "/end")

    path = quote(quote(uuid, safe=""), safe="")
    past = answer(await zoom.http.get(f"/v2/past_meetings/{path}/participants"))["participants"]
    report = f"/v2/report/meetings/{path}/participants?include_fields=registrant_id"
    reported = answer(await zoom.http.get(report))["participants"]

    assert answer(await zoom.http.get(live))["meetings"] == []
    for rows in (past, reported):
        assert [(each["registrant_id"], each["status"]) for each in rows] == [
            ("", "in_meeting"),
            (registrant_id, "in_waiting_room"),
            (registrant_id, "in_meeting"),
            (registrant_id, "in_waiting_room"),
        ]
        assert [60 <= rows[1]["duration"] < 70, 600 <= rows[2]["duration"] < 610] == [True, True]
        assert [bool(each["id"]) for each in rows] == [True, False, False, False]


@pytest.mark.parametrize("kept", [False, True])
async def test_who_is_let_in_is_the_same_participant_with_or_without_another_number(
    zoom: Zoom, subscribed: Receiver, kept: bool
) -> None:
    await zoom.control("PUT", "/beliefs", {"user_id_kept_on_admission": kept})
    meeting = await room(zoom, settings={"waiting_room": True})
    await meeting.host_comes()
    await meeting.does(await meeting.comes(name="A guest"), "admit")

    admitted, _, joined = [each["payload"]["object"]["participant"] for each in (await told(zoom, subscribed))[-3:]]

    assert admitted["participant_uuid"] == joined["participant_uuid"]
    assert (admitted["user_id"] == joined["user_id"]) is kept
