"""Events: what is sent when, how it is signed, and when it is tried again."""

import json
from typing import Any

import pytest

from tests.support.sandbox import CONFIGURATION, HOST, SECOND_HOST, WEBHOOK_SECRET, Receiver, Zoom, zoom_running


async def settled(zoom: Zoom) -> list[dict[str, Any]]:
    deliveries: list[dict[str, Any]] = await zoom.control("POST", "/deliveries/settle")
    return deliveries


async def test_a_receiver_proves_that_it_knows_the_secret(zoom: Zoom, receiver: Receiver) -> None:
    report = await zoom.control("PUT", "/webhook", {"url": receiver.url, "secret_token": WEBHOOK_SECRET})

    assert (report["validation"], report["detail"]) == ("validated", "")
    assert "secret_token" not in report
    [validation] = receiver.validations
    assert validation.is_signed()
    assert set(validation.event) == {"event", "payload", "event_ts"}


async def test_a_receiver_with_another_secret_fails_and_gets_no_event(zoom: Zoom, receiver: Receiver) -> None:
    receiver.secret = "another"

    report = await zoom.control("PUT", "/webhook", {"url": receiver.url, "secret_token": WEBHOOK_SECRET})
    await zoom.create()
    [delivery] = await settled(zoom)

    assert report["validation"] == "failed"
    assert delivery["state"] == "pending"
    assert "not validated" in delivery["attempts"][0]["detail"]
    assert receiver.received == []


async def test_a_receiver_that_comes_up_later_gets_what_waited_for_it(zoom: Zoom, receiver: Receiver) -> None:
    receiver.secret = "not yet"
    await zoom.control("PUT", "/webhook", {"url": receiver.url, "secret_token": WEBHOOK_SECRET})
    await zoom.create()
    await settled(zoom)

    receiver.secret = WEBHOOK_SECRET
    await zoom.advance(300)
    await settled(zoom)

    assert receiver.names == ["meeting.created"]


