"""Users and their settings."""

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.zoom.sandbox import running
from tests.support.sandbox import (
    BASIC_HOST,
    CERTIFICATES,
    CONFIGURATION,
    HOST,
    Receiver,
    Zoom,
    answer,
    refused,
    refused_fields,
)


async def test_users_are_listed_in_pages(zoom: Zoom) -> None:
    first = answer(await zoom.http.get("/v2/users", params={"page_size": 3}))
    second = answer(
        await zoom.http.get("/v2/users", params={"page_size": 3, "next_page_token": first["next_page_token"]})
    )

    assert (first["total_records"], first["page_count"], len(first["users"])) == (4, 2, 3)
    assert second["next_page_token"] == ""
    assert len({user["id"] for user in first["users"] + second["users"]}) == 4


async def test_a_page_token_dies_after_fifteen_minutes(zoom: Zoom) -> None:
    token = answer(await zoom.http.get("/v2/users", params={"page_size": 1}))["next_page_token"]

    await zoom.advance(15 * 60 + 1)

    response = await zoom.http.get("/v2/users", params={"page_size": 1, "next_page_token": token})
    refused(response, 400, 300, "The next page token is invalid or expired.")


@pytest.mark.parametrize("token", ["x", "bm9uc2Vuc2U", "W10", "é"])
async def test_a_made_up_page_token_is_refused(zoom: Zoom, token: str) -> None:
    response = await zoom.http.get("/v2/users", params={"next_page_token": token})

    refused(response, 400, 300, "The next page token is invalid or expired.")


async def test_a_user_is_found_by_id_and_by_address(zoom: Zoom) -> None:
    by_address = answer(await zoom.http.get(f"/v2/users/{HOST}"))
    by_id = answer(await zoom.http.get(f"/v2/users/{by_address['id']}"))

    assert by_id == by_address
    assert len(by_id["id"]) == 22
    assert (by_id["type"], by_id["status"], by_id["role_name"], by_id["display_name"]) == (
        2,
        "active",
        "Owner",
        "Host One",
    )
    assert 10**9 <= by_id["pmi"] < 10**10


async def test_an_unknown_user_is_named_in_the_refusal(zoom: Zoom) -> None:
    response = await zoom.http.get("/v2/users/nobody@example.org")

    refused(response, 404, 1001, "User does not exist: nobody@example.org.")


async def test_a_user_who_was_changed_keeps_id_and_meetings(zoom: Zoom) -> None:
    meeting = await zoom.create(topic="Before")

    await zoom.control("PUT", "/users", [{"email": HOST, "type": 1, "status": "inactive"}])

    user = answer(await zoom.http.get(f"/v2/users/{HOST}"))
    assert (user["id"], user["type"], user["status"]) == (meeting["host_id"], 1, "inactive")
    inactive = answer(await zoom.http.get("/v2/users", params={"status": "inactive"}))
    assert [each["email"] for each in inactive["users"]] == [HOST]


async def test_a_pending_user_has_no_id_in_lists(zoom: Zoom) -> None:
    await zoom.control("POST", "/users", {"email": "new@example.org", "status": "pending"})

    pending = answer(await zoom.http.get("/v2/users", params={"status": "pending"}))["users"]

    assert [(user["email"], "id" in user) for user in pending] == [("new@example.org", False)]


async def test_settings_are_changed_key_by_key(zoom: Zoom) -> None:
    changes = {"in_meeting": {"file_transfer": False, "closed_captioning": {"save_caption": False}}}
    before = await zoom.settings()

    response = await zoom.http.patch(f"/v2/users/{HOST}/settings", json=changes)

    assert (response.status_code, response.content) == (204, b"")
    before["in_meeting"]["file_transfer"] = False
    before["in_meeting"]["closed_captioning"]["save_caption"] = False
    assert await zoom.settings() == before
    assert (await zoom.settings(BASIC_HOST))["in_meeting"]["file_transfer"] is True


async def test_security_settings_have_an_option_of_their_own(zoom: Zoom) -> None:
    change = {"meeting_security": {"waiting_room": True}}

    await zoom.http.patch(f"/v2/users/{HOST}/settings", json=change)
    assert list(await zoom.settings(option="meeting_security")) == ["meeting_security"]
    assert (await zoom.settings(option="meeting_security"))["meeting_security"]["waiting_room"] is False

    await zoom.http.patch(f"/v2/users/{HOST}/settings", params={"option": "meeting_security"}, json=change)
    assert (await zoom.settings(option="meeting_security"))["meeting_security"]["waiting_room"] is True
    # The older name of the same switch.
    usual = await zoom.settings()
    assert usual["in_meeting"]["waiting_room"] is True
    assert "meeting_security" not in usual


