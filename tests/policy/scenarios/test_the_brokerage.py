"""The Brokerage: its code of conduct for mentors, heading by heading, on both sides of every boundary."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.policy import EvidenceKind, Facts, load_packs
from tests.policy.scenarios.headings import unknown_in
from tests.policy.scenarios.scenario import APPROVE, DENY, WARN, Scenario, asked, check, local
from tests.support.policy_examples import policy, without

CODE = "brokerage, Mentor Code of Conduct"
BROKERAGE = "brokerage, The role of The Brokerage"
MENTOR = "brokerage, The role of the mentor"
PROTECTION = "brokerage, Child protection and safeguarding"
CONTACT = "brokerage, Contact with mentees outside the programme"
PRACTICAL = "1mm-mentees, Practical considerations"

COUNT, CADENCE, DURATION, NOTICE, HOURS = (
    "plan.count",
    "plan.cadence",
    "plan.duration",
    "schedule.notice",
    "schedule.working-hours",
)
TRAINING, BOOKED_BY_ORGANISATION = "minor.child-protection-training", "minor.booked-by-organisation"
MINUTE = timedelta(minutes=1)
TURNS_17, TURNS_18 = date(2010, 3, 10), date(2009, 3, 10)
A_DAY = timedelta(days=1)
UNTRAINED = without(EvidenceKind.CHILD_PROTECTION_TRAINING)


def after(previous: str, at: str = "2027-03-10 14:00") -> Facts:
    """A session after the pairing's only other one."""
    return asked(at, pairing={"sessions_before": 1, "previous_session_at": local(previous)})


def between(previous: str, following: str) -> Facts:
    """A session between two others of the pairing."""
    neighbours = {"previous_session_at": local(previous), "next_session_at": local(following)}
    return asked(pairing={"sessions_before": 2} | neighbours)


