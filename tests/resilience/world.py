"""The whole system on a sandbox of its own, with workers that can be killed; and what must be true of it in the end."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Final

import httpx
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import col, func, select, update

from app.bookings.models import Booking, Meeting, MeetingState, Move, Reservation
from app.bookings.participants.models import Participant
from app.bookings.states import BookingState, MoveState
from app.hosts.models import Host, Licence
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import DECIDE_AGAIN, RECONCILE, REGISTER
from app.kit.serving import listen, serving
from app.policy import SafetyProfile, pack
from app.provisioning.first_registrations import ask_to_register
from app.provisioning.records import DOUBT, LIVE
from app.provisioning.timers import every_minute
from app.settings import Settings
from app.zoom.admission import ADMISSION, Admission
from app.zoom.limits.plans import Plan as Limits
from app.zoom.reference import carries_reference
from app.zoom.safety import host_settings_changes, prove_host, prove_meeting
from app.zoom.sandbox import Plan, SandboxConfiguration, UserSeed, create_sandbox
from app.zoom.sandbox.api.views import meeting_view
from app.zoom.sandbox.sandbox import Sandbox
from app.zoom.schemas import Meeting as ZoomMeeting
from app.zoom.schemas import UserSettings
from tests.resilience.standstill import Standstill
from tests.support.scenario import Scenario, add_pairing, make_scenario
from tests.support.zoom import AI_OFF, CLIENT_SECRET, System, Zoom, eventually, running_system

PROFILE: Final = SafetyProfile.combine(SafetyProfile.baseline(), SafetyProfile(pack("one-million-mentors").safety))
SAFE: Final = {**AI_OFF, **host_settings_changes(PROFILE.levels(), UserSettings())}
"""The settings of a Zoom user whose meetings can be as safe as the programme asks."""

KEEPS_TIME: Final = frozenset({BookingState.AWAITING_APPROVAL, BookingState.SUSPENDED})
"""Without a meeting, and not given up."""

PATIENCE: Final = 90.0
"""Seconds; what is waited for comes within two on a machine that has nothing else to do."""


@dataclass(frozen=True)
class Period:
    """When a session takes place."""

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, booking: Mapping[str, Any]) -> "Period":
        """Return the period of a booking, or of a request for one."""
        return cls(datetime.fromisoformat(booking["starts_at"]), datetime.fromisoformat(booking["ends_at"]))


Wanted = Mapping[str, Period]
"""Which bookings are to have a meeting in the end, by id, and when. All others have none."""


@dataclass(frozen=True)
class World:
    """API, sandbox and database; workers come and go."""

    system: System
    sandbox: Sandbox
    standstill: Standstill
    coordinator: httpx.AsyncClient

    @property
    def zoom(self) -> Zoom:
        return self.system.zoom

    @property
    def database(self) -> Database:
        return self.system.database

    async def pairings(self, number: int) -> Sequence[Scenario]:
        """Write so many pairings into one programme, each with people of its own."""
        first = await make_scenario(self.database)
        return [first, *[await add_pairing(self.database, first) for _ in range(number - 1)]]

    def meetings(self) -> list[dict[str, Any]]:
        """Return the meetings that are at Zoom at this moment, without a call."""
        account = self.sandbox.account
        return [meeting_view(account, each) for each in self.sandbox.state.meetings.values() if account.is_alive(each)]

    async def meetings_made(self) -> Mapping[str, int]:
        """Return how many meetings Zoom has ever made for each booking, those that are gone included."""
        agendas = [each.agenda for each in self.sandbox.state.meetings.values()]
        async with self.database.transaction() as session:
            references = (await session.exec(select(col(Booking.id), col(Booking.reference)))).all()
        return {
            str(booking_id): sum(carries_reference(agenda, reference) for agenda in agendas)
            for booking_id, reference in references
        }

    async def bookings(self) -> Mapping[str, dict[str, Any]]:
        """Return all bookings as the API shows them, by id."""
        found: dict[str, dict[str, Any]] = {}
        cursor: dict[str, str] = {}
        while True:
            page = (await self.coordinator.get("/v1/bookings", params={"limit": 200, **cursor})).json()
            found |= {each["id"]: each for each in page["items"]}
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}

    async def with_access(self, shown: Mapping[str, dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
        """Return bookings with the ways into their meetings, as whoever may read them gets them one by one."""
        found: dict[str, dict[str, Any]] = {}
        for key, booking in shown.items():
            meeting = booking["meeting"]
            if meeting is not None:
                access = (await self.coordinator.get(f"/v1/bookings/{key}/meeting-access")).json()
                meeting = {**meeting, "join_url": access.get("join_url"), "passcode": access.get("passcode", "")}
            found[key] = {**booking, "meeting": meeting}
        return found

    async def a_minute_passes(self) -> None:
        """Let what was decided because a fact changed be done, and then what is due each minute."""

        async def decided() -> bool:
            return not await self._jobs(DECIDE_AGAIN)

        await self._eventually(decided)
        await every_minute(self.database, self.system.settings)

    async def settled(self, wanted: Wanted) -> None:
        """Wait until nothing is left to do, as far as the system knows; then let the ten minutes of doubt pass."""

        async def as_wanted() -> bool:
            return await self.in_state(BookingState.CONFIRMED) == set(wanted)

        await self._eventually(as_wanted)
        await self.standstill.quiet()
        async with self.database.transaction() as session:
            await session.exec(update(Meeting).values(last_create_at=col(Meeting.last_create_at) - DOUBT))
        await self._eventually(self.nothing_to_do)

    async def in_state(self, *states: BookingState) -> set[str]:
        """Return the ids of the bookings that are in one of these states."""
        async with self.database.transaction() as session:
            query = select(col(Booking.id)).where(col(Booking.state).in_(states))
            return {str(booking_id) for booking_id in await session.exec(query)}

    async def nothing_to_do(self) -> bool:
        """Tell whether no job is left, and everybody is registered who is when a minute passes."""
        async with self.database.transaction() as session:
            await ask_to_register(session)
            waits = col(Meeting.register_at).is_not(None), col(Meeting.state) == MeetingState.PROVEN
            unregistered = (await session.exec(select(func.count()).where(*waits))).one()
        return not unregistered and not await self._jobs(RECONCILE, REGISTER, DECIDE_AGAIN)

    async def _jobs(self, *kinds: str) -> Sequence[Mapping[str, Any]]:
        async with self.database.transaction() as session:
            statement = text("SELECT * FROM pgqueuer WHERE entrypoint = ANY (:kinds)")
            rows = await (await session.connection()).execute(statement, {"kinds": list(kinds)})
            return [dict(row) for row in rows.mappings()]

    async def _eventually(self, look: Callable[[], Awaitable[bool]]) -> None:
        try:
            await eventually(look, within=PATIENCE)
        except TimeoutError:
            states = {key: (each["state"], each["problem"]) for key, each in (await self.bookings()).items()}
            message = f"It does not come to rest: {states}, jobs {await self._jobs(RECONCILE, REGISTER, DECIDE_AGAIN)}"
            raise AssertionError(message) from None


async def violations(world: World, wanted: Wanted) -> list[str]:
    """Return what is wrong, once all has settled: with Zoom, with what is shown, with what is reserved."""
    shown = await world.with_access(await world.bookings())
    at_zoom = world.meetings()
    state = await world.zoom.control("GET", "/state")
    settings = {each["user"]["id"]: each["settings"] for each in state["users"]}
    async with world.database.transaction() as session:
        rows = {str(row.id): row for row in await session.exec(select(Booking))}
        hosts = {row.id: row for row in await session.exec(select(Host))}
        reserved = (await session.exec(select(Reservation))).all()
        participants = (await session.exec(select(Participant))).all()
        waits = col(Move.state) == MoveState.AWAITING_APPROVAL
        proposed = set((await session.exec(select(Move.booking_id).where(waits))).all())
        unfinished = await session.exec(
            select(Meeting).where(
                (col(Meeting.state) == MeetingState.REMOVING)
                | (col(Meeting.unanswered_creates) > 0)
                | col(Meeting.state).in_(LIVE) & col(Meeting.booking_id).not_in([rows[key].id for key in wanted])
            )
        )
        wrong = [f"{row.booking_id}: its meeting is left {row.state}" for row in unfinished]
    wrong += [f"{key}: it was accepted, and is lost" for key in wanted if key not in rows]
    for key, row in rows.items():
        own = [each for each in at_zoom if carries_reference(each["agenda"], row.reference)]
        taken = sorted(each.resource for each in reserved if each.booking_id == row.id)
        # Another time that waits for approval is reserved beside the one that stands.
        times = (2 if row.id in proposed else 1) if key in wanted or row.state in KEEPS_TIME else 0
        if taken != sorted(["host", "mentee", "mentor"] * times):
            wrong.append(f"{key}: {row.state}, and reserves {taken}")
        if key not in wanted:
            if own or shown[key]["meeting"]:
                wrong.append(f"{key}: {row.state}, and has {len(own)} meetings")
            continue
        if row.state != "confirmed" or row.problem or row.attempts or row.next_attempt_at:
            wrong.append(f"{key}: {row.state}, {row.problem}, {row.attempts} attempts, next {row.next_attempt_at}")
        if len(own) != 1:
            wrong.append(f"{key}: {len(own)} meetings at Zoom")
            continue
        assert row.host_id is not None
        host = hosts[row.host_id]
        wrong += [f"{key}: {problem}" for problem in _wrong_with(own[0], row, host, shown[key], wanted[key])]
        people = [each for each in participants if each.booking_id == row.id]
        wrong += [f"{key}: {problem}" for problem in _wrongly_registered(world, own[0]["id"], people)]
        found = UserSettings.model_validate(settings[host.zoom_user_id])
        wrong += [f"{key}: its host's {each.code}" for each in prove_host(row.safety, found).differences()]
    wrong += [
        f"{one.booking_id}: overlaps {other.booking_id}"
        for one, other in combinations(reserved, 2)
        if _overlap(one, other)
    ]
    known = [row.reference for row in rows.values()]
    strangers = [
        each["id"] for each in at_zoom if not any(carries_reference(each["agenda"], reference) for reference in known)
    ]
    return wrong + [f"{each}: a meeting of nobody" for each in strangers]


def _wrongly_registered(world: World, meeting_id: int, people: Sequence[Participant]) -> list[str]:
    """Return what is wrong with who is registered for a meeting: everybody who takes part is, once, and nobody else."""
    there = world.sandbox.state.meetings[meeting_id].registrants
    known = {each.registrant_id: each.alias for each in people if each.registered_for == meeting_id}
    if {key: each.email.partition("@")[0] for key, each in there.items()} == known and len(known) == len(people) == 2:
        return []
    return [f"registered are {sorted(there)}, known are {sorted(map(str, known))} of {len(people)}"]


def _overlap(one: Reservation, other: Reservation) -> bool:
    same = one.resource_id == other.resource_id
    return same and bool(one.period.lower < other.period.upper and other.period.lower < one.period.upper)


def _wrong_with(
    meeting: Mapping[str, Any], row: Booking, host: Host, shown: Mapping[str, Any], period: Period
) -> list[str]:
    wrong = []
    link = shown["meeting"] or {}
    if link.get("zoom_meeting_id") != meeting["id"] or link.get("join_url") != meeting["join_url"]:
        wrong.append("another meeting is shown")
    if meeting["host_id"] != host.zoom_user_id:
        wrong.append("its meeting is under another host")
    if Period.of(shown) != period or datetime.fromisoformat(meeting["start_time"]) != period.starts_at:
        wrong.append(f"at {meeting['start_time']}, booked {shown['starts_at']}, wanted {period.starts_at}")
    if timedelta(minutes=meeting["duration"]) != period.ends_at - period.starts_at:
        wrong.append(f"lasts {meeting['duration']} minutes")
    return wrong + unsafe(meeting, row, link.get("passcode", ""))


def unsafe(meeting: Mapping[str, Any], row: Booking, passcode: str) -> list[str]:
    """Return what of a meeting at Zoom is not as its booking must have it."""
    # Every host here is licensed, so everybody registers.
    required = {**row.safety, ADMISSION: Admission.REGISTRATION}
    proof = prove_meeting(required, ZoomMeeting.model_validate(meeting), passcode=SecretStr(passcode))
    wrong = [f"{each.code} is {each.found}" for each in proof.differences()]
    # Whatever the proof says.
    if not meeting["settings"]["waiting_room"] or meeting["settings"]["join_before_host"]:
        wrong.append("anybody can walk in")
    return wrong


@asynccontextmanager
async def running_world(settings: Settings, database: Database, *, hosts: int, events: bool) -> AsyncIterator[World]:
    """Run API and sandbox, with so many proven hosts, and no worker yet. `events`: Zoom tells of what happens there."""
    application = create_sandbox(
        SandboxConfiguration(
            account_id=settings.zoom_account_id,
            client_id=settings.zoom_client_id,
            client_secret=SecretStr(CLIENT_SECRET),
            plan=Plan.BUSINESS,
            users=tuple(
                UserSeed(email=f"host-{number}@example.org", id=f"host-{number}", settings=SAFE)
                for number in range(hosts)
            ),
            seed=1,
        )
    )
    standstill = Standstill(application)
    async with (
        serving(standstill, listen("127.0.0.1", 0)) as url,
        httpx.AsyncClient(base_url=url, timeout=30) as client,
    ):
        zoom = Zoom(url, client)
        hasty = hasty_settings(settings, url)
        async with running_system(hasty, database, zoom, with_worker=False) as system:
            if not events:
                await zoom.control("DELETE", "/webhook")
            await _write_hosts(database, hosts)
            yield World(system, application.state.sandbox, standstill, await system.caller())


async def _write_hosts(database: Database, hosts: int) -> None:
    """Write down that the sandbox's users are hosts, and were proven just now: which they are."""
    async with database.transaction() as session:
        session.add_all(
            Host(
                zoom_user_id=f"host-{number}",
                email=f"host-{number}@example.org",
                licence=Licence.LICENSED,
                active=True,
                proven=True,
                proven_at=utc_now(),
                safety=PROFILE.levels(),
            )
            for number in range(hosts)
        )


def hasty_settings(settings: Settings, sandbox_url: str) -> Settings:
    """Return the settings of a service on a sandbox that loses no time."""
    return settings.model_copy(
        update={
            "zoom_oauth_url": sandbox_url,
            "zoom_api_url": sandbox_url,
            "zoom_plan": Limits.BUSINESS,
            # Nothing times out unless a test means it to.
            "zoom_timeout": timedelta(seconds=20),
            "retry_first": timedelta(milliseconds=50),
            "retry_longest": timedelta(seconds=1),
            "worker_heartbeat": timedelta(seconds=1),
            "worker_concurrency": 50,
            "duplicate_check": timedelta(milliseconds=500),
            # Zoom's clock may be hours ahead, where a test lets it jump.
            "zoom_webhook_window": timedelta(days=3),
        }
    )