@pytest.mark.parametrize(
    "sent",
    [
        {"in_meeting": {"meeting_summary_with_ai_companion": {"enable": False}}},
        {"in_meeting": {"ai_companion_questions": {"enable": False}}},
        {"schedule_meeting": {"continuous_meeting_chat": {"enable": False}}},
        {"in_meeting": {"no_such_key": True}, "no_such_group": {"x": 1}},
        {"in_meeting": {"file_transfer": None}},
    ],
)
async def test_read_only_and_unknown_settings_are_passed_over(zoom: Zoom, sent: dict[str, Any]) -> None:
    before = await zoom.settings()

    response = await zoom.http.patch(f"/v2/users/{HOST}/settings", json=sent)

    assert response.status_code == 204
    assert await zoom.settings() == before


async def test_the_portal_changes_what_the_api_cannot(zoom: Zoom) -> None:
    settings = {"in_meeting": {"ai_companion_questions": {"enable": False}}}

    await zoom.control("POST", "/users", {"email": HOST, "settings": settings})

    assert (await zoom.settings())["in_meeting"]["ai_companion_questions"]["enable"] is False


async def test_a_setting_of_the_wrong_kind_is_named(zoom: Zoom) -> None:
    body = {"in_meeting": {"file_transfer": "no", "who_can_share_screen": "nobody", "chat": True}}

    response = await zoom.http.patch(f"/v2/users/{HOST}/settings", json=body)

    assert refused_fields(response) == ["in_meeting.file_transfer", "in_meeting.who_can_share_screen"]
    assert refused_fields(await zoom.http.get(f"/v2/users/{HOST}/settings", params={"option": "x"})) == ["option"]


async def test_a_lock_wins_silently_and_the_account_is_stronger_than_group_and_user(zoom: Zoom) -> None:
    own = {"email": HOST, "group_ids": ["group-a"], "locks": {"in_meeting.chat": True, "in_meeting.whiteboard": True}}
    await zoom.control("POST", "/users", own)
    await zoom.control(
        "PUT", "/groups/group-a/locks", {"locks": {"in_meeting.chat": False, "in_meeting.polling": True}}
    )
    await zoom.lock(in_meeting__polling=False)
    wanted = {"in_meeting": {"chat": True, "polling": True, "whiteboard": False}}

    response = await zoom.http.patch(f"/v2/users/{HOST}/settings", json=wanted)

    assert response.status_code == 204
    settings = (await zoom.settings())["in_meeting"]
    assert (settings["chat"], settings["polling"], settings["whiteboard"]) == (False, False, True)


async def test_a_setting_beneath_a_lock_is_not_changed_for_later(zoom: Zoom) -> None:
    await zoom.lock(in_meeting__chat=True)
    await zoom.http.patch(f"/v2/users/{HOST}/settings", json={"in_meeting": {"chat": False}})

    await zoom.lock()

    assert (await zoom.settings())["in_meeting"]["chat"] is True


@pytest.mark.parametrize(
    "locks", [{"in_meeting.nothing": True}, {"in_meeting.chat": "on"}, {"meeting_security.waiting_room_settings": True}]
)
async def test_a_lock_that_zoom_does_not_have_is_refused(zoom: Zoom, locks: dict[str, Any]) -> None:
    await zoom.control("PUT", "/locks", {"locks": locks}, status=422)


@pytest.mark.parametrize("path", ["/users/", f"/users/{HOST}/", f"/users/{HOST}/meetings/"])
async def test_a_slash_at_the_end_of_a_path_changes_nothing(zoom: Zoom, path: str) -> None:
    with_slash, without = await zoom.http.get(f"/v2{path}"), await zoom.http.get(f"/v2{path.rstrip('/')}")

    assert with_slash.status_code == 200
    assert with_slash.json() == without.json()


@pytest.mark.parametrize(
    "path", ["/users/summary", "/users/vanity_name", "/users/email/", "/meetings/meeting_summaries"]
)
async def test_a_word_of_zooms_is_no_name_of_a_user(zoom: Zoom, path: str) -> None:
    refused(await zoom.http.get(f"/v2{path}"), 404, 2300, "This API endpoint is not recognized.")
    assert (await zoom.http.get("/v2/users/summary-of-me")).json()["code"] == 1001


NEW = {"email": "new@example.org", "type": 2, "first_name": "New", "last_name": "User"}


async def adds(zoom: Zoom, action: Any = "custCreate", **info: Any) -> httpx.Response:
    return await zoom.http.post("/v2/users", json={"action": action, "user_info": info or NEW})


