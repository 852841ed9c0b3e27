"""`chaperone events`: following what is stored once more."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import col, select

from app.audit.models import AuditEntry
from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from tests.support.command import run_command
from tests.support.scenario import make_scenario
from tests.support.service import Service

WRITE_EVENT = text(
    "INSERT INTO zoom_event (id, deduplication_key, event, payload, booking_id, received_at, followed_at) "
    "VALUES (gen_random_uuid(), CAST(gen_random_uuid() AS text), 'meeting.started', '{\"object\": {}}', :booking, :at, :at)"
)


async def replayed(service: Service, *arguments: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it says."""
    environment = {"DATABASE_URL": service.settings.database_url}
    code, output, errors = await run_command(environment, "events", "replay", *arguments)
    return code, output + errors


async def waiting(service: Service) -> Sequence[tuple[str, int]]:
    """Return for each booking with events to follow how many there are, and forget the jobs for them."""
    async with service.database.engine.begin() as connection:
        rows = await connection.execute(
            text("SELECT booking_id, count(*) FROM zoom_event WHERE followed_at IS NULL GROUP BY 1 ORDER BY 1")
        )
        jobs = await connection.execute(
            text("DELETE FROM pgqueuer WHERE entrypoint = 'follow_zoom_events' RETURNING convert_from(payload, 'UTF8')")
        )
        found = [(str(row[0]), int(row[1])) for row in rows]
        assert sorted(jobs.scalars()) == [booking for booking, _ in found]
        await connection.execute(text("UPDATE zoom_event SET followed_at = received_at"))
    return found


async def test_events_of_bookings_or_of_a_time_are_followed_again_and_that_is_in_the_trail(service: Service) -> None:
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    now = utc_now()
    bookings: list[str] = []
    for hours_ago, hour in ((3, 9), (1, 11)):
        booked = await coordinator.post("/v1/bookings", json=scenario.booking(hour, modality="phone"))
        assert booked.status_code == 201, booked.text
        bookings.append(booked.json()["id"])
        async with service.database.engine.begin() as connection:
            for _ in range(2):
                await connection.execute(WRITE_EVENT, {"booking": bookings[-1], "at": now - timedelta(hours=hours_ago)})
    async with service.database.engine.begin() as connection:
        await connection.execute(WRITE_EVENT, {"booking": None, "at": now - timedelta(hours=1)})
    first, second = bookings
    two_hours_ago = (now - timedelta(hours=2)).isoformat()

    assert await replayed(service, first) == (0, "2 events of 1 bookings will be followed again. A worker does it.\n")
    assert await waiting(service) == [(first, 2)]
    assert (await replayed(service, "--since", two_hours_ago))[0] == 0
    assert await waiting(service) == [(second, 2)]
    assert (await replayed(service, "--since", "2020-01-01T00:00Z", "--until", two_hours_ago))[0] == 0
    assert await waiting(service) == [(first, 2)]

    async with service.database.transaction() as session:
        query = select(AuditEntry).where(AuditEntry.action == "booking.events_replayed").order_by(col(AuditEntry.id))
        told = [(str(entry.booking_id), entry.actor_kind, entry.after) for entry in await session.exec(query)]
    assert told == [(booking, "operator", {"events": 2}) for booking in (first, second, first)]


async def test_what_cannot_be_meant_is_refused_with_what_to_say(service: Service) -> None:
    for arguments, said in (
        ((), "Name bookings, or say --since"),
        ((str(new_id()), "--since", "2026-01-01T00:00Z"), "Name bookings, or say --since"),
        (("--until", "2026-01-01T00:00Z"), "Name bookings, or say --since"),
        (("--since", "yesterday"), "yesterday is no time with its offset"),
        (("--since", "2026-01-01T00:00"), "is no time with its offset"),
        ((str(new_id()),), "There is no booking"),
    ):
        code, output = await replayed(service, *arguments)
        assert code == 2, output
        assert said in output