SCENARIOS = [
    Scenario(CODE, "the mentor has accepted the code", "mentor.code-of-conduct", asked()),
    Scenario(
        CODE,
        "the mentor has not accepted the code",
        "mentor.code-of-conduct",
        asked(evidence=without(EvidenceKind.CODE_OF_CONDUCT_ACCEPTED)),
        {"mentor.code-of-conduct": DENY},
    ),
    Scenario(
        BROKERAGE,
        "the mentee has not been trained on their role",
        "mentee.induction",
        asked(evidence=without(EvidenceKind.MENTEE_INDUCTION)),
        {"mentee.induction": WARN},
    ),
    Scenario(
        MENTOR,
        "the mentor has not taken part in the training session",
        "mentor.induction",
        asked(evidence=without(EvidenceKind.MENTOR_INDUCTION)),
        {"mentor.induction": DENY},
    ),
    Scenario(MENTOR, "an hour", DURATION, asked(minutes=60)),
    Scenario(MENTOR, "59 minutes", DURATION, asked(minutes=59), {DURATION: DENY}),
    Scenario(MENTOR, "61 minutes", DURATION, asked(minutes=61), {DURATION: DENY}),
    Scenario(MENTOR, "the seventh session", COUNT, asked(pairing={"sessions_before": 6})),
    Scenario(MENTOR, "an eighth session", COUNT, asked(pairing={"sessions_before": 7}), {COUNT: DENY}),
    Scenario(
        MENTOR,
        "an eighth session for a coordinator",
        COUNT,
        asked(pairing={"sessions_before": 7}, by="coordinator"),
        {COUNT: APPROVE},
    ),
    Scenario(MENTOR, "a week after the previous session", CADENCE, after("2027-03-03 14:00")),
    Scenario(MENTOR, "5 days after the previous session", CADENCE, after("2027-03-05 17:00")),
    Scenario(MENTOR, "4 days after the previous session", CADENCE, after("2027-03-06 09:00"), {CADENCE: WARN}),
    Scenario(MENTOR, "9 days after the previous session", CADENCE, after("2027-03-01 09:00")),
    Scenario(MENTOR, "10 days after the previous session", CADENCE, after("2027-02-28 17:00"), {CADENCE: WARN}),
    Scenario(MENTOR, "a week from both neighbours", CADENCE, between("2027-03-03 14:00", "2027-03-17 14:00")),
    Scenario(
        MENTOR,
        "a week after one session and a day before the next",
        CADENCE,
        between("2027-03-03 14:00", "2027-03-11 14:00"),
        {CADENCE: WARN},
    ),
    Scenario(
        MENTOR,
        "9 days later across the end of summer time, which is more than 9 times 24 hours",
        CADENCE,
        after("2027-10-25 09:00", at="2027-11-03 16:00"),
    ),
    Scenario(
        MENTOR,
        "5 days later across the start of summer time, which is less than 5 times 24 hours",
        CADENCE,
        after("2027-03-25 16:30", at="2027-03-30 09:00"),
    ),
    Scenario(MENTOR, "a week after 29 February", CADENCE, after("2028-02-29 14:00", at="2028-03-07 14:00")),
    Scenario(MENTOR, "the mentee turns 18 on the day of the session", BOOKED_BY_ORGANISATION, asked(born=TURNS_18)),
    Scenario(
        MENTOR,
        "the mentee is 17 years and 364 days old",
        BOOKED_BY_ORGANISATION,
        asked(born=TURNS_18 + A_DAY),
        {BOOKED_BY_ORGANISATION: DENY},
    ),
    Scenario(
        MENTOR,
        "the mentee is 17 years and 364 days old and The Brokerage books",
        BOOKED_BY_ORGANISATION,
        asked(born=TURNS_18 + A_DAY, by="coordinator"),
    ),
    Scenario(
        MENTOR,
        "nobody knows how old the mentee is",
        BOOKED_BY_ORGANISATION,
        asked(born=None),
        {BOOKED_BY_ORGANISATION: DENY},
    ),
    Scenario(MENTOR, "by phone", "modality.allowed", asked(modality="phone"), {"modality.allowed": DENY}),
    Scenario(
        MENTOR,
        "the time was not said to suit both",
        "schedule.mutual",
        asked(agreed_by_both=False),
        {"schedule.mutual": WARN},
    ),
    Scenario(
        PROTECTION,
        "a mentee of 17 and an untrained mentor",
        TRAINING,
        asked(born=TURNS_17, by="coordinator", evidence=UNTRAINED),
    ),
    Scenario(
        PROTECTION,
        "a mentee of 16 years and 364 days and an untrained mentor",
        TRAINING,
        asked(born=TURNS_17 + A_DAY, by="coordinator", evidence=UNTRAINED),
        {TRAINING: DENY},
    ),
    Scenario(
        PROTECTION,
        "a mentee of 16 years and 364 days and a trained mentor",
        TRAINING,
        asked(born=TURNS_17 + A_DAY, by="coordinator"),
    ),
    Scenario(
        PROTECTION,
        "a mentee of unknown age and an untrained mentor",
        TRAINING,
        asked(born=None, by="coordinator", evidence=UNTRAINED),
        {TRAINING: DENY},
    ),
    Scenario(
        PROTECTION,
        "a mentee born on 29 February, the day before 1 March of the year in which they turn 17",
        TRAINING,
        asked("2029-02-28 14:00", born=date(2012, 2, 29), by="coordinator", evidence=UNTRAINED),
        {TRAINING: DENY},
    ),
    Scenario(
        PROTECTION,
        "a mentee born on 29 February, on 1 March of the year in which they turn 17",
        TRAINING,
        asked("2029-03-01 14:00", born=date(2012, 2, 29), by="coordinator", evidence=UNTRAINED),
    ),
    Scenario(
        PROTECTION,
        "an adult at risk, all prepared, for the first time",
        "at-risk.measures",
        asked(at_risk=True),
        {"at-risk.measures": APPROVE},
    ),
    Scenario(
        PROTECTION,
        "an adult at risk, and the mentor has not agreed to it",
        "at-risk.mentor-consent",
        asked(
            at_risk=True,
            pairing={"approved_before": True},
            evidence=without(EvidenceKind.AT_RISK_MENTOR_CONSENT),
        ),
        {"at-risk.mentor-consent": DENY},
    ),
    Scenario(
        PROTECTION,
        "an adult at risk, and the mentor is not trained for it",
        "at-risk.mentor-training",
        asked(
            at_risk=True,
            pairing={"approved_before": True},
            evidence=without(EvidenceKind.AT_RISK_MENTOR_TRAINING),
        ),
        {"at-risk.mentor-training": DENY},
    ),
    Scenario(
        PROTECTION,
        "an adult at risk without measures",
        "at-risk.measures",
        asked(at_risk=True, evidence=without(EvidenceKind.AT_RISK_MEASURES)),
        {"at-risk.measures": DENY},
    ),
    Scenario(
        CONTACT,
        "a mentee under 18 by phone",
        "minor.contact-details",
        asked(born=TURNS_18 + A_DAY, by="coordinator", modality="phone"),
        {"minor.contact-details": DENY, "modality.allowed": DENY},
    ),
    Scenario(
        CONTACT,
        "a mentee of 18 by phone",
        "minor.contact-details",
        asked(born=TURNS_18, by="coordinator", modality="phone"),
        {"modality.allowed": DENY},
    ),
    Scenario(
        PRACTICAL,
        "neither has said that they agree to meet virtually",
        "consent.virtual",
        asked(evidence=without(EvidenceKind.VIRTUAL_MEETING_CONSENT)),
        {"consent.virtual": WARN},
    ),
    Scenario(PRACTICAL, "booked exactly 24 hours ahead", NOTICE, asked(ahead=timedelta(hours=24))),
    Scenario(
        PRACTICAL, "booked 23 hours 59 minutes ahead", NOTICE, asked(ahead=timedelta(hours=24) - MINUTE), {NOTICE: WARN}
    ),
    Scenario(PRACTICAL, "from 09:00", HOURS, asked("2027-03-10 09:00")),
    Scenario(PRACTICAL, "from 08:59", HOURS, asked("2027-03-10 08:59"), {HOURS: WARN}),
    Scenario(
        PRACTICAL,
        "from 08:59 with a reason, which The Brokerage does not ask for",
        HOURS,
        asked("2027-03-10 08:59", outside_hours_reason=True),
        {HOURS: WARN},
    ),
    Scenario(
        PRACTICAL,
        "on the Sunday on which summer time ends",
        HOURS,
        asked(datetime(2027, 10, 31, 14, 0, tzinfo=UTC)),
        {HOURS: WARN},
    ),
    Scenario(
        PRACTICAL,
        "from 17:00 to 18:00 by the clocks in summer, which is inside by the clocks in winter",
        HOURS,
        asked(datetime(2027, 6, 9, 16, 0, tzinfo=UTC)),
        {HOURS: WARN},
    ),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_the_brokerage(scenario: Scenario) -> None:
    assert unknown_in(scenario.heading) == []
    check(policy("the-brokerage"), scenario)


def test_every_rule_that_the_programme_asks_for_by_its_own_guidance_has_a_scenario() -> None:
    rules = load_packs()["the-brokerage"].rules
    own = {code for code, setting in rules.items() if (setting.citation or "").startswith("brokerage")}
    assert own <= {scenario.code for scenario in SCENARIOS}