async def test_a_user_is_created_changed_deactivated_and_deleted(zoom: Zoom, subscribed: Receiver) -> None:
    made = answer(await adds(zoom), 201)
    path = f"/v2/users/{made['id']}"

    refused(await adds(zoom), 409, 1005, f"User already in the account: {NEW['email']}.")
    assert (await zoom.http.patch(path, json={"type": 1, "timezone": "Europe/London"})).status_code == 204
    changed = answer(await zoom.http.get(path))
    assert (changed["type"], changed["timezone"], changed["first_name"]) == (1, "Europe/London", "New")
    assert (await zoom.http.put(f"{path}/status", json={"action": "deactivate"})).status_code == 204
    assert (await zoom.http.post(f"{path}/meetings", json={})).status_code == 400
    assert (await zoom.http.put(f"{path}/status", json={"action": "activate"})).status_code == 204
    meeting = await zoom.create(made["id"])
    assert (await zoom.http.delete(path, params={"action": "delete"})).status_code == 204

    await zoom.control("POST", "/deliveries/settle")
    assert [name for name in subscribed.names if name.startswith("user.")] == [
        *("user.created", "user.updated", "user.deactivated", "user.activated", "user.deleted"),
    ]
    created = next(item.event["payload"] for item in subscribed.received if item.event["event"] == "user.created")
    assert (created["creation_type"], created["object"]["display_name"]) == ("custCreate", "New User")
    assert (await zoom.http.get(path)).json()["code"] == 1001
    assert (await zoom.http.get(f"/v2/meetings/{meeting['id']}")).json()["code"] == 3001


async def test_an_invited_user_is_pending(zoom: Zoom) -> None:
    answer(await adds(zoom, "create"), 201)

    pending = answer(await zoom.http.get("/v2/users", params={"status": "pending"}))["users"]

    assert [user["email"] for user in pending] == [NEW["email"]]


@pytest.mark.parametrize(
    ("action", "info", "fields"),
    [
        ("invite", NEW, ["action"]),
        ("create", {"email": "no address", "type": 2}, ["user_info.email"]),
        ("create", {"email": "new@example.org", "type": 7}, ["user_info.type", "user_info.type"]),
        ("create", {"email": "new@example.org"}, ["user_info.type"]),
    ],
)
async def test_a_new_user_is_checked(zoom: Zoom, action: str, info: dict[str, Any], fields: list[str]) -> None:
    assert set(refused_fields(await adds(zoom, action, **info))) == set(fields)


async def test_the_owner_of_the_account_stays(zoom: Zoom) -> None:
    deactivated = await zoom.http.put(f"/v2/users/{HOST}/status", json={"action": "deactivate"})
    deleted = await zoom.http.delete(f"/v2/users/{HOST}")

    refused(deactivated, 400, 300, "The account owner cannot be deactivated.")
    refused(deleted, 400, 300, "The account owner cannot be deleted.")


async def test_a_group_has_members_and_a_name(zoom: Zoom) -> None:
    made = answer(await zoom.http.post("/v2/groups", json={"name": "Hosts"}), 201)
    path = f"/v2/groups/{made['id']}"
    again = await zoom.http.post("/v2/groups", json={"name": "Hosts"})

    added = await zoom.http.post(f"{path}/members", json={"members": [{"email": HOST}, {"id": "nobody"}]})
    assert len(answer(added, 201)["ids"].split(",")) == 1
    assert (await zoom.http.patch(path, json={"name": "Pool"})).status_code == 204

    refused(again, 409, 4132, "Group name Hosts is already in use.")
    assert answer(await zoom.http.get(path)) == {"id": made["id"], "name": "Pool", "total_members": 1}
    assert [each["email"] for each in answer(await zoom.http.get(f"{path}/members"))["members"]] == [HOST]
    names = [each["name"] for each in answer(await zoom.http.get("/v2/groups"))["groups"]]
    assert names == ["Pool", "group-a"]
    owner = answer(await zoom.http.get(f"/v2/users/{HOST}"))
    assert made["id"] in owner["group_ids"]
    assert (await zoom.http.delete(f"{path}/members/{owner['id']}")).status_code == 204
    assert (await zoom.http.delete(f"{path}/members/{owner['id']}")).status_code == 400
    assert (await zoom.http.delete(path)).status_code == 204
    assert (await zoom.http.get(path)).json()["code"] == 4130


async def test_the_control_interface_can_demand_a_token() -> None:
    guarded = CONFIGURATION.model_copy(update={"control_token": SecretStr("key-of-the-tests")})
    async with running(guarded) as base_url, httpx.AsyncClient(base_url=base_url, verify=CERTIFICATES) as http:
        refusals = [
            (await http.get("/sandbox/state", headers=headers)).status_code
            for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic key-of-the-tests"})
        ]
        let_in = await http.get("/sandbox/state", headers={"authorization": "Bearer key-of-the-tests"})

    assert (refusals, let_in.status_code) == ([401, 401, 401], 200)
