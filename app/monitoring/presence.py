"""From facts to rooms and people: when the room was open, and which connections are one person's, waiting or inside.

Pure, and independent of order. A connection is known by its run of the meeting and its number in it. Connections are one person's
where an opaque id says so: a registration, a user of the account, a telephone bound to a computer, the hash of an address, or the
code in the name under which they came, which our link gave them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.monitoring.facts import Fact, FactKind, Participant, Source

Connection = tuple[str, str]
"""The run of the meeting, and the connection's number in it."""
Node = tuple[str, ...]
"""One of the ids that a person is known by."""
Times = Mapping[FactKind, frozenset[datetime]]


class EndedBy(StrEnum):
    """What closed the room."""

    HOST = "host"
    TIME_LIMIT = "time_limit"
    LAST_PERSON = "last_person"
    CHAPERONE = "chaperone"
    """It was ended by a rule, because of an incident, or because a person asked Chaperone to."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Period:
    """From when to when; `ended_at` is None while it lasts, and where nothing tells its end."""

    began_at: datetime
    ended_at: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.began_at <= moment and (self.ended_at is None or moment < self.ended_at)


@dataclass(frozen=True)
class Run:
    """One time that the room was open; a time is None where nothing tells it. `known_until` is the last that is told of it."""

    uuid: str
    opened_at: datetime | None
    closed_at: datetime | None
    ended_by: EndedBy
    known_until: datetime


@dataclass(frozen=True)
class Someone:
    """A person, by the ids that they are known by, with what their connections did."""

    nodes: frozenset[Node]
    waited: tuple[Period, ...]
    admitted_at: tuple[datetime, ...]
    inside: tuple[Period, ...]

    @property
    def first_seen_at(self) -> datetime:
        """When they are first known to have been there."""
        return min([*(period.began_at for period in (*self.waited, *self.inside)), *self.admitted_at])


@dataclass(frozen=True)
class Presence:
    """What is known of the room and of who was there. `connections` tells what each did, for whoever looks for gaps."""

    runs: tuple[Run, ...]
    people: tuple[Someone, ...]
    connections: Mapping[Connection, Times] = field(default_factory=dict)


_COMES_IN_WITHIN: Final = timedelta(seconds=15)
"""How long it takes at most from the waiting room into the meeting."""

_WAITS: Final = frozenset({FactKind.WAITING_ROOM_JOINED, FactKind.PUT_BACK})
_STOPS_WAITING: Final = frozenset({FactKind.WAITING_ROOM_LEFT, FactKind.ADMITTED, FactKind.JOINED, FactKind.LEFT})
_LEAVES: Final = frozenset({FactKind.LEFT, FactKind.PUT_BACK})
_PRESENT: Final = _WAITS | _STOPS_WAITING | _LEAVES


def presence_of(facts: Iterable[Fact], *, by_code: bool = False) -> Presence:
    """Return who was where, from when to when, by these facts in any order, each any number of times.

    `by_code`: people come by links that carry their names, so the code in a name tells who somebody is.
    """
    known = list(facts)
    connections = _connections(known)
    runs = _runs(known, connections)
    by_uuid = {run.uuid: run for run in runs}
    found = []
    for nodes in _people(known, by_code=by_code):
        theirs = {each: connections[each] for each in _connections_among(nodes) if each in connections}
        someone = _someone(nodes, theirs, by_uuid)
        if someone.waited or someone.inside or someone.admitted_at:
            found.append(someone)
    return Presence(runs, tuple(sorted(found, key=lambda one: (one.first_seen_at, sorted(one.nodes)))), connections)


def inside_of(presence: Presence, connection: Connection) -> Sequence[Period]:
    """Return when one connection was inside."""
    run = next((each for each in presence.runs if each.uuid == connection[0]), None)
    times = presence.connections[connection]
    return _periods(_joined(times, run), _any(times, _LEAVES), run.closed_at if run is not None else None)


def connections_of(someone: Someone) -> frozenset[Connection]:
    """Return a person's connections."""
    return frozenset(_connections_among(someone.nodes))


def waited_until(someone: Someone, moment: datetime) -> bool:
    """Tell whether somebody is known to have waited right until a moment."""
    return any(
        each.covers(moment) or (each.ended_at is not None and abs(moment - each.ended_at) <= _COMES_IN_WITHIN)
        for each in someone.waited
    )


