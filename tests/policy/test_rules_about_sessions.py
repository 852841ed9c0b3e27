"""The rules about when and how, on both sides of each of their boundaries, under the programmes that ask for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.policy import DecisionOutcome, Facts, Finding, Outcome, decide
from tests.support.policy_examples import STARTS_AT, adjusted, facts, finding, host, policy, session

PACKS = ["baseline", "creative-network", "mentor247", "one-million-mentors", "the-brokerage"]
HOUR = timedelta(hours=1)


def notice(ahead: timedelta, requested_by: str = "front_end") -> Facts:
    return facts(decided_at=STARTS_AT - ahead, requested_by=requested_by)


@pytest.mark.parametrize("pack_name", PACKS)
def test_every_programme_allows_an_ordinary_session(pack_name: str) -> None:
    decision = decide(policy(pack_name), facts())
    assert decision.outcome is DecisionOutcome.ALLOW
    assert {each.outcome for each in decision.findings} <= {Outcome.PASS, Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("pack_name", "given", "expected"),
    [
        ("one-million-mentors", notice(24 * HOUR), Outcome.PASS),
        ("one-million-mentors", notice(24 * HOUR - timedelta(seconds=1)), Outcome.DENY),
        ("one-million-mentors", notice(24 * HOUR - timedelta(minutes=1), "coordinator"), Outcome.WARN),
        ("one-million-mentors", notice(24 * HOUR, "coordinator"), Outcome.PASS),
        ("the-brokerage", notice(24 * HOUR), Outcome.PASS),
        ("the-brokerage", notice(24 * HOUR - timedelta(minutes=1)), Outcome.WARN),
        ("mentor247", notice(2 * HOUR), Outcome.PASS),
        ("mentor247", notice(2 * HOUR - timedelta(minutes=1)), Outcome.DENY),
        ("creative-network", notice(2 * HOUR), Outcome.PASS),
        ("creative-network", notice(timedelta()), Outcome.WARN),
        ("creative-network", notice(-timedelta(seconds=1)), Outcome.DENY),
        ("one-million-mentors", notice(-24 * HOUR, "coordinator"), Outcome.DENY),
    ],
)
def test_a_session_is_booked_ahead(pack_name: str, given: Facts, expected: Outcome) -> None:
    assert finding("schedule.notice", given, policy(pack_name)).outcome is expected


def test_notice_is_time_that_passes_even_when_a_clock_change_lies_between() -> None:
    after_change = session(starts_at=datetime(2027, 3, 28, 11, 0, tzinfo=UTC))
    same_local_hour_the_day_before = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    given = facts(session=after_change, decided_at=same_local_hour_the_day_before)
    found = finding("schedule.notice", given)
    assert found.outcome is Outcome.DENY
    assert found.facts["minutes_ahead"] == 23 * 60


def test_a_booking_website_is_told_when_a_coordinator_may_book_what_it_may_not() -> None:
    by_website = finding("schedule.notice", notice(HOUR)).remedy
    by_coordinator = finding("schedule.notice", notice(HOUR, "coordinator")).remedy
    in_the_past = finding("schedule.notice", notice(-HOUR)).remedy
    hint = "Or ask the partner's coordinator, who can book it all the same."
    assert [hint in (each or "") for each in (by_website, by_coordinator, in_the_past)] == [True, False, False]


def test_a_booking_website_is_told_when_a_coordinator_may_ask_for_approval() -> None:
    setting = {"severity": "deny", "coordinator_severity": "approve", "parameters": {"hours": 24}}
    found = finding("schedule.notice", notice(HOUR), adjusted("mentor247", {"schedule.notice": setting}))
    assert found.remedy is not None
    assert found.remedy.endswith("Or ask the partner's coordinator, who can book it subject to approval.")


@pytest.mark.parametrize("pack_name", PACKS)
@pytest.mark.parametrize(
    ("clashes", "hosts", "busy"),
    [
        ((), (host(),), []),
        (("mentor",), (host(),), ["mentor"]),
        (("mentee",), (host(),), ["mentee"]),
        (("mentee", "mentor"), (host(),), ["mentor", "mentee"]),
        ((), (host(free=False),), ["host"]),
        ((), (host(free=False), host()), []),
        (("mentor",), (host(free=False),), ["mentor", "host"]),
    ],
)
def test_nobody_is_in_two_sessions_at_once(pack_name: str, clashes: Any, hosts: Any, busy: list[str]) -> None:
    found = finding("schedule.clash", facts(clashes=clashes, hosts=hosts), policy(pack_name))
    assert found.outcome is (Outcome.DENY if busy else Outcome.PASS)
    assert found.facts["busy"] == busy


def test_a_clash_says_who_is_busy_and_how_much_time_is_needed() -> None:
    found = finding("schedule.clash", facts(clashes=("mentor", "mentee"), hosts=(host(free=False),)))
    assert found.sentence == (
        "The mentor, the mentee and every Zoom host that could hold the session are already booked at this time "
        "or too close to it."
    )
    assert found.remedy == (
        "Choose a time when the mentor, the mentee and a Zoom host are free for the whole session, "
        "and for 10 minutes before and after it."
    )


@pytest.mark.parametrize(
    ("hosts", "licence", "clash"),
    [
        ((host(),), Outcome.PASS, Outcome.PASS),
        ((host(free=False),), Outcome.PASS, Outcome.DENY),
        ((), Outcome.DENY, Outcome.PASS),
        ((host(free=False, licensed=False),), Outcome.DENY, Outcome.PASS),
        ((host(free=False), host(licensed=False)), Outcome.PASS, Outcome.DENY),
    ],
)
def test_a_lack_of_hosts_is_explained_by_exactly_one_rule(hosts: Any, licence: Outcome, clash: Outcome) -> None:
    given = facts(hosts=hosts)
    assert finding("host.licence", given).outcome is licence
    assert finding("schedule.clash", given).outcome is clash


@pytest.mark.parametrize(
    ("hosts", "minutes", "why"),
    [
        ((), 60, "There is no Zoom host"),
        ((host(active=False),), 60, "No Zoom host of this programme is active."),
        ((host(proven=False),), 60, "No active Zoom host has safety settings"),
        ((host(active=False), host(proven=False)), 60, "No active Zoom host has safety settings"),
        ((host(licensed=False),), 31, "The session is 31 minutes long. Without a paid licence Zoom ends"),
        (
            (host(licensed=False), host(proven=False)),
            60,
            "The session is 1 hour long. Without a paid licence Zoom ends",
        ),
        ((host(changes_left_today=0),), 60, "Every Zoom host that could hold the session has used up"),
        ((host(changes_left_today=0), host(licensed=False)), 60, "Every Zoom host that could hold"),
    ],
)
def test_what_the_hosts_lack_is_named(hosts: Any, minutes: int, why: str) -> None:
    found = finding("host.licence", facts(session=session(minutes=minutes), hosts=hosts))
    assert found.outcome is Outcome.DENY
    assert found.sentence.startswith(why)


@pytest.mark.parametrize(
    ("only_host", "minutes", "expected"),
    [
        (host(licensed=False), 30, Outcome.PASS),
        (host(licensed=False), 30 + 1 / 60, Outcome.DENY),
        (host(licensed=True), 90, Outcome.PASS),
        (host(changes_left_today=1), 60, Outcome.PASS),
    ],
)
def test_a_host_holds_the_session_to_its_end(only_host: Any, minutes: float, expected: Outcome) -> None:
    given = facts(session=session(minutes=minutes), hosts=(only_host,))
    assert finding("host.licence", given).outcome is expected


def test_a_phone_session_needs_no_host() -> None:
    given = facts(session=session(modality="phone"), hosts=())
    assert finding("host.licence", given).outcome is Outcome.NOT_APPLICABLE
    assert decide(policy(), given).outcome is DecisionOutcome.ALLOW


@pytest.mark.parametrize(
    ("pack_name", "minutes", "expected"),
    [
        ("one-million-mentors", 15, Outcome.PASS),
        ("one-million-mentors", 14 + 59 / 60, Outcome.DENY),
        ("one-million-mentors", 90, Outcome.PASS),
        ("one-million-mentors", 90 + 1 / 60, Outcome.DENY),
        ("creative-network", 15, Outcome.PASS),
        ("creative-network", 91, Outcome.DENY),
        ("the-brokerage", 60, Outcome.PASS),
        ("the-brokerage", 59, Outcome.DENY),
        ("the-brokerage", 61, Outcome.DENY),
        ("mentor247", 60, Outcome.PASS),
        ("mentor247", 45, Outcome.DENY),
    ],
)
def test_a_session_is_as_long_as_planned(pack_name: str, minutes: float, expected: Outcome) -> None:
    given = facts(session=session(minutes=minutes))
    assert finding("plan.duration", given, policy(pack_name)).outcome is expected


def test_a_session_across_a_clock_change_is_as_long_as_it_really_takes() -> None:
    over_the_change = session(starts_at=datetime(2027, 10, 31, 0, 30, tzinfo=UTC), minutes=60)
    assert finding("plan.duration", facts(session=over_the_change), policy("the-brokerage")).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("pack_name", "modality", "expected"),
    [
        ("one-million-mentors", "zoom", Outcome.PASS),
        ("one-million-mentors", "phone", Outcome.PASS),
        ("creative-network", "phone", Outcome.PASS),
        ("the-brokerage", "zoom", Outcome.PASS),
        ("the-brokerage", "phone", Outcome.DENY),
        ("mentor247", "phone", Outcome.DENY),
        ("one-million-mentors", "teams", Outcome.DENY),
        ("creative-network", "meet", Outcome.DENY),
        ("one-million-mentors", "Zoom", Outcome.DENY),
        ("baseline", "<script>", Outcome.DENY),
    ],
)
def test_a_session_is_held_where_the_programme_allows_it(pack_name: str, modality: str, expected: Outcome) -> None:
    found = finding("modality.allowed", facts(session=session(modality=modality)), policy(pack_name))
    assert found.outcome is expected
    assert "<" not in found.sentence


def test_a_reason_is_asked_for_only_where_it_would_help() -> None:
    evening = session(starts_at=STARTS_AT + timedelta(hours=5))
    hint = "Or give the reason why another time is needed."
    helps = finding("schedule.working-hours", facts(session=evening))
    no_help = finding("schedule.working-hours", facts(session=evening), policy("the-brokerage"))
    given = finding(
        "schedule.working-hours", facts(session=session(starts_at=evening.starts_at, outside_hours_reason=True))
    )
    assert [hint in (each.remedy or "") for each in (helps, no_help, given)] == [True, False, False]


def test_a_session_decided_again_later_is_measured_from_when_it_was_asked_for() -> None:
    asked = facts(decided_at=STARTS_AT - HOUR, requested_at=STARTS_AT - timedelta(days=200))
    outcomes = {each.code: each.outcome for each in decide(policy(), asked).findings}
    assert (outcomes["schedule.notice"], outcomes["schedule.horizon"]) == (Outcome.PASS, Outcome.DENY)


def test_a_refusal_names_all_that_stands_in_the_way() -> None:
    given = facts(
        mentee_age=17,
        evidence=(),
        decided_at=STARTS_AT - HOUR,
        session=session(minutes=120, modality="teams"),
        clashes=("mentor",),
    )
    decision = decide(policy(), given)
    assert decision.outcome is DecisionOutcome.DENY
    denied: list[Finding] = [each for each in decision.findings if each.outcome is Outcome.DENY]
    assert [each.code for each in denied] == [
        "partner.written-consent",
        "mentee.minimum-age",
        "consent.virtual",
        "minor.booked-by-organisation",
        "schedule.notice",
        "schedule.clash",
        "plan.duration",
        "modality.allowed",
    ]
