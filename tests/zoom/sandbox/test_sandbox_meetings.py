"""What becomes of meetings: changes, locks, quota, lists, running, ending and deleting."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.sandbox import HOST, SECOND_HOST, Zoom, answer, refused, refused_fields

IN_PROGRESS = "You cannot update or delete meetings that have started using this method."


async def test_an_update_changes_what_was_sent_and_nothing_else(zoom: Zoom) -> None:
    before = await zoom.create(topic="Old", settings={"waiting_room": True, "audio": "voip"})

    await zoom.patch(before["id"], topic="New", settings={"continuous_meeting_chat": {"enable": False}})

    after = await zoom.get(before["id"])
    chat = before["settings"]["continuous_meeting_chat"]
    expected_chat = {name: value for name, value in chat.items() if name != "channel_id"} | {"enable": False}
    assert after["settings"] == before["settings"] | {"continuous_meeting_chat": expected_chat}
    assert after["topic"] == "New"
    for name in before.keys() - {"topic", "settings", "start_url"}:
        assert after[name] == before[name]


async def test_a_start_in_the_past_is_passed_over_in_an_update(zoom: Zoom) -> None:
    meeting = await zoom.create(start_time="2030-01-01T10:00:00Z")

    await zoom.patch(meeting["id"], start_time="2020-01-01T10:00:00Z", duration=30)

    after = await zoom.get(meeting["id"])
    assert (after["start_time"], after["duration"]) == ("2030-01-01T10:00:00Z", 30)


@pytest.mark.parametrize("level", ["account", "group", "user"])
async def test_a_lock_wins_over_create_and_update_without_a_word(zoom: Zoom, level: str) -> None:
    before = await zoom.create(settings={"waiting_room": True})
    locks = {"meeting_security.waiting_room": False, "schedule_meeting.join_before_host": True}
    match level:
        case "account":
            await zoom.control("PUT", "/locks", {"locks": locks})
        case "group":
            await zoom.control("PUT", "/groups/group-a/locks", {"locks": locks})
        case _:
            await zoom.control("POST", "/users", {"email": HOST, "locks": locks})

    created = await zoom.create(settings={"waiting_room": True, "join_before_host": False})
    await zoom.patch(before["id"], settings={"waiting_room": True})
    updated = await zoom.get(before["id"])

    for meeting in (created, updated):
        assert meeting["settings"]["waiting_room"] is False
        assert meeting["settings"]["join_before_host"] is True
    elsewhere = await zoom.create(SECOND_HOST, settings={"waiting_room": True})
    assert elsewhere["settings"]["waiting_room"] is (level != "account")


async def test_the_lock_of_the_lasting_chat_is_an_object(zoom: Zoom) -> None:
    await zoom.lock(schedule_meeting__continuous_meeting_chat={"enable": False})

    meeting = await zoom.create(settings={"continuous_meeting_chat": {"enable": True}})

    assert meeting["settings"]["continuous_meeting_chat"] == {
        "enable": False,
        "auto_add_invited_external_users": False,
        "auto_add_meeting_participants": False,
    }


async def test_end_to_end_encryption_needs_the_hosts_switch(zoom: Zoom) -> None:
    refused_silently = await zoom.create(settings={"encryption_type": "e2ee"})
    await zoom.lock(meeting_security__end_to_end_encrypted_meetings=True)
    granted = await zoom.create(settings={"encryption_type": "e2ee"})

    kinds = [meeting["settings"]["encryption_type"] for meeting in (refused_silently, granted)]
    assert kinds == ["enhanced_encryption", "e2ee"]


async def test_host_defaults_fill_what_was_not_sent(zoom: Zoom) -> None:
    own = {"schedule_meeting": {"host_video": False, "audio_type": "voip"}, "recording": {"auto_recording": "cloud"}}
    await zoom.http.patch(f"/v2/users/{HOST}/settings", json=own)

    meeting = await zoom.create(settings={"auto_recording": "none"})

    kept = meeting["settings"]
    assert (kept["host_video"], kept["audio"], kept["auto_recording"]) == (False, "voip", "none")


async def test_the_hundred_and_first_change_of_a_day_is_refused(zoom: Zoom) -> None:
    meeting = await zoom.create()
    for _ in range(99):
        await zoom.patch(meeting["id"], duration=30)

    response = await zoom.http.post(f"/v2/users/{HOST}/meetings", json={})

    message = (
        "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this "
        "particular user. You may resume these requests at GMT 00:00:00."
    )
    refused(response, 429, 429, message)
    assert response.headers["x-ratelimit-type"] == "Daily-limit"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", response.headers["retry-after"])
    await zoom.create(SECOND_HOST)
    await zoom.control("PUT", "/time", {"now": response.headers["retry-after"]})
    await zoom.sign_in()
    await zoom.create()


async def test_a_list_shows_little_and_pages_by_token(zoom: Zoom) -> None:
    made = [
        (await zoom.create(agenda=f"ref-{day} " + "a" * 300, start_time=f"2030-01-{day:02}T10:00:00Z"))["id"]
        for day in range(1, 8)
    ]
    await zoom.create(type=1, topic="Instant")
    await zoom.create(SECOND_HOST)
    seen: list[dict[str, Any]] = []
    token = ""
    for _ in range(3):
        query = {"page_size": "3", "next_page_token": token}
        page = answer(await zoom.http.get(f"/v2/users/{HOST}/meetings", params=query))
        seen += page["meetings"]
        token = page["next_page_token"]
        assert (page["total_records"], page["page_size"], page["page_count"]) == (7, 3, 3)

    assert token == ""
    assert [meeting["id"] for meeting in seen] == made
    assert all(len(meeting["agenda"]) == 250 for meeting in seen)
    assert not {"password", "settings", "status", "start_url"} & seen[0].keys()


async def test_a_list_can_be_cut_to_days_and_kinds(zoom: Zoom) -> None:
    ids = [(await zoom.create(start_time=f"2030-01-0{day}T23:30:00Z"))["id"] for day in (1, 2, 3)]
    past = (await zoom.create())["id"]
    await zoom.advance(60)
    await zoom.control("POST", f"/meetings/{ids[2]}/start")

    async def listed(**query: str) -> list[int]:
        page = answer(await zoom.http.get(f"/v2/users/{HOST}/meetings", params=query))
        return [meeting["id"] for meeting in page["meetings"]]

    assert await listed(**{"from": "2030-01-02", "to": "2030-01-02"}) == [ids[1]]
    assert await listed(**{"from": "2030-01-02"}) == ids[1:]
    assert await listed(type="live") == [ids[2]]
    assert await listed(type="upcoming") == ids
    assert await listed(type="previous_meetings") == [past]
    assert await listed() == [past, *ids]
    assert refused_fields(await zoom.http.get(f"/v2/users/{HOST}/meetings", params={"from": "soon"})) == ["from"]


async def test_a_number_dies_thirty_days_after_its_last_use(zoom: Zoom) -> None:
    meeting = await zoom.create()
    await zoom.advance(31 * 86400)
    await zoom.sign_in()

    refused(
        await zoom.http.get(f"/v2/meetings/{meeting['id']}"), 404, 3001, f"Meeting does not exist: {meeting['id']}."
    )
    assert answer(await zoom.http.get(f"/v2/users/{HOST}/meetings"))["meetings"] == []


async def test_a_deleted_meeting_is_gone_until_it_is_recovered(zoom: Zoom) -> None:
    meeting = await zoom.create()
    path = f"/v2/meetings/{meeting['id']}"

    assert (await zoom.http.delete(path, params={"schedule_for_reminder": "false"})).status_code == 204

    gone = f"Meeting does not exist: {meeting['id']}."
    refused(await zoom.http.get(path), 404, 3001, gone)
    refused(await zoom.http.patch(path, json={}), 404, 3001, gone)
    refused(await zoom.http.delete(path), 404, 3001, gone)
    assert answer(await zoom.http.get(f"/v2/users/{HOST}/meetings"))["meetings"] == []
    assert (await zoom.http.put(f"{path}/status", json={"action": "recover"})).status_code == 204
    assert (await zoom.get(meeting["id"]))["uuid"] == meeting["uuid"]


async def test_a_running_meeting_refuses_change_and_deletion_until_it_is_ended(zoom: Zoom) -> None:
    meeting = await zoom.create()
    path = f"/v2/meetings/{meeting['id']}"
    await zoom.control("POST", f"/meetings/{meeting['id']}/start")

    running = await zoom.get(meeting["id"])
    assert running["status"] == "started"
    assert running["uuid"] != meeting["uuid"]
    refused(await zoom.http.patch(path, json={"topic": "x"}), 400, 3000, IN_PROGRESS)
    in_progress = "Sorry, you cannot delete this meeting since it is in progress."
    refused(await zoom.http.delete(path), 400, 3002, in_progress)

    # The second time nothing runs, and the answer is the same.
    for _ in range(2):
        assert (await zoom.http.put(f"{path}/status", json={"action": "end"})).status_code == 204
    assert (await zoom.get(meeting["id"]))["status"] == "waiting"
    assert refused_fields(await zoom.http.put(f"{path}/status", json={"action": "lock"})) == ["action"]


async def test_every_instance_has_a_uuid_of_its_own_and_odd_ones_are_encoded_twice(zoom: Zoom) -> None:
    meeting = await zoom.create()
    uuids = {meeting["uuid"]}
    for _ in range(8):
        await zoom.control("POST", f"/meetings/{meeting['id']}/start")
        uuids.add((await zoom.get(meeting["id"]))["uuid"])
        await zoom.control("POST", f"/meetings/{meeting['id']}/end")

    assert len(uuids) == 9
    assert any(uuid.startswith("/") for uuid in uuids)
    assert any("//" in uuid for uuid in uuids)
    for uuid in uuids:
        twice = quote(quote(uuid, safe=""), safe="")
        assert answer(await zoom.http.get(f"/v2/meetings/{twice}"))["id"] == meeting["id"]
    odd = next(uuid for uuid in uuids if uuid.startswith("/") and "/" not in uuid[1:])
    once = await zoom.http.get(f"/v2/meetings/{quote(odd, safe='')}")
    refused(once, 404, 3001, f"Meeting does not exist: {odd[1:]}.")


async def test_a_host_holds_one_meeting_at_a_time(zoom: Zoom) -> None:
    first, second = await zoom.create(), await zoom.create()
    await zoom.control("POST", f"/meetings/{first['id']}/start")

    await zoom.control("POST", f"/meetings/{second['id']}/start", status=409)

    await zoom.control("POST", f"/meetings/{first['id']}/end")
    await zoom.control("POST", f"/meetings/{second['id']}/start")


async def test_the_personal_number_is_shown_when_it_is_used_and_never_listed_by_itself(zoom: Zoom) -> None:
    pmi = answer(await zoom.http.get(f"/v2/users/{HOST}"))["pmi"]

    meeting = await zoom.create(settings={"use_pmi": True})

    assert meeting["pmi"] == str(pmi)
    assert f"/j/{pmi}" in meeting["join_url"]
    listed = answer(await zoom.http.get(f"/v2/users/{HOST}/meetings"))["meetings"]
    assert [item["id"] for item in listed] == [meeting["id"]]