def came_from_waiting(someone: Someone, moment: datetime) -> bool:
    """Tell whether somebody who came in at a moment had waited, or was let in, right before."""
    return waited_until(someone, moment) or any(abs(moment - each) <= _COMES_IN_WITHIN for each in someone.admitted_at)


def second_of(fact: Fact) -> datetime:
    """Return when it happened, in whole seconds: what an event's stamp tells more, Zoom's answers do not."""
    return fact.at.replace(microsecond=0)


def merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return the periods without what lies in two of them."""
    result: list[Period] = []
    for period in sorted(periods, key=lambda each: each.began_at):
        last = result[-1] if result else None
        if last is None or (last.ended_at is not None and last.ended_at < period.began_at):
            result.append(period)
        elif last.ended_at is not None:
            ended = None if period.ended_at is None else max(last.ended_at, period.ended_at)
            result[-1] = Period(last.began_at, ended)
    return tuple(result)


def _connection_of(fact: Fact, who: Participant) -> Connection | None:
    return (fact.meeting_uuid or "", who.user_id) if who.user_id is not None else None


def _connections(facts: Sequence[Fact]) -> Mapping[Connection, Times]:
    times: dict[Connection, dict[FactKind, set[datetime]]] = defaultdict(lambda: defaultdict(set))
    for fact in facts:
        connection = _connection_of(fact, fact.participant) if fact.participant else None
        if connection is not None and fact.kind in _PRESENT:
            times[connection][fact.kind].add(second_of(fact))
    return {each: {kind: frozenset(at) for kind, at in kinds.items()} for each, kinds in times.items()}


def _runs(facts: Sequence[Fact], connections: Mapping[Connection, Times]) -> tuple[Run, ...]:
    """Return when the room was open: by Zoom's word, else since the first who joined."""
    opened: dict[str, set[datetime]] = defaultdict(set)
    closed: dict[str, set[datetime]] = defaultdict(set)
    told: dict[str, set[datetime]] = defaultdict(set)
    reasons: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        uuid = fact.meeting_uuid or ""
        if fact.kind in {FactKind.MEETING_STARTED, FactKind.MEETING_ENDED, FactKind.JOINED, FactKind.LEFT}:
            told[uuid].add(second_of(fact))
        if fact.kind is FactKind.MEETING_STARTED:
            opened[uuid].add(second_of(fact))
        if fact.kind is FactKind.MEETING_ENDED:
            closed[uuid].add(second_of(fact))
        if fact.kind is FactKind.LEFT and "left_because" in fact.details:
            reasons[uuid].add(str(fact.details["left_because"]))
    runs = []
    for uuid, times in told.items():
        joined = {at for (of, _), kinds in connections.items() if of == uuid for at in kinds.get(FactKind.JOINED, ())}
        ended = max(closed[uuid], default=None)
        runs.append(
            Run(uuid, min(opened[uuid] or joined, default=None), ended, _ended_by(reasons[uuid], ended), max(times))
        )
    return tuple(sorted(runs, key=lambda run: (run.opened_at or run.known_until, run.uuid)))


def _ended_by(reasons: set[str], ended: datetime | None) -> EndedBy:
    if "host_ended" in reasons:
        return EndedBy.HOST
    if "time_limit" in reasons:
        return EndedBy.TIME_LIMIT
    return EndedBy.LAST_PERSON if ended is not None and reasons else EndedBy.UNKNOWN


def _someone(nodes: frozenset[Node], theirs: Mapping[Connection, Times], runs: Mapping[str, Run]) -> Someone:
    waited: list[Period] = []
    inside: list[Period] = []
    admitted: set[datetime] = set()
    for (uuid, _), times in theirs.items():
        run = runs.get(uuid)
        closed_at = run.closed_at if run else None
        waited += _periods(_any(times, _WAITS), _any(times, _STOPS_WAITING), closed_at)
        inside += _periods(_joined(times, run), _any(times, _LEAVES), closed_at)
        admitted |= times.get(FactKind.ADMITTED, frozenset())
    return Someone(nodes, merged(waited), tuple(sorted(admitted)), merged(inside))


