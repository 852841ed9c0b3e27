"""Misbehaviour, as a client sees it, and what was done all the same."""

import time
from typing import Any

import httpx
import pytest

from tests.support.sandbox import CERTIFICATES, HOST, Zoom, answer, refused

PATH = f"/v2/users/{HOST}/meetings"
UNLIMITED: dict[str, Any] = {"times": None}


async def test_an_answer_can_be_lost_after_the_work(zoom: Zoom) -> None:
    await zoom.faults({"kind": "drop_answer_after_work", "operation": "create_meeting"})

    with pytest.raises(httpx.RemoteProtocolError):
        await zoom.http.post(PATH, json={"topic": "Made"})

    assert [meeting["topic"] for meeting in await zoom.alive_meetings()] == ["Made"]
    await zoom.create(topic="All is well again")


@pytest.mark.parametrize(
    ("kind", "error"), [("drop_before_work", httpx.RemoteProtocolError), ("reset_connection", httpx.ReadError)]
)
async def test_a_connection_can_be_cut_before_the_work(zoom: Zoom, kind: str, error: type[Exception]) -> None:
    await zoom.faults({"kind": kind, "operation": "create_meeting"})

    with pytest.raises(error):
        await zoom.http.post(PATH, json={"topic": "Not made"})

    assert await zoom.alive_meetings() == []


async def test_other_connections_are_not_cut(zoom: Zoom) -> None:
    await zoom.faults({"kind": "drop_before_work", "method": "DELETE"})
    meeting = await zoom.create()

    async with httpx.AsyncClient(base_url=zoom.base_url, headers=zoom.http.headers, verify=CERTIFICATES) as other:
        answer(await other.get("/v2/users"))
        with pytest.raises(httpx.RemoteProtocolError):
            await zoom.http.delete(f"/v2/meetings/{meeting['id']}")
        answer(await other.get("/v2/users"))


async def test_a_body_can_end_too_early_after_the_work(zoom: Zoom) -> None:
    await zoom.faults({"kind": "truncated_body", "operation": "create_meeting"})

    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        await zoom.http.post(PATH, json={})

    assert len(await zoom.alive_meetings()) == 1


async def test_an_answer_without_a_body_is_lost_instead_of_truncated(zoom: Zoom) -> None:
    meeting = await zoom.create()
    await zoom.faults({"kind": "truncated_body", "operation": "update_meeting"})

    with pytest.raises(httpx.RemoteProtocolError):
        await zoom.http.patch(f"/v2/meetings/{meeting['id']}", json={"topic": "Changed"})

    assert (await zoom.get(meeting["id"]))["topic"] == "Changed"


@pytest.mark.parametrize(("after_work", "made"), [(False, 0), (True, 1)])
@pytest.mark.parametrize("status", [500, 503])
async def test_an_error_can_come_before_or_after_the_work(zoom: Zoom, status: int, after_work: bool, made: int) -> None:
    await zoom.faults({"kind": f"error_{status}", "path": "/v2/users/*/meetings", "after_work": after_work})

    response = await zoom.http.post(PATH, json={})

    assert response.status_code == status
    assert response.headers["x-zm-trackingid"]
    assert len(await zoom.alive_meetings()) == made


async def test_a_refusal_can_come_as_xml(zoom: Zoom) -> None:
    await zoom.faults({"kind": "xml_body", "operation": "create_meeting"})

    response = await zoom.http.post(PATH, json={"duration": 0})

    assert response.status_code == 400
    assert response.headers["content-type"].startswith("application/xml")
    assert response.text == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><result><code>300</code>'
        "<message>Validation Failed.</message>"
        "<errors><field>duration</field><message>Invalid field.</message></errors></result>"
    )


async def test_limits_speak_zooms_words(zoom: Zoom) -> None:
    await zoom.faults({"kind": "rate_limited_per_second"}, {"kind": "rate_limited_per_day"})
    second, day = await zoom.http.get("/v2/users"), await zoom.http.get("/v2/users")

    text = "You have reached the maximum per-second rate limit for this API. Try again later."
    refused(second, 429, 429, text)
    assert second.headers["x-ratelimit-type"] == "QPS"
    assert "retry-after" not in second.headers
    assert "maximum daily rate limit" in answer(day, 429)["message"]
    assert day.headers["x-ratelimit-type"] == "Daily-limit"
    assert day.headers["retry-after"].endswith("T00:00:00Z")


