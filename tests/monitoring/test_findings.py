"""What follows from facts: each kind of finding, the same whatever the order of the facts and however often each is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bookings.room_measures import RoomMeasure
from app.monitoring.facts import Fact, FactKind, Participant, Source
from app.monitoring.findings import SETTLES_WITHIN, Finding, Known, findings_in
from app.policy import IncidentKind, RoomRules
from tests.support.exploring import examples

STARTS = datetime(2026, 11, 23, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOST, RUN = "host-1", "run-1"
KNOWN = Known(starts_at=STARTS, ends_at=STARTS + 60 * MINUTE, rules=RoomRules(), host_id=HOST)


def known(**room: object) -> Known:
    return replace(KNOWN, rules=RoomRules.model_validate(room))


def fact(kind: FactKind, minute: float, who: Participant | None = None, **more: object) -> Fact:
    at = STARTS + minute * MINUTE
    given = {"event": kind.value, "meeting_uuid": RUN, "host_id": HOST, "participant": who, **more}
    return Fact(kind, at=at, received_at=at, **given)  # type: ignore[arg-type]  # of the fields' own types


def guest(number: int, **more: str) -> Participant:
    return Participant(user_id=str(number), **more)


MENTOR = Participant(user_id="1", zoom_user_id=HOST)


def came_in(number: int, minute: float, **more: str) -> list[Fact]:
    who = guest(number, **more)
    kinds = (FactKind.WAITING_ROOM_JOINED, FactKind.ADMITTED, FactKind.WAITING_ROOM_LEFT, FactKind.JOINED)
    return [fact(kind, minute, who) for kind in kinds]


def opened(minute: float = 0) -> list[Fact]:
    return [fact(FactKind.MEETING_STARTED, minute), fact(FactKind.JOINED, minute, MENTOR)]


GOOD = [
    *opened(),
    *came_in(2, 1),
    *came_in(3, 2, pseudonym="p-3"),
    fact(FactKind.LEFT, 59, guest(2)),
    fact(FactKind.LEFT, 60, guest(3, pseudonym="p-3")),
    fact(FactKind.LEFT, 60, MENTOR),
    fact(FactKind.MEETING_ENDED, 60),
]


def drawn(facts: Sequence[Fact], *, at: float = 90, by: Known = KNOWN) -> tuple[Finding, ...]:
    return findings_in(facts, by, STARTS + at * MINUTE)


def kinds(facts: Sequence[Fact], *, at: float = 90, by: Known = KNOWN) -> list[IncidentKind]:
    return [each.kind for each in drawn(facts, at=at, by=by)]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ([fact(FactKind.RECORDING_STARTED, 5)], IncidentKind.RECORDING_STARTED),
        ([fact(FactKind.RECORDING_COMPLETED, 70)], IncidentKind.RECORDING_STARTED),
        ([fact(FactKind.AI_STARTED, 5)], IncidentKind.AI_COMPANION_USED),
        ([fact(FactKind.SUMMARY, 70)], IncidentKind.AI_COMPANION_USED),
        ([fact(FactKind.TRANSCRIPT, 70)], IncidentKind.TRANSCRIPT_MADE),
        ([fact(FactKind.LIVE_STREAM_STARTED, 5)], IncidentKind.LIVE_STREAM_STARTED),
        ([fact(FactKind.RTMS_STARTED, 5)], IncidentKind.MEDIA_STREAM_STARTED),
        ([fact(FactKind.FILE_SHARED, 5)], IncidentKind.FILE_SHARED),
        ([fact(FactKind.WHITEBOARD, 5)], IncidentKind.WHITEBOARD_SHARED),
        ([fact(FactKind.SHARING_STARTED, 5, guest(2))], IncidentKind.SCREEN_SHARED),
        ([fact(FactKind.CONVERTED_TO_WEBINAR, 5)], IncidentKind.CONVERTED_TO_WEBINAR),
        ([fact(FactKind.CALLED_OUT, 5)], IncidentKind.CALLED_FROM_OUTSIDE),
        ([fact(FactKind.INVITED, 5)], IncidentKind.CALLED_FROM_OUTSIDE),
        ([fact(FactKind.RISK_ALERT, 5)], IncidentKind.LINK_PUBLIC),
        ([fact(FactKind.ADMITTED, 10, guest(4)), fact(FactKind.JOINED, 10, guest(4))], IncidentKind.STRANGER_INSIDE),
        (
            [fact(FactKind.WAITING_ROOM_JOINED, 10, guest(4)), fact(FactKind.WAITING_ROOM_LEFT, 13, guest(4))],
            IncidentKind.STRANGER_WAITING,
        ),
        ([fact(FactKind.LEFT, 9, guest(2)), fact(FactKind.JOINED, 10, guest(5))], IncidentKind.NEVER_ADMITTED),
        ([fact(FactKind.LEFT, 9, guest(2)), *came_in(6, 10, pseudonym="p-3")], IncidentKind.LINK_USED_TWICE),
        (
            [fact(FactKind.LEFT, 9, guest(2)), fact(FactKind.WAITING_ROOM_JOINED, 10, guest(2))],
            IncidentKind.NOBODY_ADMITS,
        ),
    ],
)
def test_what_is_told_of_a_session_is_a_finding_of_its_kind(facts: list[Fact], kind: IncidentKind) -> None:
    assert kinds(GOOD) == []
    assert kinds([*GOOD, *facts]) == [kind]


def test_who_is_admitted_may_get_another_connection_in_the_meeting_and_needs_to_be_admitted_again_for_the_next_visit() -> (
    None
):
    waiting, inside = guest(20, participant_uuid="visit-1"), guest(21, participant_uuid="visit-1")
    waited = [fact(kind, 1, waiting) for kind in (FactKind.WAITING_ROOM_JOINED, FactKind.ADMITTED)]
    visit = [*waited, fact(FactKind.WAITING_ROOM_LEFT, 1, waiting), fact(FactKind.JOINED, 1, inside)]
    assert kinds([*opened(), *visit]) == []
    again = [fact(FactKind.LEFT, 9, inside), fact(FactKind.JOINED, 10, guest(22, participant_uuid="visit-2"))]
    assert kinds([*opened(), *visit, *again]) == [IncidentKind.NEVER_ADMITTED]


def test_a_host_who_comes_late_or_not_at_all_is_missing_and_nobody_is_before_it_is_due() -> None:
    assert kinds([], at=9.9) == []
    assert kinds([], at=10) == kinds([], at=300) == [IncidentKind.HOST_MISSING]
    (late,) = drawn(opened(12))
    assert late.details == {"came_at": (STARTS + 12 * MINUTE).isoformat()}
    assert kinds([], by=replace(KNOWN, seen_open_at=STARTS)) == []
    assert kinds([], by=replace(KNOWN, takes_place=False)) == kinds([], by=replace(KNOWN, host_id=None)) == []
    assert kinds([], at=5, by=known(host_missing_minutes=5)) == [IncidentKind.HOST_MISSING]


def test_a_bound_telephone_a_rejoin_and_a_departure_that_is_told_late_are_no_strangers() -> None:
    telephone = fact(FactKind.JOINED, 5, guest(7))
    bound = fact(FactKind.BOUND, 6, guest(2), bound_to=guest(7))
    assert IncidentKind.STRANGER_INSIDE in kinds([*GOOD, telephone])
    assert kinds([*GOOD, telephone, bound]) == []

    back = [fact(FactKind.LEFT, 20, guest(2)), *came_in(8, 19)]
    assert kinds([*GOOD, *back]) == []
    assert IncidentKind.STRANGER_INSIDE in kinds([*GOOD, *came_in(8, 19)])
    brief = [*came_in(8, 19), fact(FactKind.LEFT, 19.5, guest(8))]
    assert IncidentKind.STRANGER_INSIDE in kinds([*GOOD, *brief])


REGISTERED = replace(
    KNOWN,
    known_as={("registrant", "r-1"): "mentor", ("registrant", "r-2"): "mentee"},
    revoked=frozenset({("registrant", "r-9")}),
)
NAMED = replace(
    KNOWN,
    known_as={("code", "7KQ4"): "mentor", ("code", "2M9X"): "mentee"},
    revoked=frozenset({("code", "9ZZ9")}),
)


def test_whoever_is_neither_the_host_nor_registered_is_a_stranger_be_it_the_first_to_come() -> None:
    assert kinds([*opened(), *came_in(2, 1, registrant_id="r-2")], by=REGISTERED) == []

    inside, waited = drawn([*opened(), *came_in(2, 1)], by=REGISTERED)
    assert (inside.kind, inside.subject) == (IncidentKind.STRANGER_INSIDE, None)
    assert waited.kind is IncidentKind.STRANGER_WAITING
    waiting = [*opened(), fact(FactKind.WAITING_ROOM_JOINED, 1, guest(2))]
    assert kinds(waiting, at=2, by=REGISTERED) == [IncidentKind.STRANGER_WAITING]
    pretender = [*opened(), *came_in(2, 1, display_code="7KQ4")]
    assert IncidentKind.STRANGER_INSIDE in kinds(pretender, by=REGISTERED)


def test_a_registration_that_was_revoked_is_called_that() -> None:
    facts = [*opened(), *came_in(2, 1, registrant_id="r-1"), *came_in(4, 10, registrant_id="r-9")]

    finding, _ = drawn(facts, by=REGISTERED)

    assert (finding.kind, finding.subject) == (IncidentKind.STRANGER_INSIDE, "r-9")
    assert finding.details == {"registrant_id": "r-9", "revoked": True}


def test_one_link_in_two_browsers_is_told_by_whose_it_is_and_nobody_is_a_stranger_by_it() -> None:
    both = [*came_in(2, 1, registrant_id="r-2"), *came_in(3, 1, registrant_id="r-2")]

    (finding,) = drawn([*opened(), *both], at=10, by=REGISTERED)

    assert (finding.kind, finding.subject) == (IncidentKind.LINK_USED_TWICE, "registrant:r-2")
    assert finding.details == {"role": "mentee"}


def test_without_registration_people_are_known_by_the_code_in_the_name_that_their_link_carries() -> None:
    mentee, other = came_in(2, 1, display_code="2M9X"), came_in(3, 2, display_code="XXXX")

    assert kinds([*opened(), *mentee], by=NAMED) == []
    assert IncidentKind.STRANGER_INSIDE in kinds([*opened(), *mentee, *other], by=NAMED)
    copied = came_in(4, 2, display_code="2M9X")
    assert kinds([*opened(), *mentee, *copied], at=10, by=NAMED) == [IncidentKind.LINK_USED_TWICE]


def test_an_invite_link_from_before_a_revocation_is_called_that_and_a_strangers_own_words_are_not_repeated() -> None:
    facts = [*opened(), *came_in(2, 1, display_code="9ZZ9"), *came_in(3, 2, display_code="JANE")]

    found = {each.subject: each.details for each in drawn(facts, by=NAMED) if each.kind is IncidentKind.STRANGER_INSIDE}

    assert found == {"9ZZ9": {"code": "9ZZ9", "revoked": True}, None: {}}


@pytest.mark.parametrize("source", list(Source))
def test_the_name_that_somebody_takes_in_the_room_makes_them_nobody_else(source: Source) -> None:
    mentee = came_in(2, 1, display_code="2M9X")
    stranger = came_in(3, 1, participant_uuid="s", display_code="")
    renamed = replace(fact(FactKind.LEFT, 9, guest(3, participant_uuid="s", display_code="2M9X")), source=source)
    facts = [*opened(), *mentee, *stranger, renamed]

    assert set(kinds(facts, at=10, by=NAMED)) == {IncidentKind.STRANGER_INSIDE, IncidentKind.STRANGER_WAITING}
    # Nor does the mentee become a stranger under another name.
    left = replace(fact(FactKind.LEFT, 9, guest(2, display_code="")), source=source)
    assert kinds([*opened(), *mentee, left], at=10, by=NAMED) == []


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        ({"recording": "alert"}, {None}),
        ({"recording": "stop"}, {RoomMeasure.STOP_RECORDING, RoomMeasure.STOP_AI_COMPANION, None}),
        ({"recording": "end"}, {RoomMeasure.END_ROOM}),
    ],
)
def test_what_is_done_is_the_policys_and_only_about_what_goes_on(
    room: dict[str, object], expected: set[RoomMeasure | None]
) -> None:
    started = (FactKind.RECORDING_STARTED, FactKind.AI_STARTED, FactKind.LIVE_STREAM_STARTED)
    running = [*opened(), *(fact(kind, 5) for kind in started)]
    assert {each.measure for each in drawn(running, at=6, by=known(**room))} == expected
    over = [*running, fact(FactKind.MEETING_ENDED, 7)]
    assert {each.measure for each in drawn(over, at=8, by=known(**room))} == {None}
    stopped = [*running, fact(FactKind.RECORDING_STOPPED, 6), fact(FactKind.AI_STOPPED, 6)]
    assert {
        each.measure
        for each in drawn(stopped, at=8, by=known(**room))
        if each.kind is not IncidentKind.LIVE_STREAM_STARTED
    } == {None}


def test_a_stranger_ends_the_room_where_the_policy_says_so_as_long_as_they_are_there() -> None:
    three = [*opened(), *came_in(2, 1), *came_in(3, 1), *came_in(4, 2)]
    assert {each.measure for each in drawn(three, at=5)} == {None}
    # People are told at once. It may be a broken connection: nobody is sent out before that must have shown.
    at_once = drawn(three, at=2, by=known(stranger="end"))
    assert [(each.kind, each.measure) for each in at_once if each.kind is IncidentKind.STRANGER_INSIDE] == [
        (IncidentKind.STRANGER_INSIDE, None)
    ]
    assert {each.again_at for each in at_once} == {None, STARTS + 2 * MINUTE + SETTLES_WITHIN}
    assert {each.again_at for each in drawn(three, at=5, by=known(stranger="end"))} == {None}
    assert {each.again_at for each in drawn(three, at=2)} == {None}
    named = [*opened(), *came_in(2, 1, pseudonym="a"), *came_in(3, 1, pseudonym="b"), *came_in(4, 2, pseudonym="c")]
    assert RoomMeasure.END_ROOM in {each.measure for each in drawn(named, at=2, by=known(stranger="end"))}
    assert RoomMeasure.END_ROOM in {each.measure for each in drawn(three, at=5, by=known(stranger="end"))}
    gone = [*three, fact(FactKind.LEFT, 5, guest(4))]
    assert {each.measure for each in drawn(gone, at=6, by=known(stranger="end"))} == {None}


def test_what_both_agreed_to_beforehand_is_agreed_and_what_came_before_the_consent_is_not() -> None:
    by = replace(KNOWN, agreed_since=STARTS + 10 * MINUTE)
    facts = [
        *GOOD,
        fact(FactKind.RECORDING_STARTED, 5),
        fact(FactKind.RECORDING_STARTED, 15),
        fact(FactKind.FILE_SHARED, 20),
    ]
    found = {(each.kind, each.is_agreed): each.seen for each in drawn(facts, by=by)}
    assert found == {
        (IncidentKind.FILE_SHARED, False): (STARTS + 20 * MINUTE,),
        (IncidentKind.RECORDING_STARTED, False): (STARTS + 5 * MINUTE,),
        (IncidentKind.RECORDING_STARTED, True): (STARTS + 15 * MINUTE,),
    }


_MANY = [
    *GOOD,
    *came_in(4, 10),
    fact(FactKind.JOINED, 12, guest(5)),
    fact(FactKind.LEFT, 40, guest(4)),
    fact(FactKind.RECORDING_STARTED, 5),
    fact(FactKind.RECORDING_STARTED, 25),
    fact(FactKind.SHARING_STARTED, 30, guest(2)),
    fact(FactKind.CALLED_OUT, 31),
    *came_in(6, 33, pseudonym="p-3"),
]


@settings(max_examples=examples(50))
@given(st.permutations(_MANY), st.lists(st.sampled_from(_MANY), max_size=8), st.integers(0, 90))
def test_the_same_facts_give_the_same_findings_in_any_order_and_however_often(
    shuffled: list[Fact], repeated: list[Fact], at: int
) -> None:
    assert drawn([*shuffled, *repeated], at=at) == drawn(_MANY, at=at)


def test_of_a_session_that_was_ended_nobody_is_missed_and_nobody_is_to_admit_anybody_afterwards() -> None:
    ended = replace(KNOWN, ended_at=STARTS + 8 * MINUTE)
    waits = [*opened(), fact(FactKind.WAITING_ROOM_JOINED, 5, guest(2))]
    assert kinds([], by=KNOWN) == [IncidentKind.HOST_MISSING]
    assert kinds(waits, by=KNOWN) == [IncidentKind.NOBODY_ADMITS]
    assert kinds([], by=ended) == kinds(waits, by=ended) == []
    # What was due before is as it was.
    assert kinds([], by=replace(ended, ended_at=STARTS + 11 * MINUTE)) == [IncidentKind.HOST_MISSING]