def _joined(times: Times, run: Run | None) -> frozenset[datetime]:
    """Return when a connection joined; who left must have joined before, also where nobody told when."""
    if (joined := times.get(FactKind.JOINED)) or not (left := times.get(FactKind.LEFT)):
        return joined or frozenset()
    if let_in := times.get(FactKind.ADMITTED):
        return frozenset({max(let_in)})
    if FactKind.WAITING_ROOM_JOINED in times:
        # They waited, and left from there.
        return frozenset()
    opened_at = run.opened_at if run is not None else None
    return frozenset({min(left if opened_at is None else {opened_at, *left})})


def _any(times: Times, kinds: frozenset[FactKind]) -> frozenset[datetime]:
    return frozenset[datetime]().union(*(times.get(kind, frozenset()) for kind in kinds))


def _periods(starts: frozenset[datetime], ends: frozenset[datetime], closed_at: datetime | None) -> Sequence[Period]:
    """Return the times between each start and the end that follows it, or the closing of the room."""
    periods: list[Period] = []
    began: datetime | None = None
    for at, is_end in sorted([*((at, False) for at in starts), *((at, True) for at in ends)]):
        if not is_end and began is None:
            began = at
        elif is_end and began is not None:
            periods.append(Period(began, at))
            began = None
    if began is not None:
        periods.append(Period(began, closed_at if closed_at is not None and closed_at >= began else None))
    # Zoom notices late that somebody is gone: after the room was closed nobody is in.
    return [
        Period(each.began_at, max(each.began_at, min(each.ended_at, closed_at)))
        if closed_at is not None and each.ended_at is not None
        else each
        for each in periods
    ]


def _people(facts: Sequence[Fact], *, by_code: bool) -> Sequence[frozenset[Node]]:
    """Return the ids of each person: two ids are one person's where one fact tells both."""
    told = [
        [node for who in (fact.participant, fact.bound_to) if who is not None for node in _nodes(fact, who)]
        for fact in facts
    ]
    return _joined_by([*told, *(_codes(facts) if by_code else ())])


def _joined_by(together: Iterable[Sequence[Node]]) -> Sequence[frozenset[Node]]:
    """Return the ids in groups: those that are told together, and what is told together with one of them."""
    parents: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        parents.setdefault(node, node)
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for nodes in together:
        for node in nodes:
            parents[root(node)] = root(nodes[0])
    groups: dict[Node, set[Node]] = defaultdict(set)
    for node in list(parents):
        groups[root(node)].add(node)
    return [frozenset(nodes) for nodes in groups.values()]


def _visit(fact: Fact, who: Participant) -> Iterable[Node]:
    """Return the ids of one coming: from when somebody opens a link until they leave."""
    if (connection := _connection_of(fact, who)) is not None:
        yield ("connection", *connection)
    if who.participant_uuid:
        yield "participant", who.participant_uuid


def _nodes(fact: Fact, who: Participant) -> Iterable[Node]:
    yield from _visit(fact, who)
    if who.registrant_id:
        yield "registrant", who.registrant_id
    if who.zoom_user_id:
        yield "user", who.zoom_user_id
    if who.pseudonym:
        yield "pseudonym", who.pseudonym


def _codes(facts: Sequence[Fact]) -> Iterable[Sequence[Node]]:
    """Return with each visit the code of the name under which somebody came: the name that they take later proves nothing."""
    named = [(fact, who) for fact in facts if (who := fact.participant) is not None and who.display_code is not None]
    visits = _joined_by([*_visit(fact, fact.participant)] for fact in facts if fact.participant is not None)
    visit_of = {node: visit for visit in visits for node in visit}
    first: dict[frozenset[Node], tuple[tuple[datetime, bool], set[str]]] = {}
    for fact, who in named:
        # What Zoom answers later holds the last name.
        when = (second_of(fact), fact.source is Source.ASKED)
        for visit in {visit_of[node] for node in _visit(fact, who)}:
            earliest, codes = first.get(visit, (when, set()))
            if when <= earliest:
                first[visit] = (when, {*(codes if when == earliest else ()), who.display_code or ""})
    for visit, (_, codes) in first.items():
        (code, *others) = codes
        if code and not others:
            yield [*visit, ("code", code)]


def _connections_among(nodes: Iterable[Node]) -> Iterable[Connection]:
    return ((node[1], node[2]) for node in nodes if node[0] == "connection")
