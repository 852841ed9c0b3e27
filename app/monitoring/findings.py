"""What people must look at, drawn from what Zoom has told of a session. Pure.

The same facts give the same findings, whatever their order and however often each is told. What shows only after a while, such as
a host who does not come, depends on the present moment, too. A stranger is whoever is neither the host nor somebody who is
expected, by their registration or by the code in the name that their link carries. Of meetings from before people had either, a
stranger is whoever makes the people beside the host more than the booking has. Changes in the running meeting's toolbar show in
no event: what implies one is somebody inside who was never let in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from app.bookings.room_measures import RoomMeasure
from app.monitoring.facts import Fact, FactKind
from app.monitoring.presence import (
    Node,
    Period,
    Presence,
    Someone,
    came_from_waiting,
    connections_of,
    inside_of,
    presence_of,
)
from app.policy.incidents import IncidentKind
from app.policy.room import RoomAction, RoomRules

SETTLES_WITHIN: Final = timedelta(seconds=90)
"""How long what is seen of people's coming and going may be out of order: Zoom tells of a lost connection 60 to 90 s late."""


@dataclass(frozen=True)
class Known:
    """What is known of a session beside the facts.

    Args:
        starts_at: The session's start.
        ends_at: Its end.
        rules: What may happen in its room.
        host_id: The Zoom user who hosts it; None where it has no room, as a session by telephone.
        takes_place: Whether anybody is to come: not to a session that is cancelled or suspended.
        people: How many take part beside the host.
        known_as: By which registration, or which code, each is known, and what they are; empty where nothing tells people apart.
        revoked: Registrations and codes that were somebody's and are not any more.
        agreed_since: Since when there are consents of both to recordings; None where there are not.
        ai_allowed: Whether the session may have AI Companion.
        seen_open_at: When its room was first seen open in its time, by an event or by a look at Zoom.
        ended_at: When it was ended for good because somebody asked for that: nobody is to come or to admit anybody any more.
    """

    starts_at: datetime
    ends_at: datetime
    rules: RoomRules
    host_id: str | None = None
    takes_place: bool = True
    people: int = 2
    known_as: Mapping[Node, str] = field(default_factory=dict)
    revoked: frozenset[Node] = frozenset()
    agreed_since: datetime | None = None
    ai_allowed: bool = False
    seen_open_at: datetime | None = None
    ended_at: datetime | None = None

    def is_to_go_on(self, at: datetime) -> bool:
        """Tell whether the session was to go on at a moment, as far as anybody asked for."""
        return self.ended_at is None or at < self.ended_at


@dataclass(frozen=True)
class Finding:
    """Something that people must look at.

    Args:
        kind: What.
        seen: Every time that it was seen, in order.
        subject: Who or what is concerned, by an opaque id; None for the session as a whole.
        details: What was seen, without personal data.
        measure: What the policy wants to be done about it in the room, if it still runs.
        is_agreed: Whether both had agreed beforehand: it is written down, and no incident.
        again_at: When it will be certain whether a measure is wanted; None where it is certain now.
    """

    kind: IncidentKind
    seen: tuple[datetime, ...]
    subject: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)
    measure: RoomMeasure | None = None
    is_agreed: bool = False
    again_at: datetime | None = None


_POINTS: Final[Mapping[FactKind, IncidentKind]] = {
    FactKind.RECORDING_STARTED: IncidentKind.RECORDING_STARTED,
    FactKind.RECORDING_COMPLETED: IncidentKind.RECORDING_STARTED,
    FactKind.AI_STARTED: IncidentKind.AI_COMPANION_USED,
    FactKind.SUMMARY: IncidentKind.AI_COMPANION_USED,
    FactKind.TRANSCRIPT: IncidentKind.TRANSCRIPT_MADE,
    FactKind.LIVE_STREAM_STARTED: IncidentKind.LIVE_STREAM_STARTED,
    FactKind.RTMS_STARTED: IncidentKind.MEDIA_STREAM_STARTED,
    FactKind.FILE_SHARED: IncidentKind.FILE_SHARED,
    FactKind.WHITEBOARD: IncidentKind.WHITEBOARD_SHARED,
    FactKind.SHARING_STARTED: IncidentKind.SCREEN_SHARED,
    FactKind.CONVERTED_TO_WEBINAR: IncidentKind.CONVERTED_TO_WEBINAR,
    FactKind.CALLED_OUT: IncidentKind.CALLED_FROM_OUTSIDE,
    FactKind.INVITED: IncidentKind.CALLED_FROM_OUTSIDE,
    FactKind.RISK_ALERT: IncidentKind.LINK_PUBLIC,
}
"""What is a finding as soon as it is told."""

