"""The session record: when the room was open, who waited, was admitted and was in, and whether the session was held, and why.

Pure, and independent of order: the same facts, repeated, late or shuffled, give the same record. Nobody is recognised by a
display name that they choose: who is registered is known by the registration, who came by a link with their name in it by the
code there, who holds the room by its Zoom user, and others are unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.monitoring.facts import Fact, FactKind, Source
from app.monitoring.presence import (
    EndedBy,
    Node,
    Period,
    Presence,
    Run,
    Someone,
    Times,
    came_from_waiting,
    connections_of,
    inside_of,
    merged,
    presence_of,
    second_of,
    waited_until,
)

_ENDS_WITHIN: Final = timedelta(minutes=1)
"""How far Zoom's time of a room's end may be from when Chaperone wrote down that it had it ended."""


class AttendeeRole(StrEnum):
    """Who somebody is in the session."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    GUEST = "guest"
    """Somebody whom a coordinator has invited, such as an interpreter."""
    HOST = "host"
    """Whoever holds the room as its Zoom user, the mentor or a coordinator. Counts as the mentor's side."""
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why a session counts as held, or not."""

    HELD = "held"
    ROOM_OPEN = "room_open"
    """The room was open, and nothing tells who was in: it counts as held."""
    NOBODY_CAME = "nobody_came"
    ONLY_MENTOR = "only_mentor"
    ONLY_MENTEE = "only_mentee"
    NOT_ADMITTED = "not_admitted"
    """The mentee waited, and nobody let them in."""
    ALONE = "alone"
    """One person was in, and nothing tells who."""
    TOO_SHORT = "too_short"
    TELEPHONE = "telephone"
    """Nobody tells of a call: it counts as held until a coordinator says otherwise."""
    NOT_OVER = "not_over"
    """Its time is not over yet."""


class Gap(StrEnum):
    """What must have happened and nothing tells of."""

    NOTHING_TOLD = "nothing_told"
    START = "start_missing"
    END = "end_missing"
    PEOPLE = "people_missing"
    JOINING = "joining_missing"
    LEAVING = "leaving_missing"


@dataclass(frozen=True)
class Expected:
    """What is known of a session beforehand.

    Args:
        starts_at: Its start.
        ends_at: Its end.
        opens_early: How long before the start its room may be opened.
        overruns: How long after the end it may stay open.
        held_from: How long both sides must have been in together for it to be held.
        host_id: The Zoom user whose room it is.
        known_as: By which registration, or which code, each is known; empty where nothing tells people apart.
        ended_at: When Chaperone had its room ended, by a rule or because a person asked for it.
        host_is_mentor: Whether somebody in it as the host is the mentor; not where a coordinator opens. It matters where the
            mentor would be known otherwise.
    """

    starts_at: datetime
    ends_at: datetime
    opens_early: timedelta
    overruns: timedelta
    held_from: timedelta
    host_id: str | None = None
    known_as: Mapping[Node, AttendeeRole] = field(default_factory=dict)
    ended_at: tuple[datetime, ...] = ()
    host_is_mentor: bool = True


@dataclass(frozen=True)
class Person:
    """Somebody who waited or was in, numbered in the order in which they came."""

    number: int
    role: AttendeeRole
    waited: tuple[Period, ...]
    admitted_at: tuple[datetime, ...]
    inside: tuple[Period, ...]


@dataclass(frozen=True)
class SessionRecord:
    """What happened.

    Args:
        runs: When the room was open.
        people: Who waited or was in.
        together: How long both sides were in at the same time, within the session's time.
        is_held: Whether the session counts as held; None before its end, unless it counts as held already.
        why: Why.
        gaps: What nothing tells of.
        is_asked: Whether some of it is known only because Zoom was asked.
    """

    runs: tuple[Run, ...]
    people: tuple[Person, ...]
    together: timedelta
    is_held: bool | None
    why: Why
    gaps: tuple[Gap, ...]
    is_asked: bool


def record_of(
    facts: Iterable[Fact],
    expected: Expected,
    *,
    now: datetime,
    seen_open_at: datetime | None = None,
    is_answered: bool = False,
) -> SessionRecord:
    """Return what happened in a session by all that is known of it.

    Args:
        facts: What Zoom told, and what it answered when it was asked; in any order, each any number of times.
        expected: What is known of the session beforehand.
        now: The present moment.
        seen_open_at: When a look at Zoom found its room open in the session's time, which no fact may tell.
        is_answered: Whether Zoom has answered what was asked about it after its end: no facts are no gap then.
    """
    known = list(facts)
    presence = presence_of(known, by_code=any(node[0] == "code" for node in expected.known_as))
    window = _Window(expected.starts_at - expected.opens_early, expected.ends_at + expected.overruns, now)
    people = [(_role(one, expected), one) for one in presence.people]
    as_mentor = {AttendeeRole.MENTOR}
    if expected.host_is_mentor or not expected.known_as:
        as_mentor.add(AttendeeRole.HOST)
    mentors = [one for role, one in people if role in as_mentor]
    # Where it is known who is who, whoever is nobody is a stranger and makes no session.
    others = [
        one
        for role, one in people
        if role is AttendeeRole.MENTEE or (role is AttendeeRole.UNKNOWN and not expected.known_as)
    ]
    together = window.together(_inside(mentors, presence.runs, window), _inside(others, presence.runs, window))
    why = _why(mentors, others, together, window, expected.held_from)
    if not presence.people:
        why = _of_room_alone(known, presence.runs, window, expected.held_from, seen_open_at)
    is_held: bool | None = why in {Why.HELD, Why.ROOM_OPEN}
    # Until its end somebody may still tell who is in a room that is open.
    if now < expected.ends_at and why is not Why.HELD:
        is_held, why = None, Why.NOT_OVER
    return SessionRecord(
        runs=tuple(_with_who_ended_it(run, expected) for run in presence.runs),
        people=tuple(
            Person(number, role, one.waited, one.admitted_at, one.inside)
            for number, (role, one) in enumerate(people, start=1)
        ),
        together=together,
        is_held=is_held,
        why=why,
        gaps=_gaps(presence, expected.host_id, is_over=now >= expected.ends_at, is_answered=is_answered),
        is_asked=_is_asked(known),
    )


def _with_who_ended_it(run: Run, expected: Expected) -> Run:
    """Return a run as ended by Chaperone if that is so: to Zoom it is the host, whose app asks for it."""
    closed_at = run.closed_at
    is_ours = closed_at is not None and any(abs(closed_at - each) <= _ENDS_WITHIN for each in expected.ended_at)
    return replace(run, ended_by=EndedBy.CHAPERONE) if is_ours else run


@dataclass(frozen=True)
class _Window:
    """The session's time, as far as it has passed."""

    from_: datetime
    to: datetime
    now: datetime

    def within(self, periods: Iterable[Period]) -> Sequence[tuple[datetime, datetime]]:
        """Return the parts of periods that lie in it."""
        until = min(self.to, self.now)
        parts = ((max(each.began_at, self.from_), min(each.ended_at or until, until)) for each in periods)
        return [(began, ended) for began, ended in parts if began <= ended]

    def together(self, some: Sequence[Period], others: Sequence[Period]) -> timedelta:
        """Return how long somebody of both was there."""
        pairs = ((one, other) for one in self.within(merged(some)) for other in self.within(merged(others)))
        overlaps = (min(one[1], other[1]) - max(one[0], other[0]) for one, other in pairs)
        return sum((each for each in overlaps if each > timedelta()), timedelta())