async def test_an_expired_token_stays_expired(zoom: Zoom) -> None:
    await zoom.faults({"kind": "expired_token", "operation": "list_users"})

    for _ in range(2):
        refused(await zoom.http.get("/v2/users"), 401, 124, "Access token is expired.")

    await zoom.sign_in()
    answer(await zoom.http.get("/v2/users"))


async def test_a_setting_can_be_ignored(zoom: Zoom) -> None:
    wanted = {"waiting_room": True, "auto_recording": "cloud", "continuous_meeting_chat": {"enable": False}}
    await zoom.faults(
        {"kind": "ignore_setting", "setting": "waiting_room"},
        {"kind": "ignore_setting", "setting": "continuous_meeting_chat.enable", **UNLIMITED},
    )

    first, second = (await zoom.create(settings=wanted))["settings"], (await zoom.create(settings=wanted))["settings"]

    assert (first["waiting_room"], second["waiting_room"]) == (False, True)
    assert first["auto_recording"] == second["auto_recording"] == "cloud"
    assert first["continuous_meeting_chat"]["enable"] is second["continuous_meeting_chat"]["enable"] is True


async def test_all_settings_of_a_user_can_be_ignored(zoom: Zoom) -> None:
    before = await zoom.settings()
    await zoom.faults({"kind": "ignore_setting", "operation": "update_user_settings"})

    response = await zoom.http.patch(f"/v2/users/{HOST}/settings", json={"in_meeting": {"file_transfer": False}})

    assert response.status_code == 204
    assert await zoom.settings() == before


async def test_a_call_can_be_slow(zoom: Zoom) -> None:
    await zoom.faults({"kind": "delay", "seconds": 0.1, "operation": "list_users"}, {"kind": "error_500"})
    started = time.perf_counter()

    response = await zoom.http.get("/v2/users")

    assert time.perf_counter() - started >= 0.1
    assert response.status_code == 500


async def test_the_token_call_can_fail_too(zoom: Zoom) -> None:
    await zoom.faults({"kind": "error_503", "operation": "give_token"})

    assert (await zoom.token()).status_code == 503
    assert (await zoom.token()).status_code == 200


async def test_a_rule_spares_the_first_calls_and_tires(zoom: Zoom) -> None:
    await zoom.faults({"kind": "error_500", "after": 1, "times": 2, "method": "get"})

    statuses = [(await zoom.http.get("/v2/users")).status_code for _ in range(5)]

    assert statuses == [200, 500, 500, 200, 200]
    [report] = await zoom.control("GET", "/faults")
    assert (report["seen"], report["fired"]) == (5, 2)


async def test_a_share_of_the_calls_fails_the_same_way_from_the_same_seed(zoom: Zoom) -> None:
    async def statuses(seed: int) -> list[int]:
        await zoom.faults({"kind": "error_500", "rate": 0.5, "seed": seed, **UNLIMITED})
        return [(await zoom.http.get("/v2/users")).status_code for _ in range(30)]

    first, again, other = await statuses(1), await statuses(1), await statuses(2)

    assert first == again != other
    assert 5 <= first.count(500) <= 25


async def test_the_log_tells_what_was_called_and_what_went_wrong(zoom: Zoom) -> None:
    await zoom.control("POST", "/reset")
    await zoom.faults({"kind": "drop_answer_after_work", "operation": "create_meeting"})
    with pytest.raises(httpx.RemoteProtocolError):
        await zoom.http.post(PATH, json={})
    await zoom.http.get("/v2/users", params={"page_size": 1})
    await zoom.http.get("/v2/nothing")
    await zoom.control("DELETE", "/faults")

    log = await zoom.control("GET", "/requests")

    assert [(line["method"], line["path"], line["operation"], line["status"], line["faults"]) for line in log] == [
        ("POST", PATH, "create_meeting", None, ["drop_answer_after_work"]),
        ("GET", "/v2/users", "list_users", 200, []),
        ("GET", "/v2/nothing", None, 404, []),
    ]
    assert log[1]["query"] == "page_size=1"


async def test_a_rule_can_name_the_calls_that_go_wrong(zoom: Zoom) -> None:
    await zoom.faults({"kind": "error_500", "operation": "list_users", "nth": [2, 5]})

    statuses = [(await zoom.http.get("/v2/users")).status_code for _ in range(6)]

    assert statuses == [200, 500, 200, 200, 500, 200]