_KEPT: Final = frozenset(
    {
        IncidentKind.RECORDING_STARTED,
        IncidentKind.AI_COMPANION_USED,
        IncidentKind.TRANSCRIPT_MADE,
        IncidentKind.LIVE_STREAM_STARTED,
        IncidentKind.MEDIA_STREAM_STARTED,
    }
)
"""What keeps, or carries away, what is said: with consents of both it is agreed."""

_STOPPED_BY: Final[Mapping[FactKind, FactKind]] = {
    FactKind.RECORDING_STARTED: FactKind.RECORDING_STOPPED,
    FactKind.AI_STARTED: FactKind.AI_STOPPED,
    FactKind.LIVE_STREAM_STARTED: FactKind.LIVE_STREAM_STOPPED,
    FactKind.RTMS_STARTED: FactKind.RTMS_STOPPED,
}
_STOPPED_WITH: Final[Mapping[FactKind, RoomMeasure]] = {
    FactKind.RECORDING_STARTED: RoomMeasure.STOP_RECORDING,
    FactKind.AI_STARTED: RoomMeasure.STOP_AI_COMPANION,
}

_TOLD_AS: Final[Mapping[str, str]] = {"registrant": "registrant_id", "code": "code"}
"""How the way in of somebody whom nobody expects is told of."""

MAY_BE_EXPLAINED: Final = frozenset(
    {
        IncidentKind.HOST_MISSING,
        IncidentKind.NOBODY_ADMITS,
        IncidentKind.STRANGER_WAITING,
        IncidentKind.STRANGER_INSIDE,
        IncidentKind.NEVER_ADMITTED,
        IncidentKind.LINK_USED_TWICE,
    }
)
"""What rests on something that was not told: an event that comes late may explain it."""


def findings_in(facts: Iterable[Fact], known: Known, now: datetime) -> tuple[Finding, ...]:
    """Return what people must look at in a session, in the order of kinds and subjects.

    Args:
        facts: What Zoom has told of it, in any order.
        known: What is known of it beside.
        now: The present moment.
    """
    told = list(facts)
    presence = presence_of(told, by_code=any(node[0] == "code" for node in known.known_as))
    found = [
        *_points(told, known),
        *_strangers(presence, known, now),
        *_never_admitted(told, presence, known, now),
        *_used_twice(presence, known, now),
        *(_host_missing(presence, known, now) if known.takes_place and known.host_id is not None else ()),
        *(_nobody_admits(presence, known, now) if known.takes_place else ()),
    ]
    return tuple(sorted(found, key=lambda each: (each.kind, each.subject or "", each.is_agreed)))


def _points(facts: Sequence[Fact], known: Known) -> Iterable[Finding]:
    groups: dict[tuple[IncidentKind, str | None, bool], list[Fact]] = defaultdict(list)
    for fact in facts:
        kind = _POINTS.get(fact.kind)
        if kind is None or _is_expected(fact, facts, known):
            continue
        is_agreed = kind in _KEPT and known.agreed_since is not None and known.agreed_since <= fact.at
        subject = _person_of(fact) if kind is IncidentKind.SCREEN_SHARED else None
        groups[kind, subject, is_agreed].append(fact)
    for (kind, subject, is_agreed), group in groups.items():
        yield Finding(
            kind,
            seen=_times(each.at for each in group),
            subject=subject,
            details={"event": max(group, key=lambda each: (each.at, each.event)).event},
            measure=None if is_agreed else _measure(group, facts, known),
            is_agreed=is_agreed,
        )


def _is_expected(fact: Fact, facts: Sequence[Fact], known: Known) -> bool:
    match fact.kind:
        case FactKind.AI_STARTED | FactKind.SUMMARY:
            return known.ai_allowed
        case FactKind.RECORDING_COMPLETED:
            # It tells of a recording whose start was not told.
            return any(each.kind is FactKind.RECORDING_STARTED for each in facts)
        case FactKind.SHARING_STARTED:
            is_host = fact.is_about_host or (
                fact.participant is not None and fact.participant.zoom_user_id == known.host_id is not None
            )
            return is_host or fact.details.get("content") == "whiteboard"
    return False


def _measure(group: Sequence[Fact], facts: Sequence[Fact], known: Known) -> RoomMeasure | None:
    """Return what the policy wants to be done about what was started, if it goes on."""
    running = [each for each in group if each.kind in _STOPPED_BY and not _is_over(each, facts)]
    if not running or known.rules.recording is RoomAction.ALERT:
        return None
    if known.rules.recording is RoomAction.END:
        return RoomMeasure.END_ROOM
    return _STOPPED_WITH.get(running[-1].kind)


