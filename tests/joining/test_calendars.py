"""Calendar entries: read alike by two independent libraries, changed and cancelled in place, with one link and no address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from app.access.models import Role, Scope
from app.bookings.participants.models import Participant
from app.joining.calendars.entry import Entry, EntryStatus, add_links, calendar_file, subscribed_calendar
from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from app.registry.people.models import Person
from tests.support.exploring import examples
from tests.support.operations import SOME_ID
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service, problem

PAGE = "https://sessions.example.org/j/"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")


@dataclass(frozen=True)
class Read:
    """What a library makes of an entry."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    text: str
    url: str | None
    status: str
    alarms: frozenset[timedelta]


def by_icalendar(content: bytes) -> tuple[str, list[Read]]:
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    return str(calendar["method"]), [
        Read(
            uid=str(each["uid"]),
            sequence=int(str(each["sequence"])),
            starts_at=each.decoded("dtstart").astimezone(UTC),
            ends_at=each.decoded("dtend").astimezone(UTC),
            title=str(each["summary"]),
            text=str(each["description"]),
            url=str(each["url"]) if "url" in each else None,
            status=str(each["status"]),
            alarms=frozenset(-alarm.decoded("trigger") for alarm in each.walk("valarm")),
        )
        for each in calendar.walk("vevent")
    ]


def by_vobject(content: bytes) -> tuple[str, list[Read]]:
    # It knows the zone by the file's own VTIMEZONE.
    calendar = vobject.readOne(content.decode())
    return calendar.method.value, [
        Read(
            uid=each.uid.value,
            sequence=int(each.sequence.value),
            starts_at=each.dtstart.value.astimezone(UTC),
            ends_at=each.dtend.value.astimezone(UTC),
            title=each.summary.value,
            text=each.description.value,
            url=each.url.value if hasattr(each, "url") else None,
            status=each.status.value,
            alarms=frozenset(-alarm.trigger.value for alarm in getattr(each, "valarm_list", [])),
        )
        for each in calendar.vevent_list
    ]


def read(content: bytes) -> tuple[str, list[Read]]:
    """Read a file with both libraries, which must agree."""
    told = by_icalendar(content)
    assert by_vobject(content) == told
    assert b"\r\n" in content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    return told


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=120).map(
    lambda text: f"a{text}z"
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001  # given a zone beside
    lambda moment: moment.replace(microsecond=0)
)


