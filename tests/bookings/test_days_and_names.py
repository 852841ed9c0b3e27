"""Lists by day, as the day is where the programme is, and names beside ids for those who may read the registry."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.access.models import Scope
from app.bookings.models import Booking
from tests.support.scenario import LONDON, add_host, add_pairing, make_scenario
from tests.support.service import Service, problem


async def test_a_day_begins_when_it_does_where_the_programme_is(service: Service) -> None:
    scenario = await make_scenario(service.database)
    other = await add_pairing(service.database, scenario)
    await add_host(service.database)
    client = await service.caller()
    requests = scenario.booking(10), other.booking(14)
    here, there = [(await client.post("/v1/bookings", json=each)).json()["id"] for each in requests]
    # In New Zealand ten o'clock in London is late in the evening, and two o'clock is the next day.
    async with service.database.transaction() as session:
        await session.exec(update(Booking).values(time_zone="Pacific/Auckland"))
    day = datetime.fromisoformat(str(requests[0]["starts_at"])).astimezone(LONDON).date()
    next_day = day + timedelta(days=1)

    async def listed(**filters: Any) -> list[str]:
        answer = await client.get("/v1/bookings", params=filters)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["items"]]

    assert await listed(starts_from=day, starts_before=next_day) == [here]
    assert await listed(starts_from=next_day) == [there]
    assert await listed(starts_from=requests[1]["starts_at"]) == [there]
    for wrong in ("2026-11", "tomorrow", "1893456000", "2026-02-30"):
        problem(await client.get("/v1/bookings", params={"starts_from": wrong}), 422, "invalid-fields")


async def test_the_trail_is_read_by_day(service: Service) -> None:
    scenario = await make_scenario(service.database)
    client = await service.caller()
    await client.post("/v1/checks", json=scenario.booking())
    entry = (await client.get("/v1/audit", params={"action": "booking.checked"})).json()["items"][0]
    day = datetime.fromisoformat(entry["at"]).astimezone(LONDON).date()

    async def count(**filters: Any) -> int:
        return len((await client.get("/v1/audit", params={"action": "booking.checked", **filters})).json()["items"])

    assert await count(since=day, until=day + timedelta(days=1)) == 1
    assert await count(since=day + timedelta(days=1)) == 0
    assert await count(until=day) == 0


async def test_names_stand_beside_ids_for_those_who_may_read_the_registry(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    front_end = await service.caller(Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)
    coordinator = await service.caller(Scope.BOOKINGS_READ, Scope.REGISTRY_READ)
    names = {"mentor": "A mentor", "mentee": "A mentee"}

    booked = await front_end.post("/v1/bookings", json=scenario.booking())

    at = f"/v1/bookings/{booked.json()['id']}"
    for client, seen in ((front_end, None), (coordinator, names)):
        assert (await client.get(at)).json()["names"] == seen
        assert [each["names"] for each in (await client.get("/v1/bookings")).json()["items"]] == [seen]
    assert "A mentor" not in booked.text
    assert (await coordinator.get(f"/v1/pairings/{scenario.pairing}")).json()["names"] == names
    assert [each["names"] for each in (await coordinator.get("/v1/pairings")).json()["items"]] == [names]
