"""Creating meetings: what is taken, what is refused, and what Zoom makes of it."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.exploring import examples
from tests.support.sandbox import (
    BASIC_HOST,
    CONFIGURATION,
    HOST,
    SECOND_HOST,
    WITHOUT_LICENCE,
    Zoom,
    answer,
    refused,
    refused_fields,
    zoom_running,
)


async def test_a_meeting_with_nothing_said_gets_zooms_defaults(zoom: Zoom) -> None:
    meeting = await zoom.create()

    expected = {"topic": "Zoom Meeting", "type": 2, "status": "waiting", "duration": 60, "creation_source": "open_api"}
    assert {name: meeting[name] for name in expected} == expected
    assert re.fullmatch(r"[A-Za-z0-9]{6}", meeting["password"])
    assert 2**31 < meeting["id"] < 10**11
    assert len(str(meeting["id"])) == 11
    kept = meeting["settings"]
    assert (kept["waiting_room"], kept["join_before_host"], kept["host_video"]) == (False, False, True)
    assert kept["continuous_meeting_chat"]["enable"] is True
    assert kept["continuous_meeting_chat"]["channel_id"].startswith("web_sch_")
    assert "breakout_room" not in kept


async def test_what_was_created_is_what_is_read_but_for_the_start_link(zoom: Zoom) -> None:
    created = await zoom.create(topic="A meeting", agenda="ref", timezone="Europe/London")

    first, second = await zoom.get(created["id"]), await zoom.get(created["id"])

    links = {meeting.pop("start_url") for meeting in (created, first, second)}
    assert len(links) == 3
    assert all(f"/s/{created['id']}?zak=" in link for link in links)
    assert first == second == created


async def test_the_waiting_room_defeats_join_before_host(zoom: Zoom) -> None:
    meeting = await zoom.create(settings={"waiting_room": True, "join_before_host": True, "jbh_time": 5})

    assert meeting["settings"]["waiting_room"] is True
    assert meeting["settings"]["join_before_host"] is False


async def test_unknown_keys_fall_out_without_an_error(zoom: Zoom) -> None:
    meeting = await zoom.create(
        nothing=1, user_id="x", password=None, settings={"nothing": 2, "continuous_meeting_chat": {"enabled": False}}
    )

    assert "nothing" not in meeting
    assert "nothing" not in meeting["settings"]
    assert "enabled" not in meeting["settings"]["continuous_meeting_chat"]
    assert meeting["settings"]["continuous_meeting_chat"]["enable"] is True


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"mode": "custom", "who_goes_to_waiting_room": "everyone"},) * 2,
        ({"mode": "follow_setting", "who_goes_to_waiting_room": "everyone"}, {"mode": "follow_setting"}),
        ({"who_goes_to_waiting_room": "everyone"}, {"mode": "follow_setting"}),
    ],
)
async def test_who_waits_counts_only_in_custom_mode(zoom: Zoom, sent: dict[str, str], expected: dict[str, str]) -> None:
    meeting = await zoom.create(settings={"waiting_room_options": sent})

    assert meeting["settings"]["waiting_room_options"] == expected


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"topic": "t" * 201}, ["topic"]),
        ({"agenda": "a" * 2001}, ["agenda"]),
        ({"password": "has space"}, ["password"]),
        ({"password": "12345678901"}, ["password"]),
        ({"duration": 0}, ["duration"]),
        ({"duration": 1441}, ["duration"]),
        ({"duration": "60"}, ["duration"]),
        ({"duration": True}, ["duration"]),
        ({"type": 4}, ["type"]),
        ({"start_time": "tomorrow"}, ["start_time"]),
        ({"start_time": "2030-02-30T10:00:00Z"}, ["start_time"]),
        ({"start_time": "0001-01-01T00:00:00"}, ["start_time"]),
        ({"start_time": "9999-12-31T23:59:59"}, ["start_time"]),
        ({"start_time": "2030-01-01T10:00:00+02:00"}, ["start_time"]),
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"timezone": "../etc"}, ["timezone"]),
        ({"settings": []}, ["settings"]),
        ({"settings": {"waiting_room": "true", "jbh_time": 7}}, ["settings.waiting_room", "settings.jbh_time"]),
        ({"settings": {"alternative_hosts": "nobody@example.org"}}, ["settings.alternative_hosts"]),
        ({"settings": {"alternative_hosts": BASIC_HOST}}, ["settings.alternative_hosts"]),
    ],
)
async def test_a_wrong_value_is_named_and_nothing_is_created(
    zoom: Zoom, body: dict[str, Any], fields: list[str]
) -> None:
    assert refused_fields(await zoom.http.post(f"/v2/users/{HOST}/meetings", json=body)) == fields
    assert await zoom.alive_meetings() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(zoom: Zoom, body: bytes) -> None:
    response = await zoom.http.post(f"/v2/users/{HOST}/meetings", content=body)

    refused(response, 400, 300, "Request Body should be a valid JSON object.")


async def test_half_a_surrogate_pair_comes_back_as_it_was_sent(zoom: Zoom) -> None:
    response = await zoom.http.post(f"/v2/users/{HOST}/meetings", content=rb'{"topic":"\ud83d and \u2028 \u0000"}')

    assert answer(response, 201)["topic"] == "\ud83d and \u2028 \0"


@pytest.mark.parametrize(
    ("start_time", "timezone", "expected"),
    [
        ("2030-07-01T10:00:00Z", "America/New_York", "2030-07-01T10:00:00Z"),
        ("2030-07-01T10:00:00.123Z", None, "2030-07-01T10:00:00Z"),
        ("2030-07-01T10:00:00", "America/New_York", "2030-07-01T14:00:00Z"),
        ("2030-01-01T10:00:00", "America/New_York", "2030-01-01T15:00:00Z"),
        ("2030-07-01T10:00:00", None, "2030-07-01T10:00:00Z"),
    ],
)
async def test_a_time_with_z_is_utc_and_one_without_is_local(
    zoom: Zoom, start_time: str, timezone: str | None, expected: str
) -> None:
    meeting = await zoom.create(start_time=start_time, timezone=timezone)

    assert (meeting["start_time"], meeting["timezone"]) == (expected, timezone or "UTC")


@pytest.mark.parametrize("host", [WITHOUT_LICENCE])
async def test_a_user_without_licence_may_neither_host_nor_list(zoom: Zoom, host: str) -> None:
    message = "Meeting hosting and scheduling capabilities are not allowed for your user account."

    refused(await zoom.http.post(f"/v2/users/{host}/meetings", json={}), 400, 3161, message)
    refused(await zoom.http.get(f"/v2/users/{host}/meetings"), 400, 3161, message)


async def test_a_meeting_can_be_scheduled_for_somebody_else(zoom: Zoom) -> None:
    meeting = await zoom.create(schedule_for=SECOND_HOST)
    assert meeting["host_email"] == SECOND_HOST

    unknown = await zoom.http.post(f"/v2/users/{HOST}/meetings", json={"schedule_for": "nobody@example.org"})
    instant = await zoom.http.post(f"/v2/users/{HOST}/meetings", json={"type": 1, "schedule_for": SECOND_HOST})

    assert answer(unknown, 400)["code"] == 300
    assert answer(instant, 400)["code"] == 3000


async def test_a_passcode_must_fit_the_hosts_policy_and_one_that_is_made_up_does(zoom: Zoom) -> None:
    policy = {
        "length": 10,
        "have_special_character": True,
        "have_upper_and_lower_characters": True,
        "have_number": True,
        "consecutive_characters_length": 4,
    }
    requirement = {"meeting_security": {"meeting_password_requirement": policy}}
    await zoom.http.patch(f"/v2/users/{HOST}/settings", params={"option": "meeting_security"}, json=requirement)

    for passcode in ("Ab3@", "ab3@xyqwkl", "AbcKqwe@xy", "Ab3xyqwklm", "Abcd3@qwkl", "Aaaaa3@qwk"):
        response = await zoom.http.post(f"/v2/users/{HOST}/meetings", json={"password": passcode})
        assert refused_fields(response) == ["password"], passcode

    await zoom.create(password="Ab3@xyqwkl")
    made_up = (await zoom.create())["password"]
    assert len(made_up) == 10
    assert (await zoom.create(password=made_up))["password"] == made_up


async def test_an_account_may_take_digits_only(zoom: Zoom) -> None:
    path = "meeting_security.meeting_password_requirement"
    await zoom.lock(**{f"{path}.only_allow_numeric": True, f"{path}.have_letter": True})

    assert (await zoom.create())["password"].isdecimal()
    response = await zoom.http.post(f"/v2/users/{HOST}/meetings", json={"password": "abc123"})
    assert refused_fields(response) == ["password"]


async def test_the_join_link_changes_with_the_passcode_and_carries_it(zoom: Zoom) -> None:
    meeting = await zoom.create(password="first")
    await zoom.patch(meeting["id"], password="second")
    changed = await zoom.get(meeting["id"])

    assert changed["password"] == "second"
    for each in (meeting, changed):
        assert each["join_url"].endswith(f"/j/{meeting['id']}?pwd={each['encrypted_password']}")
        assert re.fullmatch(r"[\w-]{32}\.1", each["encrypted_password"])
        assert re.fullmatch(r"\d{6}", each["pstn_password"])
    assert meeting["encrypted_password"] != changed["encrypted_password"]
    assert meeting["pstn_password"] != changed["pstn_password"]


async def test_without_passcode_and_waiting_room_zoom_turns_the_waiting_room_on(zoom: Zoom) -> None:
    await zoom.lock(meeting_security__meeting_password=False)

    meeting = await zoom.create(settings={"waiting_room": False, "join_before_host": True})

    assert meeting["password"] == ""
    assert "pwd" not in meeting["join_url"]
    assert meeting["settings"]["waiting_room"] is True


async def test_the_shapes_that_common_clients_send_are_taken(zoom: Zoom) -> None:
    body: dict[str, Any] = {
        "user_id": HOST,
        "topic": "From a library",
        "type": 2,
        "start_time": "2030-01-01T10:00:00Z",
        "duration": 30,
        "timezone": "Europe/London",
        "password": "abc123",
        "settings": {
            "host_video": True,
            "cn_meeting": False,
            "in_meeting": False,
            "approval_type": 0,
            "registration_type": 1,
            "audio": "voip",
            "enforce_login": True,
            "enforce_login_domains": None,
            "global_dial_in_countries": None,
            "contact_name": "Desk",
            "registrants_email_notification": False,
            "meeting_authentication": True,
        },
    }
    meeting = await zoom.create(**body)
    await zoom.patch(meeting["id"], id=str(meeting["id"]), topic="Changed by a library")

    after = await zoom.get(meeting["id"])
    wanted = {"uuid", "id", "host_id", "topic", "type", "duration", "timezone", "created_at", "join_url", "status"}
    wanted |= {"start_url", "password", "h323_password", "pstn_password", "encrypted_password", "settings"}
    assert wanted <= after.keys()
    assert after["topic"] == "Changed by a library"
    assert after["settings"]["meeting_authentication"] is True


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["topic", "agenda", "type", "start_time", "timezone", "duration", "password", "schedule_for", "recurrence"]
)
SETTINGS = st.dictionaries(
    st.sampled_from(["waiting_room", "waiting_room_options", "alternative_hosts", "continuous_meeting_chat"]), JSON
)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(KEYS, JSON), meeting_settings=SETTINGS | JSON, tracking=JSON)
async def test_no_body_breaks_the_sandbox(zoom: Zoom, body: Any, meeting_settings: Any, tracking: Any) -> None:
    sent = body | {"settings": meeting_settings, "tracking_fields": tracking}

    response = await zoom.http.post(f"/v2/users/{HOST}/meetings", json=sent)

    assert response.status_code in {201, 400, 429}


@pytest.mark.parametrize(
    ("accept", "content"),
    [
        ("*/*", "application/xml"),
        ("application/json", "application/json"),
        ("text/html, application/json", "application/json"),
    ],
)
async def test_a_failed_validation_can_be_xml_unless_json_is_asked_for(accept: str, content: str) -> None:
    async with zoom_running(CONFIGURATION.model_copy(update={"xml_refusals": True})) as zoom:
        path, headers = f"/v2/users/{HOST}/meetings", {"accept": accept}
        wrong = await zoom.http.post(path, json={"password": "no spaces please"}, headers=headers)
        unknown = await zoom.http.get("/v2/meetings/1", headers=headers)

    assert (wrong.status_code, wrong.headers["content-type"].split(";")[0]) == (400, content)
    assert "<field>password</field>" in wrong.text or content == "application/json"
    assert unknown.headers["content-type"].startswith("application/json")
