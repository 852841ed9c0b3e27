"""Zoom's log of what it sent: what failed, why, and how often it was tried."""

import json
from typing import Any

import pytest

from tests.support.sandbox import WEBHOOK_SECRET, Receiver, Zoom, answer, refused

LOGS = "/v2/marketplace/apps/sandbox-app/webhook_logs"


async def settled(zoom: Zoom) -> None:
    await zoom.control("POST", "/deliveries/settle")


async def logs(zoom: Zoom, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer(await zoom.http.get(LOGS, params=query))["webhook_logs"]
    return found


async def test_the_request_id_is_the_same_over_all_tries_and_another_for_every_event(
    zoom: Zoom, subscribed: Receiver
) -> None:
    subscribed.status = 500
    await zoom.create()
    await settled(zoom)
    for minutes in (5, 20, 60):
        await zoom.advance(minutes * 60)
        await settled(zoom)
    await zoom.sign_in()
    await zoom.create()
    await settled(zoom)

    ids = [item.headers["x-zm-request-id"] for item in subscribed.received]
    assert len(ids) == 5
    assert len(set(ids[:4])) == 1
    assert ids[4] not in ids[:4]
    stamps = [int(item.headers["x-zm-request-timestamp"]) for item in subscribed.received]
    assert [later - stamps[0] >= minutes * 60 for later, minutes in zip(stamps, (0, 5, 25, 85), strict=False)] == [
        True
    ] * 4
    assert "x-zm-request-id" not in subscribed.validations[0].headers


async def test_a_retry_may_carry_its_first_trys_time_stamp(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.control("PUT", "/beliefs", {"retries_keep_timestamp": True})
    subscribed.status = 500
    await zoom.create()
    await settled(zoom)
    await zoom.advance(300)
    await settled(zoom)

    first, second = [item.headers["x-zm-request-timestamp"] for item in subscribed.received]
    assert first == second
    assert all(item.is_signed() for item in subscribed.received)


async def test_what_failed_is_read_back_with_its_body(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.control("PUT", "/webhook-faults", [{"kind": "fail", "event": "meeting.created", "tries": 1}])
    meeting = await zoom.create(topic="Lost at first")
    await zoom.patch(meeting["id"], topic="Told")
    await settled(zoom)
    assert subscribed.names == ["meeting.updated"]

    [lost] = await logs(zoom)

    body = json.loads(lost["request_body"])
    assert (body["event"], body["payload"]["object"]["topic"]) == ("meeting.created", "Lost at first")
    assert (lost["status"], lost["failed_reason_type"], lost["retry_num"]) == (-1, 2, 0)
    await zoom.advance(300)
    await settled(zoom)
    assert subscribed.names == ["meeting.updated", "meeting.created"]
    assert subscribed.received[1].headers["x-zm-request-id"] == lost["request_id"]
    assert len(await logs(zoom)) == 1
    assert [each["retry_num"] for each in await logs(zoom, type=1, event="meeting.created")] == [1, 0]
    assert [each["event"] for each in await logs(zoom, type=3)] == ["meeting.created", "meeting.updated"]
    assert [each["request_id"] for each in await logs(zoom, type=1, retry_num=1)] == [lost["request_id"]]


async def test_a_refusal_is_in_the_log_with_what_the_receiver_answered(zoom: Zoom, subscribed: Receiver) -> None:
    subscribed.status = 401
    await zoom.create()
    await settled(zoom)

    [refusal] = await logs(zoom)

    assert (refusal["status"], "failed_reason_type" in refusal, refusal["endpoint"]) == (401, False, subscribed.url)


async def test_what_was_never_sent_is_in_no_log(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.control("PUT", "/webhook-faults", [{"kind": "drop"}])
    await zoom.create()
    await settled(zoom)

    assert await logs(zoom, type=1) == []
    assert subscribed.received == []


async def test_after_seven_days_the_log_forgets(zoom: Zoom, subscribed: Receiver) -> None:
    subscribed.status = 404
    await zoom.create()
    await settled(zoom)
    await zoom.advance(6.9 * 86_400)
    await zoom.sign_in()
    assert len(await logs(zoom)) == 1

    await zoom.advance(0.2 * 86_400)
    await zoom.sign_in()

    assert await logs(zoom) == []


async def test_many_are_read_page_by_page(zoom: Zoom, subscribed: Receiver) -> None:
    subscribed.status = 404
    for number in range(3):
        await zoom.create(topic=str(number))
    await settled(zoom)

    first = answer(await zoom.http.get(LOGS, params={"page_size": 2}))
    rest = answer(await zoom.http.get(LOGS, params={"page_size": 2, "next_page_token": first["next_page_token"]}))

    assert set(first) == {"next_page_token", "page_size", "webhook_logs"}
    ids = [each["request_id"] for page in (first, rest) for each in page["webhook_logs"]]
    assert len(set(ids)) == 3
    assert rest["next_page_token"] == ""


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"retry_num": "4"}, 400, 1506),
        ({"from": "2026-01-01"}, 404, 1503),
        ({"from": "2020-01-01T00:00:00Z"}, 404, 1502),
        ({"from": "2099-01-01T00:00:00Z"}, 404, 1504),
        ({"to": "2020-01-01T00:00:00Z"}, 404, 1501),
        ({"type": "4"}, 400, 300),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    zoom: Zoom, query: dict[str, str], status: int, code: int
) -> None:
    response = await zoom.http.get(LOGS, params=query)

    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_another_apps_log_is_refused_and_so_is_an_app_without_the_scope(zoom: Zoom) -> None:
    other = await zoom.http.get(LOGS.replace("sandbox-app", "another-app"))
    refused(other, 404, 1401, "APP ID does not exist: another-app.")
    await zoom.control("PUT", "/scopes", {"scopes": ["meeting:read:meeting:admin"]})
    await zoom.sign_in()

    assert (await zoom.http.get(LOGS)).json()["code"] == 4711


async def test_a_copy_of_two_subscriptions_has_a_request_id_of_its_own(zoom: Zoom, receiver: Receiver) -> None:
    await zoom.control("PUT", "/webhook", {"url": receiver.url, "secret_token": WEBHOOK_SECRET})
    rules = [
        {"kind": "duplicate", "nth": [1]},
        {"kind": "duplicate", "nth": [1], "new_request_id": True},
    ]
    await zoom.control("PUT", "/webhook-faults", rules)
    for _ in range(2):
        await zoom.create()
    await settled(zoom)

    ids = [item.headers["x-zm-request-id"] for item in receiver.received]
    assert ids[0] == ids[1]
    assert len({ids[1], *ids[2:]}) == 3
