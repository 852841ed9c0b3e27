"""Reading the trail over HTTP: by time, by actor, from either end, and following it."""

from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from tests.support.service import Service, problem

TICK = timedelta(microseconds=1)


class Trail:
    """Two callers who made partners in turn: the first and the third, the second and the fourth."""

    def __init__(self, one: httpx.AsyncClient, other: httpx.AsyncClient, service: Service) -> None:
        self.one, self.other = one, other
        self.ids = {caller: str(service.keys[caller]) for caller in (one, other)}
        self.partners: dict[int, str] = {}
        self.made_at: dict[int, datetime] = {}

    async def turns(self, **filters: Any) -> list[int]:
        """Return the turns of the partners whose making is told, in the order of the answer; nothing else may be told."""
        response = await self.one.get("/v1/audit", params={"action": "partner.created"} | filters)
        assert response.status_code == 200, response.text
        of_partner = {partner: turn for turn, partner in self.partners.items()}
        return [of_partner[each["subject_id"]] for each in response.json()["items"]]


@pytest.fixture
async def trail(service: Service) -> Trail:
    trail = Trail(await service.caller(), await service.caller(), service)
    for turn, caller in ((1, trail.one), (2, trail.other), (3, trail.one), (4, trail.other)):
        made = await caller.post("/v1/partners", json={"name": f"Partner {turn}"})
        assert made.status_code == 201, made.text
        trail.partners[turn] = made.json()["id"]
    items = (await trail.one.get("/v1/audit", params={"action": "partner.created"})).json()["items"]
    trail.made_at = {turn: datetime.fromisoformat(each["at"]) for turn, each in enumerate(items, start=1)}
    return trail


async def test_the_trail_is_told_from_one_time_on_and_before_another_oldest_first(trail: Trail) -> None:
    at = trail.made_at
    for since, until, turns in (
        (at[1] - TICK, None, [1, 2, 3, 4]),
        (at[2], None, [2, 3, 4]),
        (at[2] + TICK, None, [3, 4]),
        (at[1], at[3], [1, 2]),
        (at[1], at[3] + TICK, [1, 2, 3]),
        (at[3] + TICK, at[4], []),
        (at[3], at[2], []),
        (None, at[3], [1, 2]),
    ):
        bounds = {name: value.isoformat() for name, value in (("since", since), ("until", until)) if value}
        assert await trail.turns(**bounds) == turns, bounds


async def test_times_may_be_written_in_any_offset(trail: Trail) -> None:
    east, west = timezone(timedelta(hours=2)), timezone(timedelta(hours=-5))
    since, until = trail.made_at[2].astimezone(east), trail.made_at[4].astimezone(west)

    assert await trail.turns(since=since.isoformat(), until=until.isoformat()) == [2, 3]


async def test_the_trail_of_one_actor_tells_what_that_actor_did_and_nothing_else(trail: Trail) -> None:
    assert await trail.turns(actor=trail.ids[trail.one]) == [1, 3]
    assert await trail.turns(actor=trail.ids[trail.other]) == [2, 4]
    assert await trail.turns(actor="nobody") == []


async def test_it_is_read_from_the_newest_back_and_page_by_page_in_either_order(trail: Trail) -> None:
    assert await trail.turns(order="newest_first") == [4, 3, 2, 1]
    everything = (await trail.one.get("/v1/audit")).json()["items"]
    for order, expected in (("oldest_first", everything), ("newest_first", everything[::-1])):
        told: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            params: dict[str, str] = {"order": order, "limit": "1"} | cursor
            page = (await trail.one.get("/v1/audit", params=params)).json()
            told += page["items"]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert told == expected


async def test_who_follows_the_trail_asks_for_what_stands_after_what_was_read(trail: Trail) -> None:
    everything = (await trail.one.get("/v1/audit")).json()["items"]
    assert [each["position"] for each in everything] == list(range(1, len(everything) + 1))

    last = everything[-1]["position"]
    assert await trail.turns(after_position=last) == []
    await trail.other.post("/v1/partners", json={"name": "Partner 5"})

    news = (await trail.one.get("/v1/audit", params={"after_position": last})).json()["items"]
    assert [(each["action"], each["position"]) for each in news] == [("partner.created", last + 1)]
    assert await trail.turns(after_position=everything[-3]["position"], until=trail.made_at[4].isoformat()) == [3]
    problem(await trail.one.get("/v1/audit", params={"after_position": -1}), 422, "invalid-fields")


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "1772323200",
        "2027-02-29",
        "2027-03-01T10:00:00",
        "2027-02-29T10:00:00Z",
        "9999-12-31T23:59:59Z",
    ],
)
async def test_what_is_no_time_with_an_offset_and_no_date_is_refused(service: Service, name: str, value: str) -> None:
    coordinator = await service.caller()

    refused = problem(await coordinator.get("/v1/audit", params={name: value}), 422, "invalid-fields")

    assert [error["field"] for error in refused["errors"]] == [f"query.{name}"]


@pytest.mark.parametrize("value", ["", "two words", "a/b", "x" * 101, "\N{SNOWMAN}", "nul\x00"])
async def test_what_can_be_no_actor_is_refused(service: Service, value: str) -> None:
    coordinator = await service.caller()

    refused = problem(await coordinator.get("/v1/audit", params={"actor": value}), 422, "invalid-fields")

    assert [error["field"] for error in refused["errors"]] == ["query.actor"]