async def test_a_script_has_one_seed_for_all_its_rules(zoom: Zoom) -> None:
    rules = [
        {"kind": "error_500", "operation": "list_users", "rate": 0.5, **UNLIMITED},
        {"kind": "error_503", "operation": "get_user", "rate": 0.5, **UNLIMITED},
    ]

    async def statuses(seed: int) -> list[list[int]]:
        await zoom.control("PUT", "/faults", {"seed": seed, "rules": rules})
        paths = ("/v2/users", f"/v2/users/{HOST}")
        return [[(await zoom.http.get(path)).status_code for path in paths] for _ in range(20)]

    first, again, other = await statuses(1), await statuses(1), await statuses(2)

    assert first == again != other
    lists, users = zip(*first, strict=True)
    assert [status == 500 for status in lists] != [status == 503 for status in users]


async def test_what_one_rule_does_is_not_changed_by_other_calls(zoom: Zoom) -> None:
    script = {"seed": 3, "rules": [{"kind": "error_500", "operation": "list_users", "rate": 0.5, **UNLIMITED}]}
    await zoom.control("PUT", "/faults", script)
    alone = [(await zoom.http.get("/v2/users")).status_code for _ in range(20)]

    await zoom.control("PUT", "/faults", script)
    among_others = []
    for _ in range(20):
        await zoom.http.get(f"/v2/users/{HOST}")
        among_others.append((await zoom.http.get("/v2/users")).status_code)

    assert among_others == alone


async def test_which_faults_struck_can_be_seen(zoom: Zoom) -> None:
    await zoom.faults(
        {"kind": "error_503", "operation": "get_user"},
        {"kind": "error_500", "operation": "list_users", "nth": [2]},
    )
    for path in ("/v2/users", "/v2/users", f"/v2/users/{HOST}"):
        await zoom.http.get(path)

    fired = await zoom.control("GET", "/faults/fired")

    assert [(each["number"], each["place"], each["nth"], each["kind"], each["operation"]) for each in fired] == [
        (1, 1, 2, "error_500", "list_users"),
        (2, 0, 1, "error_503", "get_user"),
    ]
    await zoom.faults()
    assert await zoom.control("GET", "/faults/fired") == []


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("rate_limited_host", 429, "daily rate limit (100) of Meeting Create/Update"),
        ("too_many_concurrent", 429, "Too many concurrent requests."),
    ],
)
async def test_other_refusals_can_be_asked_for(zoom: Zoom, kind: str, status: int, text: str) -> None:
    await zoom.faults({"kind": kind, "operation": "create_meeting"})

    assert text in answer(await zoom.http.post(PATH, json={}), status)["message"]
    assert await zoom.alive_meetings() == []


@pytest.mark.parametrize("retry_after", ["7", "Wed, 07 May 2031 00:00:00 GMT", "2031-05-07T00:00:00Z", "soon"])
async def test_retry_after_comes_in_whatever_form(zoom: Zoom, retry_after: str) -> None:
    await zoom.faults({"kind": "rate_limited_per_second", "retry_after": retry_after})

    response = await zoom.http.get("/v2/users")

    assert (response.status_code, response.headers["retry-after"]) == (429, retry_after)


@pytest.mark.parametrize(("kind", "content"), [("html_body", "text/html"), ("empty_body", None)])
async def test_a_good_answer_can_have_a_body_that_is_no_json(zoom: Zoom, kind: str, content: str | None) -> None:
    await zoom.faults({"kind": kind, "operation": "create_meeting"})

    response = await zoom.http.post(PATH, json={"topic": "Made"})

    assert response.status_code == 201
    assert response.headers.get("content-type", "").split(";")[0] == (content or "")
    assert (response.content == b"") is (content is None)
    assert [meeting["topic"] for meeting in await zoom.alive_meetings()] == ["Made"]


@pytest.mark.parametrize(
    "rule",
    [{"kind": "explode"}, {"kind": "delay", "rate": 0}, {"kind": "delay", "oops": 1}, {"kind": "delay", "nth": [0]}],
)
async def test_a_rule_that_makes_no_sense_is_refused(zoom: Zoom, rule: dict[str, Any]) -> None:
    await zoom.control("PUT", "/faults", [rule], status=422)
