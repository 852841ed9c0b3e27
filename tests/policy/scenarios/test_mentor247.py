"""mentor247: its code of conduct for mentors, heading by heading, on both sides of every boundary."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.policy import EvidenceKind, Subject, load_packs
from tests.policy.scenarios.headings import unknown_in
from tests.policy.scenarios.scenario import APPROVE, DENY, WARN, Scenario, asked, check, local
from tests.support.policy_examples import evidence, policy, without

CODE = "mentor247, Mentor Code of Conduct"
EXPECTATIONS = "mentor247, Expectations"
CAMERA = "mentor247, Camera"
INTERNET = "mentor247, Internet Connection & technical requirements"
PROTECTION = "brokerage, Child protection and safeguarding"
ROLE = "brokerage, The role of the mentor"
PARTICIPANTS = "1mm-zoom, Participants"
PREPARE = "product, Time to prepare"

COUNT, DURATION, NOTICE, CONDUCT = "plan.count", "plan.duration", "schedule.notice", "mentor.code-of-conduct"
BOOKED_BY_ORGANISATION, TRAINING = "minor.booked-by-organisation", "minor.child-protection-training"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NO_TECHNOLOGY = without(EvidenceKind.TECHNOLOGY_CONFIRMED)
NO_CODE = without(EvidenceKind.CODE_OF_CONDUCT_ACCEPTED)
ACCEPTED = evidence(EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, Subject.MENTOR, 70)
UNTRAINED = without(EvidenceKind.CHILD_PROTECTION_TRAINING)

SCENARIOS = [
    Scenario(CODE, "the mentor has accepted the code", CONDUCT, asked()),
    Scenario(CODE, "the mentor has not accepted the code", CONDUCT, asked(evidence=NO_CODE), {CONDUCT: DENY}),
    Scenario(
        CODE,
        "the mentor accepted the code on the day of the session",
        CONDUCT,
        asked(evidence=(*NO_CODE, ACCEPTED.model_copy(update={"valid_from": date(2027, 3, 10)}))),
    ),
    Scenario(
        CODE,
        "the mentor accepts the code only the day after the session",
        CONDUCT,
        asked(evidence=(*NO_CODE, ACCEPTED.model_copy(update={"valid_from": date(2027, 3, 11)}))),
        {CONDUCT: DENY},
    ),
    Scenario(
        CODE,
        "the mentor no longer accepts the code",
        CONDUCT,
        asked(evidence=(*NO_CODE, ACCEPTED.model_copy(update={"withdrawn": True}))),
        {CONDUCT: DENY},
    ),
    Scenario(EXPECTATIONS, "an hour", DURATION, asked(minutes=60)),
    Scenario(EXPECTATIONS, "59 minutes", DURATION, asked(minutes=59), {DURATION: DENY}),
    Scenario(EXPECTATIONS, "61 minutes", DURATION, asked(minutes=61), {DURATION: DENY}),
    Scenario(
        EXPECTATIONS,
        "an hour that passes while the clocks are put back, from 01:30 to 01:30",
        DURATION,
        asked(local("2027-10-31 01:30"), ends_at=local("2027-10-31 01:30", fold=1)),
    ),
    Scenario(
        EXPECTATIONS,
        "from 01:30 to 02:30 while the clocks are put back, which is two hours",
        DURATION,
        asked(local("2027-10-31 01:30"), ends_at=local("2027-10-31 02:30")),
        {DURATION: DENY},
    ),
    Scenario(
        EXPECTATIONS,
        "from 00:30 to 02:30 while the clocks are put forward, which is one hour",
        DURATION,
        asked(local("2027-03-28 00:30"), ends_at=local("2027-03-28 02:30")),
    ),
    Scenario(EXPECTATIONS, "the third session", COUNT, asked(pairing={"sessions_before": 2})),
    Scenario(EXPECTATIONS, "a fourth session", COUNT, asked(pairing={"sessions_before": 3}), {COUNT: DENY}),
    Scenario(
        EXPECTATIONS,
        "a fourth session for a coordinator",
        COUNT,
        asked(pairing={"sessions_before": 3}, by="coordinator"),
        {COUNT: DENY},
    ),
    Scenario(
        EXPECTATIONS,
        "the day after the previous session, because the plan has no rhythm",
        COUNT,
        asked(pairing={"sessions_before": 1, "previous_session_at": local("2027-03-09 14:00")}),
    ),
    Scenario(EXPECTATIONS, "by phone", "modality.allowed", asked(modality="phone"), {"modality.allowed": DENY}),
    Scenario(EXPECTATIONS, "on Teams", "modality.allowed", asked(modality="teams"), {"modality.allowed": DENY}),
    Scenario(
        INTERNET,
        "nobody has confirmed suitable technology",
        "technology.suitable",
        asked(evidence=NO_TECHNOLOGY),
        {"technology.suitable": WARN},
    ),
    Scenario(
        INTERNET,
        "only the mentor has confirmed suitable technology",
        "technology.suitable",
        asked(evidence=(*NO_TECHNOLOGY, evidence(EvidenceKind.TECHNOLOGY_CONFIRMED, Subject.MENTOR, 71))),
        {"technology.suitable": WARN},
    ),
    Scenario(CAMERA, "cameras can be on", "safety.camera", asked()),
    Scenario(
        CAMERA,
        "the measures for the pairing ask for no webcams",
        "safety.camera",
        asked(pairing={"safety": {"meeting.video-on-entry": "no-video"}}),
        {"safety.camera": WARN},
    ),
    Scenario(
        CAMERA,
        "the booking wishes for no webcams",
        "safety.camera",
        asked(safety={"meeting.video-on-entry": "no-video"}),
        {"safety.camera": WARN},
    ),
    Scenario(PREPARE, "booked exactly 2 hours ahead", NOTICE, asked(ahead=2 * HOUR)),
    Scenario(PREPARE, "booked 1 hour 59 minutes ahead", NOTICE, asked(ahead=2 * HOUR - MINUTE), {NOTICE: DENY}),
    Scenario(
        PREPARE,
        "booked 1 hour 59 minutes ahead by a coordinator",
        NOTICE,
        asked(ahead=2 * HOUR - MINUTE, by="coordinator"),
        {NOTICE: DENY},
    ),
    Scenario(PREPARE, "on a Sunday evening, because the programme keeps no hours", NOTICE, asked("2027-03-14 21:00")),
    Scenario(PREPARE, "on a bank holiday, because the programme keeps no hours", NOTICE, asked("2027-12-25 14:00")),
    Scenario(
        PREPARE,
        "booked at 00:30 for 03:00 while the clocks are put forward, which is an hour and a half",
        NOTICE,
        asked(datetime(2027, 3, 28, 2, 0, tzinfo=UTC), booked_at=local("2027-03-28 00:30")),
        {NOTICE: DENY},
    ),
    Scenario(
        ROLE, "the mentee turns 18 on the day of the session", BOOKED_BY_ORGANISATION, asked(born=date(2009, 3, 10))
    ),
    Scenario(
        ROLE,
        "the mentee is 17 years and 364 days old",
        BOOKED_BY_ORGANISATION,
        asked(born=date(2009, 3, 11)),
        {BOOKED_BY_ORGANISATION: DENY},
    ),
    Scenario(
        PROTECTION,
        "a mentee of 17 and an untrained mentor",
        TRAINING,
        asked(born=date(2010, 3, 10), by="coordinator", evidence=UNTRAINED),
    ),
    Scenario(
        PROTECTION,
        "a mentee of 16 years and 364 days and an untrained mentor",
        TRAINING,
        asked(born=date(2010, 3, 11), by="coordinator", evidence=UNTRAINED),
        {TRAINING: DENY},
    ),
    Scenario(
        PARTICIPANTS,
        "an adult at risk without measures",
        "at-risk.measures",
        asked(at_risk=True, evidence=without(EvidenceKind.AT_RISK_MEASURES)),
        {"at-risk.measures": DENY},
    ),
    Scenario(
        PARTICIPANTS,
        "an adult at risk with measures, for the first time",
        "at-risk.measures",
        asked(at_risk=True),
        {"at-risk.measures": APPROVE},
    ),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_mentor247(scenario: Scenario) -> None:
    assert unknown_in(scenario.heading) == []
    check(policy("mentor247"), scenario)


def test_every_rule_that_the_programme_asks_for_by_its_own_guidance_has_a_scenario() -> None:
    rules = load_packs()["mentor247"].rules
    own = {code for code, setting in rules.items() if (setting.citation or "").startswith("mentor247")}
    assert own <= {scenario.code for scenario in SCENARIOS}
