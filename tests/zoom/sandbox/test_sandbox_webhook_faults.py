"""Events that misbehave, and receivers that stop proving themselves."""

from typing import Any

import pytest

from tests.support.sandbox import WEBHOOK_SECRET, Receiver, Zoom

HOURS = 3600


async def settled(zoom: Zoom) -> list[dict[str, Any]]:
    deliveries: list[dict[str, Any]] = await zoom.control("POST", "/deliveries/settle")
    return deliveries


async def webhook_faults(zoom: Zoom, *rules: dict[str, Any], seed: int = 0) -> None:
    await zoom.control("PUT", "/webhook-faults", {"seed": seed, "rules": list(rules)})


async def three_meetings(zoom: Zoom, receiver: Receiver) -> list[str]:
    """Create three meetings; return the topics in the order in which they were told of."""
    for topic in ("a", "b", "c"):
        await zoom.create(topic=topic)
    await settled(zoom)
    return topics(receiver)


def topics(receiver: Receiver) -> list[str]:
    return [item.event["payload"]["object"]["topic"] for item in receiver.received]


async def test_an_event_can_come_twice_with_the_same_body(zoom: Zoom, subscribed: Receiver) -> None:
    await webhook_faults(zoom, {"kind": "duplicate", "nth": [2]})

    assert await three_meetings(zoom, subscribed) == ["a", "b", "b", "c"]

    duplicates = [item for item in subscribed.received if item.event["payload"]["object"]["topic"] == "b"]
    assert duplicates[0].body == duplicates[1].body
    assert all(item.is_signed() for item in duplicates)


async def test_the_second_copy_can_come_later(zoom: Zoom, subscribed: Receiver) -> None:
    await webhook_faults(zoom, {"kind": "duplicate", "seconds": 600})

    assert await three_meetings(zoom, subscribed) == ["a", "b", "c"]

    await zoom.advance(600)
    await settled(zoom)
    assert topics(subscribed) == ["a", "b", "c", "a"]


async def test_an_event_can_come_hours_late(zoom: Zoom, subscribed: Receiver) -> None:
    await webhook_faults(zoom, {"kind": "late", "seconds": 6 * HOURS, "event": "meeting.created"})

    assert await three_meetings(zoom, subscribed) == ["b", "c"]

    await zoom.advance(6 * HOURS)
    await settled(zoom)
    assert topics(subscribed) == ["b", "c", "a"]
    stamps = [item.event["event_ts"] for item in subscribed.received]
    assert stamps[-1] == min(stamps)


async def test_an_event_can_be_overtaken_by_the_next(zoom: Zoom, subscribed: Receiver) -> None:
    await webhook_faults(zoom, {"kind": "reorder", "nth": [1]})

    assert await three_meetings(zoom, subscribed) == ["b", "a", "c"]


async def test_an_event_that_nothing_overtakes_comes_a_minute_later(zoom: Zoom, subscribed: Receiver) -> None:
    await webhook_faults(zoom, {"kind": "reorder", "nth": [3]})
    assert await three_meetings(zoom, subscribed) == ["a", "b"]

    await zoom.advance(61)
    await settled(zoom)

    assert topics(subscribed) == ["a", "b", "c"]


async def test_an_event_can_be_lost(zoom: Zoom, subscribed: Receiver) -> None:
    await webhook_faults(zoom, {"kind": "drop", "event": "meeting.c*", "nth": [1, 3]})

    assert await three_meetings(zoom, subscribed) == ["b"]

    states = [(each["state"], each["fault"]) for each in await settled(zoom)]
    assert states == [("dropped", "drop"), ("delivered", None), ("dropped", "drop")]
    [report] = await zoom.control("GET", "/webhook-faults")
    assert (report["seen"], report["fired"]) == (3, 2)


async def test_the_same_seed_does_the_same_to_the_same_events(zoom: Zoom, subscribed: Receiver) -> None:
    async def told(seed: int) -> list[str]:
        subscribed.received.clear()
        await webhook_faults(zoom, {"kind": "drop", "rate": 0.5, "times": None}, seed=seed)
        for number in range(12):
            await zoom.create(topic=str(number))
        await settled(zoom)
        return topics(subscribed)

    first, again, other = await told(1), await told(1), await told(2)

    assert first == again != other
    await zoom.control("DELETE", "/webhook-faults")
    subscribed.received.clear()
    assert await three_meetings(zoom, subscribed) == ["a", "b", "c"]


async def test_a_refusal_can_be_tried_again_too(zoom: Zoom, receiver: Receiver) -> None:
    webhook = {"url": receiver.url, "secret_token": WEBHOOK_SECRET, "retry_refusals": True}
    await zoom.control("PUT", "/webhook", webhook)
    receiver.status = 404
    await zoom.create()
    await settled(zoom)
    receiver.status = 200

    await zoom.advance(300)
    [delivery] = await settled(zoom)

    assert [attempt["status"] for attempt in delivery["attempts"]] == [404, 200]
    assert delivery["state"] == "delivered"


async def test_a_receiver_proves_itself_again_every_72_hours(zoom: Zoom, subscribed: Receiver) -> None:
    await zoom.advance(71.9 * HOURS)
    await settled(zoom)
    assert len(subscribed.validations) == 1

    await zoom.advance(0.2 * HOURS)
    await settled(zoom)

    assert len(subscribed.validations) == 2
    assert subscribed.validations[1].is_signed()


async def test_the_sixth_failed_proof_in_a_row_disables_a_receiver(zoom: Zoom, subscribed: Receiver) -> None:
    subscribed.secret = "forgotten"
    for _ in range(5):
        await zoom.advance(72 * HOURS)
        await settled(zoom)
    await zoom.sign_in()
    await zoom.create(topic="still told")
    await settled(zoom)
    assert topics(subscribed) == ["still told"]

    await zoom.advance(72 * HOURS)
    await settled(zoom)
    await zoom.sign_in()
    await zoom.create(topic="not told")
    await settled(zoom)

    assert topics(subscribed) == ["still told"]
    report = await zoom.control("GET", "/webhook")
    assert (report["validation"], report["failures"]) == ("disabled", 6)
    subscribed.secret = WEBHOOK_SECRET
    report = await zoom.control("PUT", "/webhook", {"url": subscribed.url, "secret_token": WEBHOOK_SECRET})
    assert (report["validation"], report["failures"]) == ("validated", 0)


async def test_one_good_proof_forgives_the_failures_before_it(zoom: Zoom, subscribed: Receiver) -> None:
    subscribed.secret = "forgotten"
    await zoom.advance(72 * HOURS)
    await settled(zoom)
    assert (await zoom.control("GET", "/webhook"))["failures"] == 1
    subscribed.secret = WEBHOOK_SECRET

    await zoom.advance(72 * HOURS)
    await settled(zoom)

    assert (await zoom.control("GET", "/webhook"))["failures"] == 0


@pytest.mark.parametrize("rule", [{"kind": "explode"}, {"kind": "late", "seconds": -1}, {"kind": "drop", "x": 1}])
async def test_a_rule_for_events_that_makes_no_sense_is_refused(zoom: Zoom, rule: dict[str, Any]) -> None:
    await zoom.control("PUT", "/webhook-faults", [rule], status=422)