def _role(someone: Someone, expected: Expected) -> AttendeeRole:
    roles = {expected.known_as.get(node) for node in someone.nodes} - {None}
    if len(roles) == 1:
        return next(role for role in roles if role is not None)
    return AttendeeRole.HOST if _is_host(someone, expected.host_id) and not roles else AttendeeRole.UNKNOWN


def _inside(people: Sequence[Someone], runs: Sequence[Run], window: _Window) -> Sequence[Period]:
    """Return when any of them was in. An end that nothing tells is now; after the session, the last that is known of the room."""
    periods = [period for one in people for period in one.inside]
    if not runs or window.now < window.to:
        return periods
    latest = max(run.known_until for run in runs)
    return [Period(each.began_at, each.ended_at or max(each.began_at, latest)) for each in periods]


def _why(
    mentors: Sequence[Someone],
    others: Sequence[Someone],
    together: timedelta,
    window: _Window,
    held_from: timedelta,
) -> Why:
    def came(people: Sequence[Someone], *, inside: bool = False) -> bool:
        return any(window.within([*one.inside, *(() if inside else one.waited)]) for one in people)

    if together >= held_from and came(mentors, inside=True) and came(others, inside=True):
        return Why.HELD
    if not came(mentors):
        return Why.ONLY_MENTEE if came(others) else Why.NOBODY_CAME
    if not came(others):
        return Why.ONLY_MENTOR
    return Why.TOO_SHORT if came(others, inside=True) or not came(mentors, inside=True) else Why.NOT_ADMITTED


