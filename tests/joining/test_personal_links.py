"""Personal links: one for each participant, given out on purpose, replaced, revoked, and gone after a while."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role, Scope
from app.bookings.models import Booking
from app.bookings.participants.models import Participant
from app.bookings.participants.service import LINKS_LIVE_ON
from app.commands.encryption import rotate
from app.joining.links.models import PersonalLink
from app.joining.links.service import note_opened, resolve
from app.joining.links.tokens import new_token
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing, new_key
from app.provisioning import retention
from app.provisioning.retention import forget_old
from app.registry.people.models import Person
from tests.support.operations import SOME_ID
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service, problem

READ, ISSUED, REVOKED = "personal_link.read", "personal_link.issued", "personal_link.revoked"


class Session:
    """A booked session, and the links that a caller has of it."""

    def __init__(
        self, service: Service, caller: httpx.AsyncClient, booking: dict[str, Any], scenario: Scenario
    ) -> None:
        self.service, self.caller, self.scenario = service, caller, scenario
        self.booking, self.id = booking, UUID(booking["id"])
        self.path = f"/v1/bookings/{booking['id']}"

    async def links(self, **asked: Any) -> dict[str, dict[str, Any]]:
        """Ask for links; return them by role."""
        key = asked.pop("key", None)
        headers = {"Idempotency-Key": key} if key else {}
        answer = await self.caller.post(f"{self.path}/links", json=asked, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        return {each["role"]: each for each in answer.json()["items"]}

    async def whose(self, link: dict[str, Any]) -> str | None:
        """Return the role of whom a link is found to be of, if anybody."""
        token = link["url"].rpartition("/")[2]
        async with self.service.database.transaction() as session:
            found = await resolve(session, token)
            assert found is None or found.booking.id == self.id
            return found.participant.role if found else None

    async def trail(self) -> list[str]:
        reader = await self.service.caller(Scope.AUDIT_READ)
        entries = (await reader.get(f"{self.path}/audit", params={"limit": 200})).json()["items"]
        return [each["action"] for each in entries if each["action"].startswith("personal_link")]

    async def change(self, **changes: Any) -> None:
        async with self.service.database.transaction() as session:
            booking = await session.get_one(Booking, self.id)
            for name, value in changes.items():
                setattr(booking, name, value)


@pytest.fixture
async def booked(service: Service) -> Session:
    """A session that is booked and waits for its meeting: links need no Zoom."""
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    caller = await service.caller(role=Role.FRONT_END)
    answer = await caller.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    assert answer.status_code == 202, answer.text
    return Session(service, caller, answer.json(), scenario)


async def stored(session: AsyncSession) -> str:
    return " ".join(str(each.model_dump()) for each in await session.exec(select(PersonalLink)))


async def test_everybody_has_a_link_of_their_own_which_stays_the_same_until_it_is_replaced(booked: Session) -> None:
    links = await booked.links()

    assert {role: await booked.whose(link) for role, link in links.items()} == {"mentor": "mentor", "mentee": "mentee"}
    assert all(link["url"].startswith("https://sessions.example.org/j/") for link in links.values())
    assert await booked.links() == links
    again = await booked.links(participants=["mentee"], replace=True)
    assert await booked.whose(again["mentee"]) == "mentee"
    assert await booked.whose(links["mentee"]) is None
    assert await booked.whose(links["mentor"]) == "mentor"
    assert (await booked.links())["mentee"] == again["mentee"]
    assert await booked.trail() == [*[ISSUED] * 2, *[READ] * 4, REVOKED, ISSUED, *[READ] * 3]


async def test_a_repeated_request_replaces_no_link_twice_and_gets_the_same_ones(booked: Session) -> None:
    first = await booked.links()
    replaced = await booked.links(replace=True, key="replace-them")

    assert replaced != first
    assert await booked.links(replace=True, key="replace-them") == replaced
    conflicting = {"participants": ["mentor"], "replace": True}
    answer = await booked.caller.post(
        f"{booked.path}/links", json=conflicting, headers={"Idempotency-Key": "replace-them"}
    )
    problem(answer, 422, "idempotency-key-reused")


async def test_links_that_are_asked_for_at_once_are_one_for_each_participant(booked: Session) -> None:
    answers = await asyncio.gather(*(booked.links() for _ in range(4)))

    assert all(answer == answers[0] for answer in answers)
    replaced = await asyncio.gather(*(booked.links(replace=True) for _ in range(3)))
    working = [await booked.whose(each["mentor"]) for each in replaced]
    assert working.count("mentor") == 1


async def test_a_revoked_link_is_nobodys_until_another_one_is_asked_for(booked: Session) -> None:
    links = await booked.links()
    path = f"{booked.path}/links/{links['mentor']['participant_id']}/revoke"

    assert [(await booked.caller.post(path)).status_code for _ in range(2)] == [204, 204]

    assert await booked.whose(links["mentor"]) is None
    assert await booked.whose(links["mentee"]) == "mentee"
    assert (await booked.trail()).count(REVOKED) == 1
    problem(await booked.caller.post(f"{booked.path}/links/interpreter/revoke"), 404, "not-found")
    another = await booked.links()
    assert await booked.whose(another["mentor"]) == "mentor"
    assert await booked.whose(links["mentor"]) is None


async def test_a_link_works_until_some_time_after_its_session_wherever_that_is_moved(booked: Session) -> None:
    links = await booked.links()
    now = utc_now()

    await booked.change(starts_at=now - LINKS_LIVE_ON, ends_at=now - LINKS_LIVE_ON + timedelta(minutes=10))
    assert await booked.whose(links["mentor"]) == "mentor"
    await booked.change(starts_at=now - LINKS_LIVE_ON - timedelta(hours=1), ends_at=now - LINKS_LIVE_ON)
    assert await booked.whose(links["mentor"]) is None
    problem(await booked.caller.post(f"{booked.path}/links", json={}), 409, "wrong-state")
    later = now + timedelta(days=60)
    await booked.change(starts_at=later, ends_at=later + timedelta(hours=1))
    again = (await booked.links())["mentor"]
    assert again["url"] == links["mentor"]["url"]
    assert datetime.fromisoformat(again["works_until"]) == later + timedelta(hours=1) + LINKS_LIVE_ON


async def test_an_expired_link_can_be_read_by_nobody_any_more_and_a_session_that_is_moved_gets_another(
    booked: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 1)
    links, now, kept = await booked.links(), utc_now(), timedelta(days=365)
    over = {"starts_at": now - LINKS_LIVE_ON - timedelta(hours=1), "ends_at": now - LINKS_LIVE_ON}

    async def are_readable() -> list[bool]:
        await forget_old(booked.service.database, events_kept=kept, webhook_log_kept=kept)
        async with booked.service.database.transaction() as session:
            return [bool(each.token) for each in await session.exec(select(PersonalLink))]

    await booked.change(starts_at=now - LINKS_LIVE_ON, ends_at=now - LINKS_LIVE_ON + timedelta(minutes=10))
    assert await are_readable() == [True, True]
    await booked.change(**over)
    assert await are_readable() == [False, False]
    entry = await booked.caller.get(f"{booked.path}/participants/mentee/calendar.ics")
    assert (entry.status_code, "/j/" in entry.text) == (200, False)

    await booked.change(starts_at=now, ends_at=now + timedelta(hours=1))
    again = (await booked.links())["mentee"]
    assert await booked.whose(again) == "mentee"
    assert await booked.whose(links["mentee"]) is None


async def test_somebody_who_was_removed_has_no_link(booked: Session) -> None:
    links = await booked.links()
    async with booked.service.database.transaction() as session:
        mentor = await session.get_one(Participant, UUID(links["mentor"]["participant_id"]))
        mentor.removed_at = utc_now()

    assert await booked.whose(links["mentor"]) is None
    assert (await booked.links()).keys() == {"mentee"}


async def test_a_wrong_token_is_nobodys(booked: Session) -> None:
    right = (await booked.links())["mentor"]["url"].rpartition("/")[2]
    wrong = ["", "a", new_token(), right + "=", right[:-1], right.swapcase(), "ä" * 43, "' OR 1=1 --", "\x00" * 43]
    async with booked.service.database.transaction() as session:
        assert [await resolve(session, token) for token in wrong] == [None] * len(wrong)


async def test_the_database_holds_no_token_in_clear_and_nothing_of_a_revoked_one(booked: Session) -> None:
    links = await booked.links()
    tokens = [each["url"].rpartition("/")[2] for each in links.values()]

    async with booked.service.database.transaction() as session:
        content = await stored(session)
    assert all(token not in content for token in tokens)
    await booked.caller.post(f"{booked.path}/links/mentor/revoke")
    await booked.caller.post(f"{booked.path}/links/mentee/revoke")
    async with booked.service.database.transaction() as session:
        assert {each.token for each in await session.exec(select(PersonalLink))} == {""}


async def test_links_stay_the_same_when_the_encryption_key_is_rotated(booked: Session) -> None:
    links = await booked.links()
    ring = booked.service.settings.key_ring
    name, _, key = new_key("next").partition(":")
    newer = KeyRing.parse(type(booked.service.settings.encryption_keys)(f"{name}:{key}"))

    await rotate(booked.service.database, KeyRing(newer.keys | ring.keys))

    refused = await booked.caller.post(f"{booked.path}/links", json={})
    assert "encryption key" in problem(refused, 503, "unavailable")["detail"]
    assert await booked.whose(links["mentee"]) == "mentee"
    booked.service.settings.__dict__["key_ring"] = newer
    assert await booked.links() == links


async def test_the_link_of_a_young_mentee_goes_to_the_organisation(booked: Session) -> None:
    on_the_day = (utc_now() + timedelta(days=7)).date()
    of_age, just_not = on_the_day.replace(year=on_the_day.year - 40), on_the_day.replace(year=on_the_day.year - 17)
    goes_to = {}
    for birth_date in (of_age, just_not, None):
        async with booked.service.database.transaction() as session:
            (await session.get_one(Person, booked.scenario.mentee)).birth_date = birth_date
        goes_to[birth_date] = {role: link["deliver_to"] for role, link in (await booked.links()).items()}

    theirs, ours = (
        {"mentor": "participant", "mentee": "participant"},
        {"mentor": "participant", "mentee": "organisation"},
    )
    assert goes_to == {of_age: theirs, just_not: ours, None: ours}


async def test_who_may_not_read_links_gets_none(booked: Session) -> None:
    service = booked.service
    links = await booked.links()
    paths = (f"{booked.path}/links", f"{booked.path}/links/mentor/revoke")
    everything_else = tuple(scope for scope in Scope if scope not in {Scope.LINKS_READ, Scope.ADMIN})
    stranger = await make_scenario(service.database)
    elsewhere = await service.caller(Scope.LINKS_READ, partner_id=stranger.partner)
    for path in paths:
        problem(await (await service.anonymous()).post(path, json={}), 401, "not-authenticated")
        problem(await (await service.caller(*everything_else)).post(path, json={}), 403, "not-permitted")
        problem(await elsewhere.post(path, json={}), 404, "not-found")
    problem(await booked.caller.post(f"/v1/bookings/{SOME_ID}/links", json={}), 404, "not-found")
    problem(await booked.caller.post(f"{booked.path}/links", json={"participants": [SOME_ID]}), 404, "not-found")
    assert await booked.links() == links


async def test_participants_are_listed_with_their_window_and_without_their_link(booked: Session) -> None:
    reader = await booked.service.caller(Scope.BOOKINGS_READ)
    path = f"{booked.path}/participants"

    before = (await reader.get(path)).json()["items"]
    links = await booked.links()
    answer = await reader.get(path)
    mentor, mentee = answer.json()["items"]

    assert [(each["role"], each["status"]) for each in before] == [
        ("mentor", "without_link"),
        ("mentee", "without_link"),
    ]
    assert [mentor["id"], mentee["id"]] == [links[role]["participant_id"] for role in ("mentor", "mentee")]
    assert [mentor["status"], mentee["status"]] == ["link_given", "link_given"]
    starts_at, ends_at = (datetime.fromisoformat(booked.booking[name]) for name in ("starts_at", "ends_at"))
    windows = [tuple(map(datetime.fromisoformat, each["window"].values())) for each in (mentor, mentee)]
    assert windows == [(starts_at - timedelta(minutes=early), ends_at) for early in (15, 10)]
    assert not any(link["url"].rpartition("/")[2] in answer.text for link in links.values())
    async with booked.service.database.transaction() as session:
        found = await resolve(session, links["mentor"]["url"].rpartition("/")[2])
        assert found is not None
        await note_opened(session, found.link)
    await booked.links(replace=True)
    opened = (await reader.get(path)).json()["items"]
    assert [each["status"] for each in opened] == ["opened", "link_given"]
    assert [each["opened_at"] is not None for each in opened] == [True, False]
    assert "name" not in mentor
    problem(await (await booked.service.anonymous()).get(path), 401, "not-authenticated")
    problem(await (await booked.service.caller(Scope.LINKS_READ)).get(path), 403, "not-permitted")
    stranger = await make_scenario(booked.service.database)
    elsewhere = await booked.service.caller(Scope.BOOKINGS_READ, partner_id=stranger.partner)
    problem(await elsewhere.get(path), 404, "not-found")