def _is_over(started: Fact, facts: Sequence[Fact]) -> bool:
    over = {_STOPPED_BY[started.kind], FactKind.MEETING_ENDED}
    return any(
        each.kind in over and each.at >= started.at and each.meeting_uuid == started.meeting_uuid for each in facts
    )


def _strangers(presence: Presence, known: Known, now: datetime) -> Iterable[Finding]:
    guests = [one for one in presence.people if not _is_host(one, known)]
    if known.known_as:
        yield from _unexpected(guests, known, now)
        return
    for kind in (IncidentKind.STRANGER_INSIDE, IncidentKind.STRANGER_WAITING):
        is_inside = kind is IncidentKind.STRANGER_INSIDE
        here = {one: one.inside if is_inside else (*one.inside, *one.waited) for one in guests}
        too_many = [
            (period, is_sure)
            for one in guests
            for period in (one.inside if is_inside else one.waited)
            for there, is_sure in [_there_before(one, period, here)]
            if there >= known.people
        ]
        if too_many:
            yield _stranger(kind, too_many, known, now, details={"expected": known.people})


def _unexpected(guests: Sequence[Someone], known: Known, now: datetime) -> Iterable[Finding]:
    """Yield those who are nobody that is expected: by whose way in they came is told, as far as it is known."""
    groups: dict[tuple[IncidentKind, Node | None], list[tuple[Period, bool]]] = defaultdict(list)
    for one in guests:
        if not one.nodes.isdisjoint(known.known_as):
            continue
        # A code is told only where it is known to be ours: else it is part of somebody's name.
        came_by = sorted(node for node in one.nodes if node[0] == "registrant" or node in known.revoked)
        # A telephone that nobody is known by may be bound to somebody's computer in a moment.
        is_sure = _is_known(one)
        for kind, periods in (
            (IncidentKind.STRANGER_INSIDE, one.inside),
            (IncidentKind.STRANGER_WAITING, one.waited),
        ):
            groups[kind, came_by[0] if came_by else None] += [(period, is_sure) for period in periods]
    for (kind, way), found in groups.items():
        if found:
            told = {} if way is None else {_TOLD_AS[way[0]]: way[1], "revoked": way in known.revoked}
            yield _stranger(kind, found, known, now, details=told, subject=None if way is None else way[1])


def _there_before(who: Someone, period: Period, here: Mapping[Someone, Sequence[Period]]) -> tuple[int, bool]:
    """Return how many others were there when somebody came, and whether none of them can be the same person.

    Whoever loses a connection comes again before Zoom tells that the first one is gone: of those who were there, one who is gone
    soon while the newcomer stays is the newcomer, unless both are known by name or number.
    """
    there, is_sure = 0, True
    stays = any(each.ended_at is None for each in here[who])
    gone_at = max((each.ended_at for each in here[who] if each.ended_at is not None), default=period.began_at)
    for other, periods in here.items():
        present = [each for each in periods if each.began_at <= period.began_at and each.covers(period.began_at)]
        if other == who or not present:
            continue
        may_be_same = not (_is_known(who) and _is_known(other))
        ended = [each.ended_at for each in present if each.ended_at is not None]
        is_replaced = (
            len(ended) == len(present)
            and max(ended) <= period.began_at + SETTLES_WITHIN
            and (stays or gone_at > max(ended))
        )
        if not (may_be_same and is_replaced):
            there += 1
            is_sure = is_sure and not may_be_same
    return there, is_sure


def _stranger(
    kind: IncidentKind,
    periods: Sequence[tuple[Period, bool]],
    known: Known,
    now: datetime,
    *,
    details: Mapping[str, Any],
    subject: str | None = None,
) -> Finding:
    # People are told at once; nobody is sent out because somebody's connection broke.
    goes_on = any(
        period.covers(now) and (is_sure or period.began_at + SETTLES_WITHIN <= now) for period, is_sure in periods
    )
    may_end = kind is IncidentKind.STRANGER_INSIDE and known.rules.stranger is RoomAction.END
    seen = _times(period.began_at for period, _ in periods)
    if goes_on or not may_end:
        return Finding(kind, seen, subject, details, RoomMeasure.END_ROOM if may_end else None)
    settling = [period.began_at + SETTLES_WITHIN for period, _ in periods if period.covers(now)]
    return Finding(kind, seen, subject, details, again_at=min(settling, default=None))


def _is_known(someone: Someone) -> bool:
    return any(node[0] in {"registrant", "user", "pseudonym"} for node in someone.nodes)