def _of_room_alone(
    facts: Sequence[Fact], runs: Sequence[Run], window: _Window, held_from: timedelta, seen_open_at: datetime | None
) -> Why:
    """Return why a session counts as held or not of which nothing tells who was in."""
    if not runs:
        return Why.NOBODY_CAME if seen_open_at is None else Why.ROOM_OPEN
    is_past = window.now >= window.to
    told = [Period(run.opened_at, run.closed_at) for run in runs if run.opened_at and (run.closed_at or not is_past)]
    open_times = window.within(told)
    # Opened in its time, and nothing tells for how long.
    if is_past and any(
        run.opened_at and not run.closed_at and window.from_ <= run.opened_at <= window.to for run in runs
    ):
        return Why.ROOM_OPEN
    if not open_times:
        return Why.NOBODY_CAME
    if any(fact.details.get("participants_count") in {0, 1} for fact in facts):
        return Why.ALONE
    was_open = sum((ended - began for began, ended in open_times), timedelta())
    return Why.ROOM_OPEN if was_open >= held_from else Why.TOO_SHORT


def _gaps(presence: Presence, host_id: str | None, *, is_over: bool, is_answered: bool) -> tuple[Gap, ...]:
    if not is_over:
        return ()
    if not presence.runs:
        return () if is_answered else (Gap.NOTHING_TOLD,)
    found = set()
    for run in presence.runs:
        if run.opened_at is None:
            found.add(Gap.START)
        if run.closed_at is None:
            found.add(Gap.END)
        if not any(uuid == run.uuid for uuid, _ in presence.connections):
            found.add(Gap.PEOPLE)
    # Whoever was let in was in, on the same connection or on another.
    if any(one.admitted_at and not one.inside for one in presence.people):
        found.add(Gap.JOINING)
    if not is_answered and any(_came_unseen(one, presence) for one in presence.people if not _is_host(one, host_id)):
        found.add(Gap.JOINING)
    found |= {gap for times in presence.connections.values() for gap in _gaps_of(times)}
    return tuple(sorted(found))


def _came_unseen(someone: Someone, presence: Presence) -> bool:
    """Tell whether nothing tells that somebody waited before they were let in, or came in.

    Everybody waits, unless that was switched off in the meeting's toolbar: which it is where Zoom tells no more when it is asked.
    """
    came = {
        period.began_at
        for connection in connections_of(someone)
        if FactKind.JOINED in presence.connections.get(connection, {})
        for period in inside_of(presence, connection)
    }
    return any(not came_from_waiting(someone, each) for each in came) or any(
        not waited_until(someone, each) for each in someone.admitted_at
    )


def _is_host(someone: Someone, host_id: str | None) -> bool:
    return host_id is not None and ("user", host_id) in someone.nodes


def _gaps_of(times: Times) -> Iterable[Gap]:
    """Yield what nothing tells of one connection."""
    has_left, has_joined = FactKind.LEFT in times, FactKind.JOINED in times
    if has_joined and not has_left:
        yield Gap.LEAVING
    # Who only waited leaves from there.
    if has_left and not has_joined and FactKind.WAITING_ROOM_JOINED not in times:
        yield Gap.JOINING


def _is_asked(facts: Sequence[Fact]) -> bool:
    def what(fact: Fact) -> tuple[object, ...]:
        return fact.kind, fact.meeting_uuid, fact.participant.user_id if fact.participant else None, second_of(fact)

    told = {what(fact) for fact in facts if fact.source is Source.TOLD}
    return any(what(fact) not in told for fact in facts if fact.source is Source.ASKED)