async def test_the_life_of_a_meeting_is_told_in_order_and_signed(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await zoom.create(topic="Grüße ✓ </a>", start_time="2030-01-01T10:00:00Z", password="secret1")
    await zoom.control("POST", f"/meetings/{meeting['id']}/start")
    running = await zoom.get(meeting["id"])
    await zoom.http.put(f"/v2/meetings/{meeting['id']}/status", json={"action": "end"})
    await zoom.http.delete(f"/v2/meetings/{meeting['id']}")
    deliveries = await settled(zoom)

    assert subscribed.names == [
        *("meeting.created", "meeting.started", "meeting.participant_joined"),
        *("meeting.participant_left", "meeting.ended", "meeting.deleted"),
    ]
    assert all(item.is_signed() for item in subscribed.received)
    assert {delivery["state"] for delivery in deliveries} == {"delivered"}
    created, started, _, _, ended, deleted = [item.event["payload"] for item in subscribed.received]
    assert {payload["account_id"] for payload in (created, started, ended, deleted)} == {CONFIGURATION.account_id}
    assert (created["object"]["id"], created["object"]["creation_source"]) == (meeting["id"], "open_api")
    assert (created["operator"], created["operation"]) == (HOST, "all")
    assert (started["object"]["id"], ended["object"]["id"]) == (meeting["id"], str(meeting["id"]))
    assert started["object"]["uuid"] == ended["object"]["uuid"] == running["uuid"] != meeting["uuid"]
    assert started["object"]["start_time"] != "2030-01-01T10:00:00Z"
    assert ended["object"]["end_time"] >= ended["object"]["start_time"]
    assert (deleted["object"]["id"], deleted["object"]["start_time"]) == (meeting["id"], "2030-01-01T10:00:00Z")


async def test_the_body_is_what_javascript_would_write(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.create(topic="Grüße ✓ </a>")
    await settled(zoom)

    [item] = subscribed.received
    compact = json.dumps(item.event, separators=(",", ":"), ensure_ascii=False).encode()
    assert item.body == compact
    assert "Grüße ✓ </a>".encode() in item.body
    assert item.headers["traceparent"]
    assert item.headers["x-zm-request-id"]
    assert abs(int(item.headers["x-zm-request-timestamp"]) * 1000 - item.event["event_ts"]) < 5000


async def test_an_update_tells_only_what_has_changed(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await zoom.create(topic="Old", settings={"waiting_room": True})
    await zoom.patch(meeting["id"], topic="New", settings={"waiting_room": False, "private_meeting": True})
    await settled(zoom)

    payload = subscribed.received[-1].event["payload"]
    identity = {"id": meeting["id"], "uuid": meeting["uuid"]}
    assert payload["object"] == {**identity, "topic": "New", "settings": {"waiting_room": False}}
    assert payload["old_object"] == {**identity, "topic": "Old", "settings": {"waiting_room": True}}
    assert (payload["scope"], payload["operator"]) == ("all", HOST)
    assert payload["time_stamp"] > 10**12


async def test_a_change_that_zoom_does_not_report_is_silent(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await zoom.create()
    await zoom.patch(meeting["id"], settings={"private_meeting": True})
    await zoom.patch(meeting["id"], topic=meeting["topic"])
    await settled(zoom)

    assert subscribed.names == ["meeting.created"]


async def test_what_the_host_does_in_the_portal_is_told_in_the_hosts_name(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await zoom.create(SECOND_HOST, settings={"waiting_room": True})

    report = await zoom.control("PATCH", f"/meetings/{meeting['id']}", {"settings": {"waiting_room": False}})
    await zoom.control("PATCH", f"/meetings/{meeting['id']}", {"duration": 0}, status=400)
    await zoom.control("DELETE", f"/meetings/{meeting['id']}")
    await zoom.control("DELETE", f"/meetings/{meeting['id']}", status=404)
    await settled(zoom)

    assert report["meeting"]["settings"]["waiting_room"] is False
    assert subscribed.names == ["meeting.created", "meeting.updated", "meeting.deleted"]
    assert [item.event["payload"]["operator"] for item in subscribed.received] == [HOST, SECOND_HOST, SECOND_HOST]


async def test_only_what_was_subscribed_to_is_sent(zoom: Zoom, receiver: Receiver) -> None:
    webhook = {"url": receiver.url, "secret_token": WEBHOOK_SECRET, "events": ["meeting.deleted"]}
    await zoom.control("PUT", "/webhook", webhook)
    meeting = await zoom.create()
    await zoom.http.delete(f"/v2/meetings/{meeting['id']}")
    await settled(zoom)

    assert receiver.names == ["meeting.deleted"]


async def test_a_failing_receiver_is_tried_three_more_times_in_the_sandboxs_time(
    zoom: Zoom, subscribed: Receiver
) -> None:
    subscribed.status = 500
    await zoom.create()
    await settled(zoom)
    tries = [len(subscribed.received)]
    for minutes in (4.9, 0.2, 19.7, 0.3, 59.5, 0.6, 600):
        await zoom.advance(minutes * 60)
        [delivery] = await settled(zoom)
        tries.append(len(subscribed.received))

    assert tries == [1, 1, 2, 2, 3, 3, 4, 4]
    assert delivery["state"] == "failed"
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500] * 4
    assert len({item.body for item in subscribed.received}) == 1
    assert all(item.is_signed() for item in subscribed.received)


async def test_a_receiver_that_recovers_gets_the_event_once_more_and_no_more(zoom: Zoom, subscribed: Receiver) -> None:
    subscribed.status = 503
    await zoom.create()
    await settled(zoom)
    subscribed.status = 204

    await zoom.advance(86_400)
    [delivery] = await settled(zoom)

    assert (delivery["state"], len(subscribed.received)) == ("delivered", 2)


@pytest.mark.parametrize("status", [301, 400, 401, 404])
async def test_a_final_no_is_not_tried_again(zoom: Zoom, subscribed: Receiver, status: int) -> None:
    subscribed.status = status
    await zoom.create()
    await zoom.advance(86_400)
    [delivery] = await settled(zoom)

    assert (delivery["state"], len(delivery["attempts"])) == ("failed", 1)


async def test_a_receiver_that_does_not_answer_in_time_is_tried_again(receiver: Receiver) -> None:
    async with zoom_running(CONFIGURATION.model_copy(update={"webhook_timeout": 0.05})) as zoom:
        await zoom.control("PUT", "/webhook", {"url": receiver.url, "secret_token": WEBHOOK_SECRET})
        receiver.hangs = True
        await zoom.create()
        [delivery] = await settled(zoom)

    assert delivery["state"] == "pending"
    assert delivery["attempts"][0]["status"] is None
    assert delivery["next_attempt_at"] is not None


async def test_a_call_does_not_wait_for_the_receiver(zoom: Zoom, subscribed: Receiver) -> None:
    subscribed.hangs = True

    meeting = await zoom.create()

    assert (await zoom.get(meeting["id"]))["uuid"] == meeting["uuid"]
    [delivery] = await zoom.control("GET", "/deliveries")
    assert delivery["attempts"] == []


async def test_without_subscription_nothing_is_kept(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.control("DELETE", "/webhook")
    await zoom.create()

    assert await zoom.control("GET", "/deliveries") == []
    assert await zoom.control("GET", "/webhook") is None
    assert subscribed.received == []
