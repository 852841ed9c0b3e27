"""Reading the trail over HTTP: by time and by actor."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine

from tests.support.service import Service, problem

DAY = datetime(2027, 3, 1, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


class Trail:
    """Two callers who each made a partner at one o'clock and at three, and at two and at four."""

    def __init__(self, one: httpx.AsyncClient, other: httpx.AsyncClient, service: Service) -> None:
        self.one, self.other = one, other
        self.ids = {caller: str(service.keys[caller]) for caller in (one, other)}
        self.partners: dict[int, str] = {}

    async def hours(self, **filters: Any) -> list[int]:
        """Return the hours of the partners whose making is told, in the order of the answer; nothing else may be told."""
        with time_machine.travel(at(5), tick=False):
            response = await self.one.get("/v1/audit", params=filters)
        assert response.status_code == 200, response.text
        of_partner = {partner: hour for hour, partner in self.partners.items()}
        items = response.json()["items"]
        assert {each["action"] for each in items} <= {"partner.created"}
        return [of_partner[each["subject_id"]] for each in items]


@pytest.fixture
async def trail(service: Service) -> Trail:
    with time_machine.travel(DAY, tick=False) as clock:
        trail = Trail(await service.caller(), await service.caller(), service)
        for hour, caller in ((1, trail.one), (2, trail.other), (3, trail.one), (4, trail.other)):
            clock.move_to(at(hour))
            made = await caller.post("/v1/partners", json={"name": f"Partner {hour}"})
            assert made.status_code == 201, made.text
            trail.partners[hour] = made.json()["id"]
    return trail


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(0, 30), None, [1, 2, 3, 4]),
        (at(2), None, [2, 3, 4]),
        (at(2) + timedelta(microseconds=1), None, [3, 4]),
        (at(1), at(3), [1, 2]),
        (at(1), at(3) + timedelta(microseconds=1), [1, 2, 3]),
        (at(3, 30), at(3, 45), []),
        (at(3), at(2), []),
    ],
)
async def test_the_trail_is_told_from_one_time_on_and_before_another_oldest_first(
    trail: Trail, since: datetime, until: datetime | None, hours: list[int]
) -> None:
    bounds = {"since": since.isoformat()} | ({"until": until.isoformat()} if until else {})

    assert await trail.hours(**bounds) == hours


async def test_times_may_be_written_in_any_offset(trail: Trail) -> None:
    assert await trail.hours(since="2027-03-01T04:00:00+02:00", until="2027-02-28T23:00:00-05:00") == [2, 3]


async def test_an_end_alone_tells_everything_before_it(trail: Trail) -> None:
    # The callers' keys were made before.
    assert await trail.hours(until=at(3).isoformat(), action="partner.created") == [1, 2]


async def test_the_trail_of_one_actor_tells_what_that_actor_did_and_nothing_else(trail: Trail) -> None:
    assert await trail.hours(actor=trail.ids[trail.one]) == [1, 3]
    assert await trail.hours(actor=trail.ids[trail.other]) == [2, 4]
    assert await trail.hours(actor="nobody") == []


async def test_time_and_actor_narrow_the_trail_together_and_page_by_page(trail: Trail) -> None:
    filters = {"actor": trail.ids[trail.other], "since": at(1).isoformat(), "until": at(5).isoformat()}
    assert await trail.hours(**filters | {"until": at(4).isoformat()}) == [2]
    told = []
    with time_machine.travel(at(5), tick=False):
        page = (await trail.one.get("/v1/audit", params=filters | {"limit": 1})).json()
        told += page["items"]
        assert page["next_cursor"]
        page = (await trail.one.get("/v1/audit", params=filters | {"limit": 1, "cursor": page["next_cursor"]})).json()
        told += page["items"]

    assert [each["subject_id"] for each in told] == [trail.partners[2], trail.partners[4]]
    assert [datetime.fromisoformat(each["at"]) for each in told] == [at(2), at(4)]
    assert {each["actor"] for each in told} == {trail.ids[trail.other]}
    assert page["next_cursor"] is None


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "1772323200",
        "2027-03-01",
        "2027-03-01T10:00:00",
        "2027-02-29T10:00:00Z",
        "9999-12-31T23:59:59Z",
    ],
)
async def test_what_is_no_time_with_an_offset_is_refused(service: Service, name: str, value: str) -> None:
    coordinator = await service.caller()

    refused = problem(await coordinator.get("/v1/audit", params={name: value}), 422, "invalid-fields")

    assert [error["field"] for error in refused["errors"]] == [f"query.{name}"]


@pytest.mark.parametrize("value", ["", "two words", "a/b", "x" * 101, "\N{SNOWMAN}", "nul\x00"])
async def test_what_can_be_no_actor_is_refused(service: Service, value: str) -> None:
    coordinator = await service.caller()

    refused = problem(await coordinator.get("/v1/audit", params={"actor": value}), 422, "invalid-fields")

    assert [error["field"] for error in refused["errors"]] == ["query.actor"]
