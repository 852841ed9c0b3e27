"""Every sentence a coordinator may read, rendered once and read as strictly as a machine can."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import product

import pytest

from app.policy import (
    RULES,
    SETTINGS,
    EvidenceKind,
    Facts,
    Finding,
    Outcome,
    PartnerFacts,
    Policy,
    RuleTightening,
    Subject,
    Tightening,
    decide,
    load_packs,
)
from app.policy.wording import spoken_duration, spoken_limit, spoken_list, spoken_range
from tests.support.policy_examples import (
    ALL_EVIDENCE,
    MENTEE_CONSENT,
    MENTOR_CONSENT,
    PARTNER_CONSENT,
    SESSION_DAY,
    STARTS_AT,
    adjusted,
    evidence,
    facts,
    host,
    pairing,
    policy,
    session,
)

# One process decides, and asks its answers again.
pytestmark = pytest.mark.xdist_group("wording")

CODE_LIKE = re.compile(
    r"\w_\w"  # snake_case
    r"|[a-z]\.[a-z]"  # the dots of a rule's code
    r"|[a-z][A-Z]"  # camelCase
    r"|[{}<>\[\]=|\\]"  # what a template or a literal leaves behind
    r"|\b(None|True|False|null|n/a|UTC|API|ID)\b"
    r"|\d{4}-\d{2}"  # dates and ids
)
JARGON = ("modality", "parameter", "severity", "evidence", "frontend", "policy", "invalid", "boolean", "timestamp")


def _sessions() -> Iterator[Facts]:
    yield facts()
    for age, who in product((None, 17, 18), ("coordinator", "front_end")):
        yield facts(mentee_age=age, requested_by=who)
    for changes in (
        {"withdrawn": True},
        {"valid_from": SESSION_DAY + timedelta(days=1)},
        {"valid_until": SESSION_DAY - timedelta(days=1)},
    ):
        consents = (
            (EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER),
            (EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTOR),
            (EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTEE),
        )
        yield facts(evidence=tuple(evidence(kind, about, **changes) for kind, about in consents))
    for on_file in ((), (MENTOR_CONSENT,), (MENTEE_CONSENT,)):
        yield facts(evidence=on_file)
    for ahead, who in product((-1, 0, 1, 61, 119, 1439, 1440), ("coordinator", "front_end")):
        yield facts(decided_at=STARTS_AT - timedelta(minutes=ahead), requested_by=who)
    for minutes, modality in product((0.5, 1, 41, 59, 61, 125.5), ("zoom", "phone", "teams")):
        yield facts(session=session(minutes=minutes, modality=modality), hosts=(host(licensed=False),))
    for busy, free in product(((), ("mentor",), ("mentor", "mentee")), (True, False)):
        yield facts(clashes=busy, hosts=(host(free=free),))
    for lacking in ({"active": False}, {"proven": False}, {"changes_left_today": 0}):
        yield facts(hosts=(host(**lacking),))
    yield facts(hosts=())
    no_length_is_right = Tightening(rules={"plan.duration": RuleTightening(parameters={"maximum_minutes": 5})})
    yield facts(partner=PartnerFacts(id=facts().partner.id, guidance=no_length_is_right))
    yield from _about_evidence()
    yield from _about_times()
    yield facts(session=session(safety={"meeting.waiting-room": "off"}))
    yield facts(session=session(safety={"meeting.video-on-entry": "no-video"}))
    yield facts(session=session(safety={"meeting.waiting-room": "off", "meeting.recording": "allowed"}))


def _about_evidence() -> Iterator[Facts]:
    for age, at_risk in product((None, 16, 26), (True, False)):
        yield facts(mentee_age=age, adult_at_risk=at_risk, evidence=())
        yield facts(mentee_age=age, adult_at_risk=at_risk)
        for changes in (
            {"withdrawn": True},
            {"valid_from": SESSION_DAY + timedelta(days=1)},
            {"valid_until": SESSION_DAY - timedelta(days=1)},
        ):
            on_file = tuple(each.model_copy(update=changes) for each in ALL_EVIDENCE)
            yield facts(mentee_age=age, adult_at_risk=at_risk, evidence=on_file)
    yield facts(adult_at_risk=True, pairing=pairing(approved_before=True))
    for who in ({"mentor_at_risk": True}, {"mentor_at_risk": True, "adult_at_risk": True}):
        yield facts(**who)
        yield facts(**who, evidence=())
    yield facts(evidence=(PARTNER_CONSENT.model_copy(update={"has_document": False}),))
    yield facts(pairing=pairing(active=False))
    yield facts(mentee_age=17, session=session(modality="phone"))
    yield facts(mentee_age=None, session=session(modality="phone"))


def _about_times() -> Iterator[Facts]:
    yield facts(decided_at=STARTS_AT - timedelta(days=181))
    yield facts(session=session(agreed_by_both=False))
    for days, hours, reason in product((0, 3, 19), (-6, 0, 3, 9.5), (True, False)):
        moved = STARTS_AT + timedelta(days=days, hours=hours)
        yield facts(session=session(starts_at=moved, outside_hours_reason=reason))
    for before, after in product((None, 1, 7, 10), repeat=2):
        yield facts(
            pairing=pairing(
                sessions_before=before or 0,
                previous_session_at=None if before is None else STARTS_AT - timedelta(days=before),
                next_session_at=None if after is None else STARTS_AT + timedelta(days=after),
            )
        )


def _policies() -> Iterator[Policy]:
    yield from map(policy, load_packs())
    yield adjusted("mentor247", {"schedule.notice": {"severity": "deny", "coordinator_severity": "approve"}})
    yield adjusted("mentor247", {"mentor.code-of-conduct": {"severity": "deny", "parameters": {"edition": "2027"}}})
    yield adjusted("mentor247", {"plan.count": {"severity": "deny", "parameters": {"sessions": 1}}})
    cadence = {"days": 2, "tolerance_days": 2}
    yield adjusted("the-brokerage", {"plan.cadence": {"severity": "warn", "parameters": cadence}})
    yield adjusted("the-brokerage", {"plan.cadence": {"severity": "warn", "parameters": {"tolerance_days": 0}}})
    for weekdays in (["monday"], ["wednesday", "monday"], ["sunday", "friday", "saturday"]):
        hours = {"severity": "approve", "parameters": {"weekdays": weekdays}}
        yield adjusted("creative-network", {"schedule.working-hours": hours})
    yield adjusted("mentor247", {"schedule.clash": {"severity": "deny", "parameters": {"gap_minutes": 30}}})


@cache
def all_findings() -> list[Finding]:
    """Decide on every session by every policy: for the tests here alone, not for each process that collects them."""
    return [found for by, asked in product(_policies(), _sessions()) for found in decide(by, asked).findings]


def _sentences() -> set[str]:
    return (
        {found.sentence for found in all_findings()}
        | {found.remedy for found in all_findings() if found.remedy}
        | {rule.description for rule in RULES}
        | {setting.sentence for setting in SETTINGS}
    )


def _is_whole_and_plain(sentence: str) -> bool:
    return (
        sentence[0].isupper()
        and sentence.endswith(".")
        and "  " not in sentence
        and not sentence.endswith("..")
        and not CODE_LIKE.search(sentence)
        and not any(word in sentence.lower() for word in JARGON)
        and len(sentence) <= 300
    )


def test_every_sentence_is_whole_and_plain() -> None:
    sentences = _sentences()
    assert len(sentences) > 2 * len(RULES)
    assert [sentence for sentence in sorted(sentences) if not _is_whole_and_plain(sentence)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "the mentor is missing.",
        "The mentor is missing",
        "The  mentor is missing.",
        "The mentor is missing..",
        "The mentor_id is missing.",
        "The rule mentor.interview fails.",
        "The mentor is None.",
        "The value of {name} is wrong.",
        "The session on 2027-01-12 is too late.",
        "This parameter is wrong.",
        f"The mentor is {'very ' * 60}late.",
    ],
)
def test_a_sentence_that_is_not_is_found(sentence: str) -> None:
    assert not _is_whole_and_plain(sentence)


def test_every_title_is_short_and_plain() -> None:
    titles = {rule.title for rule in RULES} | {setting.title for setting in SETTINGS}
    plain = {
        title
        for title in titles
        if title[0].isupper() and not title.endswith(".") and not CODE_LIKE.search(title) and len(title) <= 70
    }
    assert titles - plain == set()


def test_every_rule_was_rendered_both_holding_and_not_holding() -> None:
    seen = {(found.code, found.outcome) for found in all_findings()}
    holding = {code for code, outcome in seen if outcome in {Outcome.PASS, Outcome.NOT_APPLICABLE}}
    failing = {code for code, outcome in seen if outcome in {Outcome.WARN, Outcome.APPROVE, Outcome.DENY}}
    assert {rule.code for rule in RULES} - (holding & failing) == set()


def test_every_remedy_says_what_to_do() -> None:
    remedies = {found.remedy for found in all_findings() if found.remedy}
    assert all(remedy.split()[0] in {"Ask", "Choose", "Try"} for remedy in remedies)


def test_every_finding_names_a_source_with_its_heading() -> None:
    assert all(re.fullmatch(r"([a-z0-9-]+, [^;]+)(; [a-z0-9-]+, [^;]+)*", found.source) for found in all_findings())


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=59.9), "59 minutes and 59 seconds"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23, minutes=59, seconds=1), "23 hours, 59 minutes and 1 second"),
        (timedelta(days=2), "48 hours"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=3, hours=1), "73 hours"),
    ],
)
def test_a_length_of_time_is_written_as_it_is_said(duration: timedelta, expected: str) -> None:
    assert spoken_duration(duration) == expected


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        (timedelta(), "1 minute"),
        (timedelta(minutes=19, seconds=12), "20 minutes"),
        (timedelta(hours=1), "2 hours"),
        (timedelta(hours=23, minutes=59, seconds=12), "24 hours"),
        (timedelta(days=6, hours=5), "7 days"),
    ],
)
def test_a_time_that_is_too_short_is_told_by_the_next_round_one(duration: timedelta, expected: str) -> None:
    assert spoken_limit(duration) == expected


def test_two_lengths_of_time_are_told_in_the_unit_that_people_use() -> None:
    quarter = timedelta(minutes=15)
    assert spoken_range(quarter, timedelta(minutes=90)) == "15 to 90 minutes"
    assert spoken_range(quarter, timedelta(hours=4)) == "15 minutes to 4 hours"


def test_a_list_is_written_as_it_is_said() -> None:
    assert [spoken_list(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert spoken_list(["a", "b"], "or") == "a or b"
