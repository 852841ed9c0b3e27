"""Which host a session gets: one that can hold it and is free, with the least load."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from app.bookings.hosts import POOL, HostPool, host_pool, pool_parameters
from app.bookings.models import Booking, Reservation
from app.bookings.reservations import Slot
from app.hosts.models import CHANGES_PER_DAY, Host, HostUsage, Licence
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.identifiers import new_id
from app.policy import SafetyProfile
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service

HOUR = timedelta(hours=1)
START = datetime(2027, 3, 10, 14, 0, tzinfo=UTC)
GAP = timedelta()


async def pool_for(
    database: Database, *, length: timedelta = HOUR, held: UUID | None = None, mentor: UUID | None = None
) -> HostPool:
    async with database.transaction() as session:
        slot = Slot(START, START + length, GAP)
        return await host_pool(session, "default", slot, mentor=mentor or new_id(), now=utc_now(), held=held)


async def load(service: Service, host: UUID, *starts: datetime) -> None:
    """Reserve a host for sessions of an hour, of a booking that is there for it."""
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    body = scenario.booking(10, modality="phone")
    booking_id = UUID((await coordinator.post("/v1/bookings", json=body)).json()["id"])
    async with service.database.transaction() as session:
        session.add_all(
            Reservation(
                id=new_id(),
                booking_id=booking_id,
                resource="host",
                resource_id=host,
                period=Range(start, start + HOUR, bounds="[)"),
            )
            for start in starts
        )


async def test_the_host_with_fewest_sessions_that_day_comes_first(service: Service) -> None:
    busy, idle = await add_host(service.database, "host-1"), await add_host(service.database, "host-2")
    await load(service, busy, START - 2 * HOUR, START - 4 * HOUR)
    await load(service, idle, START - 2 * HOUR, START + timedelta(days=2))

    pool = await pool_for(service.database)

    assert list(pool.candidates) == [idle, busy]


async def test_a_host_that_is_taken_is_no_candidate_but_counts_as_able(service: Service) -> None:
    taken, free = await add_host(service.database, "host-1"), await add_host(service.database, "host-2")
    await load(service, taken, START + timedelta(minutes=30))

    pool = await pool_for(service.database)

    assert list(pool.candidates) == [free]
    assert (pool.facts.with_changes_left, pool.facts.free) == (2, 1)


async def test_hosts_without_licence_are_taken_first_where_they_are_enough(service: Service) -> None:
    licensed = await add_host(service.database, "host-1")
    basic = await add_host(service.database, "host-2", licence=Licence.BASIC)

    assert list((await pool_for(service.database, length=timedelta(minutes=30))).candidates) == [basic, licensed]
    longer = await pool_for(service.database, length=timedelta(minutes=30, seconds=1))
    assert list(longer.candidates) == [licensed]
    assert (longer.facts.with_proven_settings, longer.facts.with_sufficient_licence) == (2, 1)


async def test_each_test_that_a_host_fails_takes_it_out_of_the_numbers_that_follow(service: Service) -> None:
    lacking: list[dict[str, Any]] = [{"active": False}, {"enabled": False}, {"proven": False}, {"pool": "evening"}, {}]
    for number, changes in enumerate(lacking):
        host_id = await add_host(service.database, f"host-{number}")
        async with service.database.transaction() as session:
            host = await session.get_one(Host, host_id)
            for name, value in changes.items():
                setattr(host, name, value)
    spent = await add_host(service.database, "host-9")
    async with service.database.transaction() as session:
        session.add(HostUsage(host_id=spent, day=utc_now().date(), changes=CHANGES_PER_DAY))

    facts = (await pool_for(service.database)).facts

    assert facts.model_dump() == {
        "hosts": 5,
        "active": 3,
        "with_proven_settings": 2,
        "with_sufficient_licence": 2,
        "with_changes_left": 1,
        "free": 1,
    }
    assert (await pool_for(service.database, held=spent)).facts.with_changes_left == 2


async def test_an_empty_pool_has_no_hosts(service: Service) -> None:
    pool = await pool_for(service.database)

    assert (pool.facts.hosts, list(pool.candidates)) == (0, [])


async def test_a_decision_grows_with_no_number_of_hosts(service: Service) -> None:
    async with service.database.transaction() as session:
        session.add_all(
            Host(
                zoom_user_id=f"host-{number}",
                email=f"host-{number}@example.org",
                licence=Licence.LICENSED,
                active=True,
                proven=True,
                proven_at=utc_now(),
                safety=SafetyProfile.baseline().levels(),
            )
            for number in range(500)
        )
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    body = scenario.booking(10)
    booking = (await coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})).json()

    explained = await coordinator.get(f"/v1/bookings/{booking['id']}/decision")

    assert explained.json()["facts"]["hosts"]["free"] == 500
    assert len(explained.content) < 20_000
    async with service.database.transaction() as session:
        assert (await session.get_one(Booking, UUID(booking["id"]))).host_id is not None


async def test_the_host_that_a_booking_has_is_compared_with_the_others_however_many_are_free(
    database: Database,
) -> None:
    own = await add_host(database, "own")
    others = [await add_host(database, f"host-{number}") for number in range(40)]
    async with database.transaction() as session:
        session.add_all(HostUsage(host_id=host, day=utc_now().astimezone(UTC).date(), changes=1) for host in others)
    given = pool_parameters("default", Slot(START, START + HOUR, GAP), mentor=new_id(), now=utc_now(), own=own)

    async with database.transaction() as session:
        pools = [HostPool.of((await session.exec(POOL, params=given)).mappings().one()) for _ in range(10)]

    assert {pool.candidates[0] for pool in pools} == {own}


async def test_the_mentors_own_user_goes_first_and_no_other_mentors_is_taken(service: Service) -> None:
    scenario = await make_scenario(service.database)
    other = await make_scenario(service.database)
    hosts = [await add_host(service.database, name) for name in ("own", "theirs", "shared")]
    async with service.database.transaction() as session:
        for host, person in zip(hosts, (scenario.mentor, other.mentor), strict=False):
            (await session.get_one(Host, host)).person_id = person
    own, theirs, shared = hosts

    pools = [await pool_for(service.database, mentor=mentor) for mentor in (scenario.mentor, other.mentor, None)]

    assert [list(pool.candidates) for pool in pools] == [[own, shared], [theirs, shared], [shared]]
    assert [pool.facts.free for pool in pools] == [2, 2, 1]