def _never_admitted(facts: Sequence[Fact], presence: Presence, known: Known, now: datetime) -> Iterable[Finding]:
    # A bound telephone is somebody's who was let in with their computer.
    telephones = {
        (fact.meeting_uuid or "", who.user_id)
        for fact in facts
        if fact.kind is FactKind.BOUND
        for who in (fact.participant, fact.bound_to)
        if who is not None
    }
    hosts = {connection for one in presence.people if _is_host(one, known) for connection in connections_of(one)}
    admitted = _visits(facts, FactKind.ADMITTED).values()
    # Who is admitted gets another connection in the meeting, and stays the same participant until they leave it.
    let_in = {connection for connection, visit in _visits(facts, FactKind.JOINED).items() if visit in admitted}
    # Zoom's answers name no participant, and the event may be lost: who waited until they were in was let in, too.
    owners = {connection: one for one in presence.people for connection in connections_of(one)}
    entered = [
        period.began_at
        for connection, times in presence.connections.items()
        if FactKind.JOINED in times and FactKind.ADMITTED not in times and connection not in hosts | telephones | let_in
        for period in inside_of(presence, connection)
        if period.began_at + SETTLES_WITHIN <= now
        and not (connection in owners and came_from_waiting(owners[connection], period.began_at))
    ]
    if entered:
        details = {"connections": len(entered), "waiting_room": "not observable while the meeting runs"}
        yield Finding(IncidentKind.NEVER_ADMITTED, seen=_times(entered), details=details)


def _visits(facts: Sequence[Fact], kind: FactKind) -> Mapping[tuple[str, str | None], tuple[str, str]]:
    """Return, for each connection that facts of a kind are about, the participant that it was, where Zoom says so."""
    return {
        (run, fact.participant.user_id): (run, fact.participant.participant_uuid)
        for fact in facts
        if fact.kind is kind and fact.participant is not None and fact.participant.participant_uuid
        for run in (fact.meeting_uuid or "",)
    }


def _used_twice(presence: Presence, known: Known, now: datetime) -> Iterable[Finding]:
    for one in presence.people:
        names = sorted(
            (node for node in one.nodes if node[0] in {"registrant", "pseudonym", "code"}),
            key=lambda node: (node not in known.known_as, node),
        )
        if not names or _is_host(one, known):
            continue
        stays = {connection: inside_of(presence, connection) for connection in connections_of(one)}
        at_once = [
            period.began_at
            for connection, periods in stays.items()
            for period in periods
            if (moment := period.began_at + SETTLES_WITHIN) <= now
            and period.covers(moment)
            and any(
                other.began_at <= period.began_at and other.covers(moment)
                for each, others in stays.items()
                if each != connection
                for other in others
            )
        ]
        if at_once:
            role = known.known_as.get(names[0])
            yield Finding(
                IncidentKind.LINK_USED_TWICE,
                seen=_times(at_once),
                subject=":".join(names[0]),
                details={} if role is None else {"role": role},
            )


def _host_missing(presence: Presence, known: Known, now: datetime) -> Iterable[Finding]:
    due = known.starts_at + known.rules.host_missing_after
    came = [period.began_at for one in presence.people if _is_host(one, known) for period in one.inside]
    came += [run.opened_at for run in presence.runs if run.opened_at is not None]
    came += [known.seen_open_at] if known.seen_open_at is not None else []
    if now >= due and known.is_to_go_on(due) and not any(moment <= due for moment in came):
        late = min((moment for moment in came if moment <= known.ends_at), default=None)
        details = {"came_at": late.isoformat()} if late is not None else {}
        yield Finding(IncidentKind.HOST_MISSING, seen=(due,), details=details)


def _nobody_admits(presence: Presence, known: Known, now: datetime) -> Iterable[Finding]:
    told = [
        due
        for one in presence.people
        if not _is_host(one, known)
        for period in one.waited
        if (due := max(period.began_at, known.starts_at) + known.rules.admit_within) <= min(now, known.ends_at)
        and known.is_to_go_on(due)
        and period.covers(due)
    ]
    if told:
        yield Finding(IncidentKind.NOBODY_ADMITS, seen=_times(told))


def _is_host(someone: Someone, known: Known) -> bool:
    return known.host_id is not None and ("user", known.host_id) in someone.nodes


def _person_of(fact: Fact) -> str | None:
    """Return who a fact is about, as far as is known beyond one connection."""
    who = fact.participant
    return None if who is None else who.registrant_id or who.zoom_user_id or who.pseudonym


def _times(moments: Iterable[datetime]) -> tuple[datetime, ...]:
    return tuple(sorted(set(moments)))
