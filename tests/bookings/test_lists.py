"""Bookings in lists."""

from tests.support.scenario import add_host, add_pairing, make_scenario
from tests.support.service import Service, problem


async def test_bookings_are_listed_by_the_start_of_their_sessions_page_by_page(service: Service) -> None:
    scenario = await make_scenario(service.database)
    other = await add_pairing(service.database, scenario)
    for number in range(2):
        await add_host(service.database, f"host-{number}")
    coordinator = await service.caller()
    for request in (scenario.booking(14), scenario.booking(10), other.booking(10), other.booking(12)):
        booked = await coordinator.post("/v1/bookings", json=request, headers={"Prefer": "respond-async"})
        assert booked.status_code == 202, booked.text

    narrowed: dict[str, str] = {"programme_id": str(scenario.programme), "state": "provisioning", "limit": "1"}
    listed: list[dict[str, str]] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        page = (await coordinator.get("/v1/bookings", params={**narrowed, **cursor})).json()
        listed += page["items"]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None

    places = [(each["starts_at"], each["id"]) for each in listed]
    assert len(places) == len(set(places)) == 4
    assert places == sorted(places)
    of_another_list = {"cursor": "AAAAAAAAAAAAAAAAAAAAAA=="}
    refused = problem(await coordinator.get("/v1/bookings", params=of_another_list), 422, "invalid-fields")
    assert [error["field"] for error in refused["errors"]] == ["query.cursor"]