def is_clear(moment: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the local time is there once: an hour that is put back is there twice, and iCalendar has no word for which."""
    local = moment.astimezone(zone)
    return local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset()


@settings(max_examples=examples(60))
@given(moments, st.sampled_from(ZONES), st.sampled_from(EntryStatus), texts, texts, st.integers(0, 10_000))
def test_two_libraries_read_the_same_of_every_entry(
    starts_at: datetime, zone: str, status: EntryStatus, title: str, text: str, sequence: int
) -> None:
    ends_at = starts_at + timedelta(minutes=45)
    if not (is_clear(starts_at, ZoneInfo(zone)) and is_clear(ends_at, ZoneInfo(zone))):
        return
    entry = Entry(
        uid=new_id(),
        sequence=sequence,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=ZoneInfo(zone),
        title=title,
        text=f"{text}\n{title}",
        organiser=(new_id(), title),
        status=status,
        changed_at=starts_at,
        url=f"{PAGE}x",
        reminder="Soon",
    )

    method, (event,) = read(calendar_file(entry, NOW))

    is_cancelled = status is EntryStatus.CANCELLED
    assert method == ("CANCEL" if is_cancelled else "PUBLISH")
    assert event == Read(
        uid=str(entry.uid),
        sequence=sequence,
        starts_at=starts_at,
        ends_at=ends_at,
        title=title,
        text=entry.text,
        url=entry.url,
        status=status,
        alarms=frozenset() if is_cancelled else frozenset({timedelta(days=1), timedelta(minutes=15)}),
    )
    assert read(subscribed_calendar([entry, replace(entry, uid=new_id())], NOW, name=title))[1][0] == event
    for address in add_links(entry).values():
        said = {value for values in parse_qs(urlsplit(address).query).values() for value in values}
        assert {title, entry.text, entry.url} <= said


def addresses_in(content: str) -> Iterator[str]:
    unfolded = content.replace("\r\n ", "")
    yield from re.findall(r"(?:https?|mailto|webcal|tel):[^\s\\\"]+", unfolded, re.IGNORECASE)
    yield from re.findall(r"[^\s:]+@[^\s:]+", unfolded)


class Session:
    """A booked session, and a booking website that reads its calendar files."""

    def __init__(
        self, service: Service, website: httpx.AsyncClient, booking: dict[str, Any], scenario: Scenario
    ) -> None:
        self.service, self.website, self.scenario, self.booking = service, website, scenario, booking
        self.path = f"/v1/bookings/{booking['id']}"

    async def links(self, **asked: Any) -> dict[str, str]:
        answer = await self.website.post(f"{self.path}/links", json=asked)
        return {each["role"]: each["url"] for each in answer.json()["items"]}

    async def file(self, role: str = "mentee") -> bytes:
        answer = await self.website.get(f"{self.path}/participants/{role}/calendar.ics")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        return answer.content

    async def entry(self, role: str = "mentee") -> Read:
        return read(await self.file(role))[1][0]

    async def calendar(self, person: UUID, **asked: Any) -> str:
        """Return the path of a person's calendar on the service under test."""
        answer = await self.website.post(f"/v1/people/{person}/calendar", json=asked)
        assert answer.status_code == 200, answer.text
        return urlsplit(str(answer.json()["url"])).path


@pytest.fixture
async def booked(service: Service) -> Session:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    website = await service.caller(role=Role.FRONT_END)
    answer = await website.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    return Session(service, website, answer.json(), scenario)


async def test_a_moved_and_then_cancelled_session_changes_the_same_entry(booked: Session) -> None:
    links = await booked.links()
    first = await booked.entry()
    request = booked.scenario.booking(14)
    move = {name: request[name] for name in ("starts_at", "ends_at", "agreed_by_both")}
    headers = {"If-Match": "*", "Prefer": "respond-async"}
    assert (await booked.website.patch(booked.path, json=move, headers=headers)).is_success
    moved = await booked.entry()
    assert (await booked.website.post(f"{booked.path}/cancel", json={"reason": "The mentee is ill."})).is_success
    method, (cancelled,) = read(await booked.file())

    assert first.url == moved.url == links["mentee"]
    assert first.starts_at == datetime.fromisoformat(str(booked.booking["starts_at"]))
    assert moved.starts_at == datetime.fromisoformat(str(request["starts_at"]))
    assert {first.uid, moved.uid, cancelled.uid} == {first.uid}
    assert first.sequence < moved.sequence < cancelled.sequence
    assert (method, cancelled.status, cancelled.alarms) == ("CANCEL", "CANCELLED", frozenset())
    assert (await booked.entry("mentor")).uid != first.uid


async def test_a_new_link_and_a_removal_change_the_entry_too(booked: Session) -> None:
    without = await booked.entry()
    links = await booked.links()
    first = await booked.entry()
    again = await booked.links(replace=True)
    second = await booked.entry()
    async with booked.service.database.transaction() as session:
        (await session.get_one(Participant, UUID(second.uid))).removed_at = utc_now()
    answer = await booked.website.get(f"{booked.path}/participants/{second.uid}/calendar.ics")
    method, (removed,) = read(answer.content)

    assert [without.url, first.url, second.url] == [None, links["mentee"], again["mentee"]]
    assert without.sequence < first.sequence < second.sequence < removed.sequence
    assert method == "CANCEL"


async def test_a_file_holds_the_participants_own_page_as_its_only_address_and_nobodys_name(booked: Session) -> None:
    async with booked.service.database.transaction() as session:
        for person_id in (booked.scenario.mentor, booked.scenario.mentee):
            person = await session.get_one(Person, person_id)
            person.name, person.email = "Ariadne Papadopoulou", "ariadne@example.org"
    links = await booked.links()

    content = (await booked.file("mentor")).decode()
    answer = await booked.website.get(urlsplit(links["mentor"]).path + "/calendar.ics")

    assert set(addresses_in(content)) == {links["mentor"]}
    assert "Ariadne" not in content
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/London" in content
    assert by_icalendar(answer.content) == by_icalendar(content.encode())


async def test_a_page_offers_the_file_and_calendars_on_the_web_to_who_has_shown_the_second_fact(
    service: Service,
) -> None:
    pages = []
    for second_fact in ("none", "code"):
        scenario = await make_scenario(service.database, doors={"second_fact": second_fact})
        await add_host(service.database, f"host-{second_fact}")
        website = await service.caller(role=Role.FRONT_END)
        answer = await website.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
        link = (await Session(service, website, answer.json(), scenario).links())["mentor"]
        path = urlsplit(link).path
        stranger = await service.anonymous()
        pages.append(((await stranger.get(path)).text, await stranger.get(f"{path}/calendar.ics"), link))

    (page, file, link), (gate, nothing, hidden) = pages
    offered = re.findall(r'href="(https://(?:calendar|outlook)[^"]+)"', page)
    assert [urlsplit(each).hostname for each in offered] == [
        "calendar.google.com",
        "outlook.live.com",
        "outlook.office.com",
        "calendar.yahoo.com",
    ]
    assert all(quote_plus(link) in each for each in offered)
    assert f'href="{urlsplit(link).path}/calendar.ics"' in page
    assert by_icalendar(file.content)[1][0].url == link
    assert "calendar" not in gate
    assert nothing.headers["content-type"].startswith("text/html")
    assert "VCALENDAR" not in nothing.text
    assert hidden not in nothing.text


async def test_a_calendar_that_is_subscribed_to_follows_all_sessions_of_a_person(booked: Session) -> None:
    links = await booked.links()
    path = await booked.calendar(booked.scenario.mentee)
    assert await booked.calendar(booked.scenario.mentee) == path
    stranger = await booked.service.anonymous()
    second = await booked.website.post(
        "/v1/bookings", json=booked.scenario.booking(days_ahead=30), headers={"Prefer": "respond-async"}
    )

    _, entries = read((await stranger.get(path)).content)

    assert [each.url for each in entries] == [links["mentee"], None]
    assert entries[0] == await booked.entry()
    assert entries[1].starts_at == datetime.fromisoformat(second.json()["starts_at"])
    await booked.website.post(f"{booked.path}/cancel", json={"reason": "The mentee is ill."})
    assert [each.status for each in read((await stranger.get(path)).content)[1]] == ["CANCELLED", "TENTATIVE"]
    replaced = await booked.calendar(booked.scenario.mentee, replace=True)
    problem(await stranger.get(path), 404, "not-found")
    assert (await stranger.get(replaced)).status_code == 200
    for _ in range(2):
        answer = await booked.website.post(f"/v1/people/{booked.scenario.mentee}/calendar/revoke")
        assert answer.status_code == 204
    problem(await stranger.get(replaced), 404, "not-found")
    assert (await stranger.get(f"/j/{links['mentor'][-43:-1]}x/calendar.ics")).status_code == 404
    trail = (await (await booked.service.caller(Scope.AUDIT_READ)).get("/v1/audit", params={"limit": 200})).json()
    actions = [each["action"] for each in trail["items"] if each["action"].startswith("person_calendar")]
    assert actions.count("person_calendar.issued") == actions.count("person_calendar.revoked") == 2
    assert actions.count("person_calendar.read") == 3


async def test_a_booking_from_before_participants_were_kept_is_in_the_calendars_of_both(booked: Session) -> None:
    paths = [await booked.calendar(who) for who in (booked.scenario.mentor, booked.scenario.mentee)]
    async with booked.service.database.transaction() as session:
        await session.exec(delete(Participant))
    stranger = await booked.service.anonymous()

    entries = [read((await stranger.get(path)).content)[1] for path in (*paths, *paths)]

    assert [len(each) for each in entries] == [1] * 4
    assert entries[:2] == entries[2:], "the same entries each time"
    assert {each.starts_at for (each,) in entries} == {datetime.fromisoformat(booked.booking["starts_at"])}
    assert entries[1] == [await booked.entry()]


async def test_who_may_not_read_links_gets_no_calendar(booked: Session) -> None:
    service, person = booked.service, booked.scenario.mentee
    everything_else = tuple(scope for scope in Scope if scope not in {Scope.LINKS_READ, Scope.ADMIN})
    stranger = await make_scenario(service.database)
    callers = (
        (await service.anonymous(), 401, "not-authenticated"),
        (await service.caller(*everything_else), 403, "not-permitted"),
        (await service.caller(Scope.LINKS_READ, partner_id=stranger.partner), 404, "not-found"),
    )
    for caller, status, kind in callers:
        problem(await caller.get(f"{booked.path}/participants/mentee/calendar.ics"), status, kind)
        problem(await caller.post(f"/v1/people/{person}/calendar", json={}), status, kind)
        problem(await caller.post(f"/v1/people/{person}/calendar/revoke"), status, kind)
    problem(await booked.website.get(f"{booked.path}/participants/{SOME_ID}/calendar.ics"), 404, "not-found")
    problem(await booked.website.post(f"/v1/people/{SOME_ID}/calendar", json={}), 404, "not-found")
