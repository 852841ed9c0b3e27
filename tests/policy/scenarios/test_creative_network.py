"""The creative-sector network: its advice and the floor, heading by heading, on both sides of every boundary."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.policy import EvidenceKind, load_packs
from tests.policy.scenarios.headings import unknown_in
from tests.policy.scenarios.scenario import APPROVE, DENY, WARN, Scenario, asked, check, local
from tests.support.policy_examples import policy, without

PARTNERSHIP = "creative, Creating an effective virtual mentoring partnership"
MENTEES = "creative, For mentees"
PRACTICAL = "1mm-mentees, Practical considerations"
ROLE = "brokerage, The role of the mentor"
PROTECTION = "brokerage, Child protection and safeguarding"
CONTACT = "brokerage, Contact with mentees outside the programme"
PARTICIPANTS = "1mm-zoom, Participants"
LENGTH = "product, A session of a reasonable length"
FORESEEN = "product, What is booked can be foreseen"

NOTICE, HOURS, DURATION, MODALITY, CONTACT_DETAILS = (
    "schedule.notice",
    "schedule.working-hours",
    "plan.duration",
    "modality.allowed",
    "minor.contact-details",
)
BOOKED_BY_ORGANISATION, TRAINING = "minor.booked-by-organisation", "minor.child-protection-training"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UNDER_18, EIGHTEEN = date(2009, 3, 11), date(2009, 3, 10)

SCENARIOS = [
    Scenario(PARTNERSHIP, "on Zoom", MODALITY, asked()),
    Scenario(PARTNERSHIP, "by phone", MODALITY, asked(modality="phone")),
    Scenario(PARTNERSHIP, "on another platform", MODALITY, asked(modality="meet"), {MODALITY: DENY}),
    Scenario(PARTNERSHIP, "without any record but the session itself", MODALITY, asked(evidence=())),
    Scenario(
        MENTEES,
        "the time was not said to suit the mentor",
        "schedule.mutual",
        asked(agreed_by_both=False),
        {"schedule.mutual": WARN},
    ),
    Scenario(MENTEES, "booked exactly 2 hours ahead", NOTICE, asked(ahead=2 * HOUR)),
    Scenario(MENTEES, "booked 1 hour 59 minutes ahead", NOTICE, asked(ahead=2 * HOUR - MINUTE), {NOTICE: WARN}),
    Scenario(MENTEES, "booked for this very moment", NOTICE, asked(ahead=timedelta()), {NOTICE: WARN}),
    Scenario(MENTEES, "booked for a minute ago", NOTICE, asked(ahead=-MINUTE), {NOTICE: DENY}),
    Scenario(PRACTICAL, "from 09:00", HOURS, asked("2027-03-10 09:00")),
    Scenario(PRACTICAL, "from 08:59", HOURS, asked("2027-03-10 08:59"), {HOURS: WARN}),
    Scenario(PRACTICAL, "until 17:30", HOURS, asked("2027-03-10 16:30")),
    Scenario(PRACTICAL, "until one second after 17:30", HOURS, asked("2027-03-10 16:30:01"), {HOURS: WARN}),
    Scenario(
        PRACTICAL,
        "on the Sunday on which summer time starts",
        HOURS,
        asked(datetime(2027, 3, 28, 13, 0, tzinfo=UTC)),
        {HOURS: WARN},
    ),
    Scenario(
        PRACTICAL,
        "on the Sunday on which summer time ends",
        HOURS,
        asked(datetime(2027, 10, 31, 14, 0, tzinfo=UTC)),
        {HOURS: WARN},
    ),
    Scenario(PRACTICAL, "on the late summer bank holiday", HOURS, asked("2027-08-30 14:00"), {HOURS: WARN}),
    Scenario(PRACTICAL, "the day after the late summer bank holiday", HOURS, asked("2027-08-31 14:00")),
    Scenario(LENGTH, "15 minutes", DURATION, asked(minutes=15)),
    Scenario(LENGTH, "14 minutes", DURATION, asked(minutes=14), {DURATION: DENY}),
    Scenario(LENGTH, "90 minutes", DURATION, asked(minutes=90)),
    Scenario(LENGTH, "91 minutes", DURATION, asked(minutes=91), {DURATION: DENY}),
    Scenario(
        FORESEEN,
        "180 days ahead",
        "schedule.horizon",
        asked("2027-09-06 14:00", booked_at=local("2027-03-10 09:00")),
    ),
    Scenario(
        FORESEEN,
        "181 days ahead",
        "schedule.horizon",
        asked("2027-09-07 14:00", booked_at=local("2027-03-10 23:59")),
        {"schedule.horizon": DENY},
    ),
    Scenario(ROLE, "the mentee turns 18 on the day of the session", BOOKED_BY_ORGANISATION, asked(born=EIGHTEEN)),
    Scenario(
        ROLE,
        "the mentee is 17 years and 364 days old",
        BOOKED_BY_ORGANISATION,
        asked(born=UNDER_18),
        {BOOKED_BY_ORGANISATION: DENY},
    ),
    Scenario(
        ROLE,
        "the mentee is 17 years and 364 days old and a coordinator books",
        BOOKED_BY_ORGANISATION,
        asked(born=UNDER_18, by="coordinator"),
    ),
    Scenario(
        CONTACT,
        "the mentee is 17 years and 364 days old and a coordinator books a phone call",
        CONTACT_DETAILS,
        asked(born=UNDER_18, by="coordinator", modality="phone"),
        {CONTACT_DETAILS: APPROVE},
    ),
    Scenario(
        CONTACT,
        "the mentee is 18 and a coordinator books a phone call",
        CONTACT_DETAILS,
        asked(born=EIGHTEEN, by="coordinator", modality="phone"),
    ),
    Scenario(
        CONTACT,
        "nobody knows how old the mentee is and a coordinator books a phone call",
        CONTACT_DETAILS,
        asked(born=None, by="coordinator", modality="phone"),
        {CONTACT_DETAILS: APPROVE},
    ),
    Scenario(
        PROTECTION,
        "a mentee of 16 years and 364 days and an untrained mentor",
        TRAINING,
        asked(born=date(2010, 3, 11), by="coordinator", evidence=()),
        {TRAINING: DENY},
    ),
    Scenario(
        PROTECTION,
        "a mentee of 17 and an untrained mentor",
        TRAINING,
        asked(born=date(2010, 3, 10), by="coordinator", evidence=()),
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
def test_the_creative_network(scenario: Scenario) -> None:
    assert unknown_in(scenario.heading) == []
    check(policy("creative-network"), scenario)


def test_every_rule_that_the_programme_asks_for_by_its_own_guidance_has_a_scenario() -> None:
    rules = load_packs()["creative-network"].rules
    own = {code for code, setting in rules.items() if (setting.citation or "").startswith("creative")}
    assert own <= {scenario.code for scenario in SCENARIOS}
