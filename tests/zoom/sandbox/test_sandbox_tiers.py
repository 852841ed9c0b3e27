"""Settings and locks of the account and its groups, and what becomes of users."""

from typing import Any

import httpx
import pytest

from app.zoom.sandbox import Plan
from tests.support.sandbox import (
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

ACCOUNT = "/v2/accounts/me"
GROUP = "/v2/groups/group-a"
SECURITY = {"option": "meeting_security"}


async def sets(zoom: Zoom, path: str, body: dict[str, Any], **params: str) -> None:
    response = await zoom.http.patch(path, json=body, params=params)
    assert (response.status_code, response.content) == (204, b"")


async def file_transfer(zoom: Zoom, user: str = HOST) -> bool:
    value: bool = (await zoom.settings(user))["in_meeting"]["file_transfer"]
    return value


async def test_the_accounts_setting_holds_for_those_who_have_set_nothing_else(zoom: Zoom) -> None:
    await sets(zoom, f"/v2/users/{SECOND_HOST}/settings", {"in_meeting": {"file_transfer": True}})

    await sets(zoom, f"{ACCOUNT}/settings", {"in_meeting": {"file_transfer": False}})

    assert (await file_transfer(zoom), await file_transfer(zoom, SECOND_HOST)) == (False, True)
    assert answer(await zoom.http.get(f"{ACCOUNT}/settings"))["in_meeting"]["file_transfer"] is False


async def test_a_group_is_between_account_and_user(zoom: Zoom) -> None:
    await sets(zoom, f"{ACCOUNT}/settings", {"in_meeting": {"file_transfer": False}})
    await sets(zoom, f"{GROUP}/settings", {"in_meeting": {"file_transfer": True}})

    assert (await file_transfer(zoom), await file_transfer(zoom, SECOND_HOST)) == (True, False)


async def test_a_lock_holds_the_accounts_value_for_everybody_below(zoom: Zoom) -> None:
    await sets(zoom, f"/v2/users/{HOST}/settings", {"in_meeting": {"file_transfer": True}})
    await sets(zoom, f"{ACCOUNT}/settings", {"in_meeting": {"file_transfer": False}})
    await sets(zoom, f"{ACCOUNT}/lock_settings", {"in_meeting": {"file_transfer": True}})

    assert await file_transfer(zoom) is False
    await sets(zoom, f"/v2/users/{HOST}/settings", {"in_meeting": {"file_transfer": True}})
    await sets(zoom, f"{GROUP}/settings", {"in_meeting": {"file_transfer": True}})
    assert await file_transfer(zoom) is False
    locks = answer(await zoom.http.get(f"{ACCOUNT}/lock_settings"))["in_meeting"]
    assert (locks["file_transfer"], locks["chat"]) == (True, False)
    await sets(zoom, f"{ACCOUNT}/settings", {"in_meeting": {"file_transfer": True}})
    assert await file_transfer(zoom) is True
    await sets(zoom, f"{ACCOUNT}/lock_settings", {"in_meeting": {"file_transfer": False}})
    await sets(zoom, f"/v2/users/{HOST}/settings", {"in_meeting": {"file_transfer": False}})
    assert await file_transfer(zoom) is False


async def test_a_groups_setting_beneath_a_lock_is_not_changed_for_later(zoom: Zoom) -> None:
    await sets(zoom, f"{ACCOUNT}/lock_settings", {"in_meeting": {"file_transfer": True}})
    await sets(zoom, f"{GROUP}/settings", {"in_meeting": {"file_transfer": False}})

    await sets(zoom, f"{ACCOUNT}/lock_settings", {"in_meeting": {"file_transfer": False}})

    assert await file_transfer(zoom) is True


async def test_a_locked_waiting_room_is_in_every_meeting(zoom: Zoom) -> None:
    await sets(zoom, f"{ACCOUNT}/settings", {"meeting_security": {"waiting_room": True}}, **SECURITY)
    await sets(zoom, f"{ACCOUNT}/lock_settings", {"meeting_security": {"waiting_room": True}}, **SECURITY)

    meeting = await zoom.create(settings={"waiting_room": False})

    assert meeting["settings"]["waiting_room"] is True
    locks = answer(await zoom.http.get(f"{ACCOUNT}/lock_settings", params=SECURITY))
    assert locks["meeting_security"]["waiting_room"] is True


async def test_the_lock_of_screen_sharing_holds_who_may_share(zoom: Zoom) -> None:
    await sets(zoom, f"{GROUP}/settings", {"in_meeting": {"who_can_share_screen": "host"}})
    await sets(zoom, f"{GROUP}/lock_settings", {"in_meeting": {"screen_sharing": True}})

    await sets(zoom, f"/v2/users/{HOST}/settings", {"in_meeting": {"who_can_share_screen": "all"}})

    assert (await zoom.settings())["in_meeting"]["who_can_share_screen"] == "host"
    assert (await zoom.settings(SECOND_HOST))["in_meeting"]["who_can_share_screen"] == "all"


async def test_the_lasting_chat_is_switched_off_above_the_user(zoom: Zoom) -> None:
    await sets(zoom, f"{ACCOUNT}/settings", {"schedule_meeting": {"continuous_meeting_chat": {"enable": False}}})
    await sets(zoom, f"{ACCOUNT}/lock_settings", {"schedule_meeting": {"continuous_meeting_chat": True}})

    meeting = await zoom.create(settings={"continuous_meeting_chat": {"enable": True}})

    assert meeting["settings"]["continuous_meeting_chat"]["enable"] is False


async def test_some_settings_are_the_accounts_alone_and_some_have_another_name(zoom: Zoom) -> None:
    changes = {"in_meeting": {"allow_participants_to_rename": False}, "schedule_meeting": {"participant_video": True}}

    await sets(zoom, f"{ACCOUNT}/settings", changes)

    account, user = answer(await zoom.http.get(f"{ACCOUNT}/settings")), await zoom.settings()
    assert account["in_meeting"]["allow_participants_to_rename"] is False
    assert "allow_participants_to_rename" not in user["in_meeting"]
    assert account["schedule_meeting"]["participant_video"] is user["schedule_meeting"]["participants_video"] is True


async def test_what_the_api_cannot_set_stays(zoom: Zoom) -> None:
    changes = {"in_meeting": {"ai_companion_questions": {"enable": False}, "no_such_key": 1}}

    await sets(zoom, f"{ACCOUNT}/settings", changes)

    settings = answer(await zoom.http.get(f"{ACCOUNT}/settings"))["in_meeting"]
    assert settings["ai_companion_questions"]["enable"] is True
    assert "no_such_key" not in settings


async def test_values_of_the_wrong_kind_are_named(zoom: Zoom) -> None:
    settings = await zoom.http.patch(f"{ACCOUNT}/settings", json={"in_meeting": {"chat": "yes"}})
    locks = await zoom.http.patch(f"{ACCOUNT}/lock_settings", json={"in_meeting": {"chat": "yes"}})
    option = await zoom.http.get(f"{ACCOUNT}/settings", params={"option": "x"})

    assert [refused_fields(each) for each in (settings, locks, option)] == [
        ["in_meeting.chat"],
        ["in_meeting.chat"],
        ["option"],
    ]


async def test_unknown_accounts_and_groups(zoom: Zoom) -> None:
    refused(await zoom.http.get("/v2/accounts/other/settings"), 404, 2001, "Account does not exist: other.")
    refused(await zoom.http.get("/v2/groups/other/settings"), 404, 4130, "Group does not exist: other.")


async def test_a_free_account_has_neither_locks_nor_reports() -> None:
    async with zoom_running(CONFIGURATION.model_copy(update={"plan": Plan.FREE})) as zoom:
        for path in (f"{ACCOUNT}/settings", f"{GROUP}/lock_settings", "/v2/past_meetings/1", "/v2/report/meetings/1"):
            message = f"Only available for paid account: {CONFIGURATION.account_id}."
            refused(await zoom.http.get(path), 400, 200, message)


async def test_an_ordinary_app_writes_the_accounts_locks_and_cannot_read_them(zoom: Zoom) -> None:
    state = await zoom.control("GET", "/state")
    await zoom.control(
        "PUT", "/scopes", {"scopes": [scope for scope in state["scopes"] if not scope.endswith(":master")]}
    )
    await zoom.sign_in()

    await sets(zoom, f"{ACCOUNT}/lock_settings", {"in_meeting": {"chat": True}})
    response = await zoom.http.get(f"{ACCOUNT}/lock_settings")

    message = "Invalid access token, does not contain scopes:[account:read:lock_settings:master]."
    refused(response, 400, 4711, message)


async def test_every_call_is_open_to_an_app_with_all_scopes_and_to_none_without(zoom: Zoom) -> None:
    from app.zoom.sandbox.api.front import OPERATIONS

    async def answered(each: Any) -> httpx.Response:
        path = each.path.format(
            user=HOST, meeting="1", registrant="x", account="me", group="group-a", message="x", member="x", app="x"
        )
        return await zoom.http.request(each.method, f"/v2{path}", json={})

    with_all = [(await answered(each)).json().get("code") if each.method == "GET" else None for each in OPERATIONS]
    await zoom.control("PUT", "/scopes", {"scopes": []})
    await zoom.sign_in()
    with_none = {(await answered(each)).json()["code"] for each in OPERATIONS}

    assert 4711 not in with_all
    assert with_none == {4711}


async def test_changed_settings_and_locks_are_told(zoom: Zoom, subscribed: Receiver) -> None:
    await sets(zoom, f"/v2/users/{HOST}/settings", {"in_meeting": {"chat": False, "file_transfer": True}})
    await sets(zoom, f"/v2/users/{HOST}/settings", {"in_meeting": {"request_permission_to_unmute_participants": True}})
    await sets(zoom, f"{ACCOUNT}/settings", {"in_meeting": {"polling": True}})
    await sets(zoom, f"{ACCOUNT}/lock_settings", {"in_meeting": {"polling": True}})
    await sets(zoom, f"{GROUP}/lock_settings", {"in_meeting": {"whiteboard": True}})
    await zoom.control("POST", "/deliveries/settle")

    assert subscribed.names == [
        "user.settings_updated",
        "account.settings_updated",
        "account.lock_settings_updated",
        "group.lock_settings_updated",
    ]
    first = subscribed.received[0].event["payload"]
    assert first["object"]["settings"] == {"in_meeting": {"chat": False}}
    assert first["old_object"]["settings"] == {"in_meeting": {"chat": True}}
    assert (first["operator"], first["object"]["id"]) == (HOST, first["old_object"]["id"])
    assert subscribed.received[3].event["payload"]["object"] == {
        "id": "group-a",
        "settings": {"in_meeting": {"whiteboard": True}},
    }


async def test_what_becomes_of_a_user_is_told_and_takes_the_meetings_along(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await zoom.create(SECOND_HOST)
    for status in ("inactive", "active"):
        await zoom.control("POST", "/users", {"email": SECOND_HOST, "status": status})
    await zoom.control("DELETE", f"/users/{SECOND_HOST}")
    await zoom.control("DELETE", f"/users/{HOST}?disassociate=true")
    await zoom.control("DELETE", "/users/nobody", status=404)
    await zoom.control("POST", "/deliveries/settle")

    assert subscribed.names == [
        "meeting.created",
        "user.deactivated",
        "user.activated",
        "user.deleted",
        "user.disassociated",
    ]
    gone = subscribed.received[3].event["payload"]["object"]
    assert (gone["email"], gone["type"], gone["id"]) == (SECOND_HOST, 2, meeting["host_id"])
    assert await zoom.alive_meetings() == []
    refused(await zoom.http.get(f"/v2/users/{SECOND_HOST}"), 404, 1001, f"User does not exist: {SECOND_HOST}.")


async def test_many_hosts_are_seeded_at_once_without_events(zoom: Zoom, subscribed: Receiver) -> None:
    seed = {"users": 400, "meetings": [{"topic": "Seeded"}], "template": {"timezone": "Europe/London"}}

    report = await zoom.control("POST", "/seed", seed)

    assert (len(report["users"]), len(report["meetings"])) == (400, 400)
    user = answer(await zoom.http.get("/v2/users/host-400@example.org"))
    assert (user["id"], user["timezone"]) == ("host-400", "Europe/London")
    listed = answer(await zoom.http.get("/v2/users/host-7/meetings"))["meetings"]
    assert [each["topic"] for each in listed] == ["Seeded"]
    assert await zoom.control("GET", "/deliveries") == []
    await zoom.control("POST", "/reset")
    assert (await zoom.http.get("/v2/users/host-400")).status_code == 404


@pytest.mark.parametrize("seed", [{"users": 0}, {"users": 1, "email": "same@example.org"}, {"users": 1, "oops": 1}])
async def test_a_seed_that_makes_no_sense_is_refused(zoom: Zoom, seed: dict[str, Any]) -> None:
    await zoom.control("POST", "/seed", seed, status=422)


async def test_a_seed_with_a_meeting_that_zoom_does_not_take_is_refused(zoom: Zoom) -> None:
    seed = {"users": 1, "meetings": [{"duration": 0}]}

    body = await zoom.control("POST", "/seed", seed, status=400)

    assert body["detail"]["errors"][0]["field"] == "duration"
