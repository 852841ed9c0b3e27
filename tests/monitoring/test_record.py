"""The session record: the same for the same facts, in whatever order, however often and late they come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.monitoring.facts import Fact, FactKind, Participant, Source
from app.monitoring.presence import EndedBy, Node, Period
from app.monitoring.record import AttendeeRole, Expected, Gap, SessionRecord, Why, record_of
from tests.support.exploring import examples

START = datetime(2026, 11, 23, 16, tzinfo=UTC)
END = START + timedelta(hours=1)
LATER = END + timedelta(hours=2)
HOST = Participant(user_id="1", zoom_user_id="host")
GUEST = Participant(user_id="2", pseudonym="guest")
MARGIN = timedelta(minutes=15)
EXPECTED = Expected(START, END, MARGIN, MARGIN, timedelta(minutes=10), host_id="host")


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def fact(kind: FactKind, minutes: float, who: Participant | None = None, *, run: str = "u1", **more: Any) -> Fact:
    return Fact(
        kind=kind,
        event=kind,
        at=at(minutes),
        received_at=at(minutes) + timedelta(seconds=1),
        meeting_uuid=run,
        host_id="host",
        participant=who,
        **more,
    )


def opened(minutes: float, **more: Any) -> Fact:
    return fact(FactKind.MEETING_STARTED, minutes, **more)


def closed(minutes: float, **more: Any) -> Fact:
    return fact(FactKind.MEETING_ENDED, minutes, **more)


def was_in(who: Participant, came: float, went: float, **more: Any) -> list[Fact]:
    return [fact(FactKind.JOINED, came, who, **more), fact(FactKind.LEFT, went, who, **more)]


def record(*facts: Fact, now: datetime = LATER, expected: Expected = EXPECTED, **more: Any) -> SessionRecord:
    return record_of(facts, expected, now=now, **more)


def periods(*minutes: tuple[float, float | None]) -> tuple[Period, ...]:
    return tuple(Period(at(began), None if ended is None else at(ended)) for began, ended in minutes)


GOOD = [
    opened(-5),
    *was_in(HOST, -5, 50),
    fact(FactKind.WAITING_ROOM_JOINED, -2, GUEST),
    fact(FactKind.ADMITTED, 0, GUEST),
    fact(FactKind.WAITING_ROOM_LEFT, 0, GUEST),
    *was_in(GUEST, 0, 49),
    closed(50),
]


def test_a_coordinator_who_opens_is_not_taken_for_the_mentor_and_a_mentor_who_comes_beside_them_is() -> None:
    mentor = Participant(user_id="3", registrant_id="r-mentor")
    mentee = Participant(user_id="4", registrant_id="r-mentee")
    known_as: dict[Node, AttendeeRole] = {
        ("registrant", "r-mentor"): AttendeeRole.MENTOR,
        ("registrant", "r-mentee"): AttendeeRole.MENTEE,
    }
    expected = replace(EXPECTED, known_as=known_as, host_is_mentor=False)
    without_mentor = [opened(-5), *was_in(HOST, -5, 50), *was_in(mentee, 0, 49), closed(50)]

    alone = record(*without_mentor, expected=expected)
    together = record(*without_mentor, *was_in(mentor, 1, 49), expected=expected)

    assert (alone.is_held, alone.why) == (False, Why.ONLY_MENTEE)
    assert (together.is_held, together.why) == (True, Why.HELD)
    assert record(*without_mentor, expected=replace(expected, host_is_mentor=True)).is_held is True


def test_a_good_session_tells_when_the_room_was_open_and_who_waited_was_admitted_and_was_in() -> None:
    found = record(*GOOD)

    (run,) = found.runs
    assert (run.opened_at, run.closed_at) == (at(-5), at(50))
    host, guest = found.people
    assert (host.role, host.inside, host.waited) == (AttendeeRole.HOST, periods((-5, 50)), ())
    assert (guest.role, guest.waited, guest.admitted_at) == (AttendeeRole.UNKNOWN, periods((-2, 0)), (at(0),))
    assert guest.inside == periods((0, 49))
    assert (found.is_held, found.why, found.together) == (True, Why.HELD, timedelta(minutes=49))
    assert (found.gaps, found.is_asked) == ((), False)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ([], Why.NOBODY_CAME),
        ([opened(0), *was_in(HOST, 0, 20), closed(20)], Why.ONLY_MENTOR),
        ([opened(0), *was_in(GUEST, 0, 20), closed(20)], Why.ONLY_MENTEE),
        ([opened(0), fact(FactKind.WAITING_ROOM_JOINED, 0, GUEST), closed(20)], Why.ONLY_MENTEE),
        ([opened(0), *was_in(HOST, 0, 9.9), *was_in(GUEST, 0, 30), closed(30)], Why.TOO_SHORT),
        ([opened(0), *was_in(HOST, 0, 0.03), *was_in(GUEST, 0, 0.03), closed(0.03)], Why.TOO_SHORT),
        (
            [opened(0), *was_in(HOST, 0, 20), fact(FactKind.WAITING_ROOM_JOINED, 1, GUEST), closed(20)],
            Why.NOT_ADMITTED,
        ),
        # A trial an hour before is no session.
        ([opened(-70), *was_in(HOST, -70, -40), *was_in(GUEST, -70, -40), closed(-40)], Why.NOBODY_CAME),
    ],
)
def test_a_session_that_was_not_held_says_why(facts: list[Fact], why: Why) -> None:
    found = record(*facts)
    assert (found.is_held, found.why) == (False, why)


def test_before_its_end_it_is_open_whether_a_session_is_held_unless_it_is_already() -> None:
    before = record(*GOOD[:2], now=at(5))
    assert (before.is_held, before.why, before.gaps) == (None, Why.NOT_OVER, ())
    during = record(*[each for each in GOOD if each.at <= at(12)], now=at(12))
    assert (during.is_held, during.people[0].inside) == (True, periods((-5, None)))


def test_a_rejoin_is_one_person_and_a_left_that_comes_late_closes_nothing_new() -> None:
    again = replace(GUEST, user_id="3")
    found = record(
        opened(0),
        *was_in(HOST, 0, 40),
        # The connection broke at 10; they were back at once, and Zoom noticed the loss 80 seconds later.
        *was_in(GUEST, 0, 11.5),
        *was_in(again, 10.2, 40),
        closed(40),
    )
    assert [person.inside for person in found.people if person.role is AttendeeRole.UNKNOWN] == [periods((0, 40))]


def test_a_telephone_that_is_bound_to_a_computer_is_the_same_person() -> None:
    phone, computer = Participant(user_id="8", pseudonym="number"), Participant(user_id="2")
    found = record(
        opened(0),
        *was_in(HOST, 0, 40),
        *was_in(computer, 0, 30),
        *was_in(phone, 2, 35),
        fact(FactKind.BOUND, 3, phone, bound_to=computer),
        closed(40),
    )
    assert [person.inside for person in found.people if person.role is AttendeeRole.UNKNOWN] == [periods((0, 35))]


def test_guests_whom_nothing_tells_apart_or_together_are_each_unknown() -> None:
    found = record(
        opened(0), *was_in(Participant(user_id="2"), 0, 5), *was_in(Participant(user_id="3"), 6, 9), closed(9)
    )
    assert [(person.number, person.role) for person in found.people] == [
        (1, AttendeeRole.UNKNOWN),
        (2, AttendeeRole.UNKNOWN),
    ]


def test_who_is_registered_is_known_by_the_registration_and_a_stranger_makes_no_session() -> None:
    expected = replace(
        EXPECTED, known_as={("registrant", "a"): AttendeeRole.MENTOR, ("registrant", "b"): AttendeeRole.MENTEE}
    )
    mentor, mentee = Participant(user_id="1", registrant_id="a"), Participant(user_id="2", registrant_id="b")
    held = record(opened(0), *was_in(mentor, 0, 30), *was_in(mentee, 0, 30), closed(30), expected=expected)
    assert ([person.role for person in held.people], held.is_held) == ([AttendeeRole.MENTOR, AttendeeRole.MENTEE], True)
    stranger = record(opened(0), *was_in(mentor, 0, 30), *was_in(GUEST, 0, 30), closed(30), expected=expected)
    assert stranger.why is Why.ONLY_MENTOR


def test_who_was_in_at_the_end_was_in_until_the_room_was_closed() -> None:
    waited = [fact(kind, 0, GUEST) for kind in (FactKind.WAITING_ROOM_JOINED, FactKind.WAITING_ROOM_LEFT)]
    found = record(opened(0), fact(FactKind.JOINED, 0, HOST), *waited, *was_in(GUEST, 0, 90), closed(30))
    assert {person.inside for person in found.people} == {periods((0, 30))}
    assert found.gaps == (Gap.LEAVING,)


def test_the_same_number_in_another_run_is_another_connection() -> None:
    found = record(
        *(opened(0), *was_in(HOST, 0, 5), closed(5)),
        *(opened(10, run="u2"), *was_in(replace(GUEST, user_id="1"), 10, 20, run="u2")),
        closed(20, run="u2"),
    )
    assert [(person.role, person.inside) for person in found.people] == [
        (AttendeeRole.HOST, periods((0, 5))),
        (AttendeeRole.UNKNOWN, periods((10, 20))),
    ]


@pytest.mark.parametrize(
    ("reasons", "ended_by"),
    [
        (["left", "host_ended"], EndedBy.HOST),
        (["time_limit"], EndedBy.TIME_LIMIT),
        (["left", "left"], EndedBy.LAST_PERSON),
        ([], EndedBy.UNKNOWN),
    ],
)
def test_who_ended_it_is_told_by_why_people_left(reasons: list[str], ended_by: EndedBy) -> None:
    left = [
        fact(FactKind.LEFT, 30, Participant(user_id=str(number)), details={"left_because": reason})
        for number, reason in enumerate(reasons)
    ]
    assert record(opened(0), *left, closed(30)).runs[0].ended_by is ended_by


def test_a_room_that_chaperone_had_ended_is_told_so_and_another_run_of_it_is_not() -> None:
    ended = replace(EXPECTED, ended_at=(at(30.5),))
    found = record(opened(0), closed(30), opened(40, run="u2"), closed(50, run="u2"), expected=ended)
    assert [run.ended_by for run in found.runs] == [EndedBy.CHAPERONE, EndedBy.UNKNOWN]


def test_where_nothing_tells_who_was_in_an_open_room_counts_and_the_gap_is_told() -> None:
    found = record(opened(0), closed(30))
    assert (found.is_held, found.why, found.gaps) == (True, Why.ROOM_OPEN, (Gap.PEOPLE,))
    assert record(opened(0), closed(0.05)).is_held is False
    alone = record(opened(0), closed(30, details={"participants_count": 1}))
    assert (alone.is_held, alone.why) == (False, Why.ALONE)
    seen = record(seen_open_at=at(3))
    assert (seen.why, seen.gaps) == (Why.ROOM_OPEN, (Gap.NOTHING_TOLD,))
    assert record(is_answered=True).gaps == ()


def test_before_its_end_a_session_counts_as_held_only_where_people_are_known_to_have_been_in() -> None:
    early = record(opened(0), now=at(0.05))
    assert (early.is_held, early.why) == (None, Why.NOT_OVER)
    seen = record(seen_open_at=at(1), now=at(20))
    assert (seen.is_held, seen.why) == (None, Why.NOT_OVER)


# Whole sessions as Zoom could tell them, and what it answers when it is asked about them.


@dataclass(frozen=True)
class Session:
    told: Sequence[Fact]
    answers: Sequence[Fact]


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    told: list[Fact] = []
    answers: list[Fact] = []
    began, number = draw(st.integers(-14, 5)), 0
    for run in range(draw(st.integers(1, 2))):
        uuid, length = f"u{run}", draw(st.integers(1, 40))
        room = [opened(began, run=uuid), closed(began + length, run=uuid)]
        told += room
        answers += [replace(each, source=Source.ASKED) for each in room]
        for known_as in draw(st.lists(st.sampled_from(["host", "guest", "phone", ""]), max_size=4)):
            number += 1
            who = Participant(user_id=str(number), participant_uuid=f"p{number}")
            who = replace(who, zoom_user_id="host") if known_as == "host" else replace(who, pseudonym=known_as or None)
            came = began + draw(st.integers(0, length))
            went = came + draw(st.integers(0, began + length - came))
            presence = was_in(who, came, went, run=uuid)
            told += presence
            answers += [replace(each, source=Source.ASKED, details={}) for each in presence]
            if known_as != "host" and draw(st.booleans()):
                waited = [fact(FactKind.WAITING_ROOM_JOINED, came - 1, who, run=uuid)]
                waited.append(fact(FactKind.WAITING_ROOM_LEFT, came, who, run=uuid))
                told += [*waited, fact(FactKind.ADMITTED, came, who, run=uuid)]
                answers += [replace(each, source=Source.ASKED) for each in waited]
        began += length + draw(st.integers(1, 10))
    return Session(told, answers)


def what_questions_can_tell(found: SessionRecord) -> Any:
    """Return the record without what Zoom tells in events alone: who admitted whom, and why somebody left."""
    runs = [(run.uuid, run.opened_at, run.closed_at) for run in found.runs]
    people = [(person.role, person.waited, person.inside) for person in found.people]
    return runs, people, found.together, found.is_held, found.why, found.gaps


@settings(max_examples=examples(150))
@given(sessions(), st.data())
def test_any_order_and_repetition_gives_the_same_record(session: Session, data: st.DataObject) -> None:
    repeated = [*session.told, *data.draw(st.lists(st.sampled_from(session.told), max_size=10))]
    late = [
        replace(each, received_at=each.received_at + timedelta(seconds=data.draw(st.integers(0, 9000))))
        for each in repeated
    ]
    assert record(*data.draw(st.permutations(late))) == record(*session.told)


@settings(max_examples=examples(150))
@given(sessions(), st.data())
def test_what_is_lost_and_asked_for_gives_the_same_record(session: Session, data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.integers(0, len(session.told) - 1)))
    kept = [each for index, each in enumerate(session.told) if index not in lost]
    facts = data.draw(st.permutations([*kept, *session.answers]))

    filled_in = record(*facts)

    assert what_questions_can_tell(filled_in) == what_questions_can_tell(record(*session.told))
    assert filled_in.is_asked == any(session.told[index].kind is not FactKind.ADMITTED for index in lost)


@settings(max_examples=examples(100))
@given(sessions(), st.data())
def test_fewer_facts_never_make_more_of_a_session(session: Session, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(session.told), unique_by=id))
    whole, part = record(*session.told), record(*kept)
    # Nobody is in for longer than they were, unless nothing tells that they left.
    if Gap.LEAVING not in part.gaps and Gap.JOINING not in part.gaps:
        assert part.together <= whole.together


def test_who_came_in_without_having_waited_is_asked_about_and_what_zoom_answers_is_all_there_is() -> None:
    people = [opened(0), *was_in(HOST, 0, 30), *was_in(GUEST, 1, 29), closed(30)]
    waited = [fact(kind, 1, GUEST) for kind in (FactKind.WAITING_ROOM_JOINED, FactKind.WAITING_ROOM_LEFT)]
    let_in = fact(FactKind.ADMITTED, 1, GUEST)

    assert record(*people).gaps == record(*people, let_in).gaps == (Gap.JOINING,)
    assert record(*people, *waited).gaps == record(*people, *waited, let_in).gaps == ()
    # The host has switched the waiting room off in the meeting's toolbar.
    assert record(*people, is_answered=True).gaps == ()
