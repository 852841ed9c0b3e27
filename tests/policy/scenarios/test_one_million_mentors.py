"""One Million Mentors: its two documents, heading by heading, on both sides of every boundary."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.policy import EvidenceKind, Facts, Subject, load_packs
from tests.policy.scenarios.headings import unknown_in
from tests.policy.scenarios.scenario import APPROVE, DENY, WARN, Scenario, asked, check, local
from tests.support.policy_examples import evidence, policy, without

AGE = "1mm-mentees, Virtual mentoring guidance for mentees age 18-25 years"
PRACTICAL = "1mm-mentees, Practical considerations"
PARTICIPANTS = "1mm-zoom, Participants"
ORGANISATION = "1mm-zoom, Organisation"
TECHNOLOGY = "1mm-zoom, Technology"
ZOOM = "1mm-zoom, Using Zoom Safely"
ETIQUETTE = "1mm-zoom, Zoom Etiquette"

NOTICE, HOURS, MINIMUM_AGE, BAND = (
    "schedule.notice",
    "schedule.working-hours",
    "mentee.minimum-age",
    "mentee.age-band",
)
BOOKED_BY_ORGANISATION = "minor.booked-by-organisation"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MEASURES = evidence(EvidenceKind.AT_RISK_MEASURES, Subject.PAIRING, 50)
NO_MEASURES = without(EvidenceKind.AT_RISK_MEASURES)


def partner_consent(**changes: object) -> Facts:
    consent = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 60, **changes)
    return asked(evidence=(*without(EvidenceKind.PARTNER_WRITTEN_CONSENT), consent))


SCENARIOS = [
    Scenario(ORGANISATION, "everything is in order", "partner.written-consent", asked()),
    Scenario(
        ORGANISATION,
        "the partner has not agreed in writing",
        "partner.written-consent",
        asked(evidence=without(EvidenceKind.PARTNER_WRITTEN_CONSENT)),
        {"partner.written-consent": DENY},
    ),
    Scenario(
        ORGANISATION,
        "the partner's consent ends on the day of the session",
        "partner.written-consent",
        partner_consent(valid_until=date(2027, 3, 10)),
    ),
    Scenario(
        ORGANISATION,
        "the partner's consent ends the day before",
        "partner.written-consent",
        partner_consent(valid_until=date(2027, 3, 9)),
        {"partner.written-consent": DENY},
    ),
    Scenario(
        ORGANISATION,
        "the partner's consent was withdrawn",
        "partner.written-consent",
        partner_consent(withdrawn=True),
        {"partner.written-consent": DENY},
    ),
    Scenario(
        ORGANISATION,
        "nothing says where the partner's written consent is",
        "partner.written-consent",
        partner_consent(has_document=False),
        {"partner.written-consent": DENY},
    ),
    Scenario(
        ORGANISATION,
        "the partner's older consent was withdrawn after a newer one had replaced it",
        "partner.written-consent",
        asked(
            evidence=(
                *without(EvidenceKind.PARTNER_WRITTEN_CONSENT),
                evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 58, withdrawn=True),
                evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 59),
            )
        ),
    ),
    Scenario(
        ORGANISATION,
        "the mentee turns 18 on the day of the session",
        MINIMUM_AGE,
        asked(born=date(2009, 3, 10)),
    ),
    Scenario(
        ORGANISATION,
        "the mentee is 17 years and 364 days old",
        MINIMUM_AGE,
        asked(born=date(2009, 3, 11)),
        {MINIMUM_AGE: DENY, BAND: WARN, BOOKED_BY_ORGANISATION: DENY},
    ),
    Scenario(
        ORGANISATION,
        "the mentee is 17 years and 364 days old and a coordinator books",
        MINIMUM_AGE,
        asked(born=date(2009, 3, 11), by="coordinator"),
        {MINIMUM_AGE: DENY, BAND: WARN},
    ),
    Scenario(
        ORGANISATION,
        "a mentee born on 29 February is 17 on 28 February",
        MINIMUM_AGE,
        asked("2030-02-28 14:00", born=date(2012, 2, 29)),
        {MINIMUM_AGE: DENY, BAND: WARN, BOOKED_BY_ORGANISATION: DENY},
    ),
    Scenario(
        ORGANISATION,
        "a mentee born on 29 February is 18 on 1 March",
        MINIMUM_AGE,
        asked("2030-03-01 14:00", born=date(2012, 2, 29)),
    ),
    Scenario(
        ORGANISATION,
        "nobody knows how old the mentee is",
        MINIMUM_AGE,
        asked(born=None),
        {MINIMUM_AGE: DENY, BAND: WARN, BOOKED_BY_ORGANISATION: DENY},
    ),
    Scenario(AGE, "the mentee is 25 until tomorrow", BAND, asked(born=date(2001, 3, 11))),
    Scenario(AGE, "the mentee turns 26 today", BAND, asked(born=date(2001, 3, 10)), {BAND: WARN}),
    Scenario(
        PRACTICAL,
        "nobody has said that they are comfortable with meeting virtually",
        "consent.virtual",
        asked(evidence=without(EvidenceKind.VIRTUAL_MEETING_CONSENT)),
        {"consent.virtual": DENY},
    ),
    Scenario(
        PRACTICAL,
        "only the mentor is comfortable with meeting virtually",
        "consent.virtual",
        asked(
            evidence=(
                *without(EvidenceKind.VIRTUAL_MEETING_CONSENT),
                evidence(EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTOR, 61),
            )
        ),
        {"consent.virtual": DENY},
    ),
    Scenario(PRACTICAL, "booked exactly 24 hours ahead", NOTICE, asked(ahead=DAY)),
    Scenario(PRACTICAL, "booked 23 hours 59 minutes ahead", NOTICE, asked(ahead=DAY - MINUTE), {NOTICE: DENY}),
    Scenario(
        PRACTICAL,
        "booked 23 hours 59 minutes ahead by a coordinator",
        NOTICE,
        asked(ahead=DAY - MINUTE, by="coordinator"),
        {NOTICE: WARN},
    ),
    Scenario(
        PRACTICAL,
        "the time does not suit both",
        "schedule.mutual",
        asked(agreed_by_both=False),
        {"schedule.mutual": DENY},
    ),
    Scenario(PRACTICAL, "from 09:00", HOURS, asked("2027-03-10 09:00")),
    Scenario(PRACTICAL, "from 08:59", HOURS, asked("2027-03-10 08:59"), {HOURS: APPROVE}),
    Scenario(PRACTICAL, "until 17:30", HOURS, asked("2027-03-10 16:30")),
    Scenario(PRACTICAL, "until 17:31", HOURS, asked("2027-03-10 16:31"), {HOURS: APPROVE}),
    Scenario(
        PRACTICAL,
        "until 17:31 with a reason",
        HOURS,
        asked("2027-03-10 16:31", outside_hours_reason=True),
        {HOURS: WARN},
    ),
    Scenario(
        PRACTICAL,
        "until 17:31 for a coordinator",
        HOURS,
        asked("2027-03-10 16:31", by="coordinator"),
        {HOURS: APPROVE},
    ),
    Scenario(PRACTICAL, "on a Saturday", HOURS, asked("2027-03-13 14:00"), {HOURS: APPROVE}),
    Scenario(PRACTICAL, "on Good Friday", HOURS, asked("2027-03-26 14:00"), {HOURS: APPROVE}),
    Scenario(PRACTICAL, "on Maundy Thursday", HOURS, asked("2027-03-25 14:00")),
    Scenario(PRACTICAL, "on the substitute day for Christmas", HOURS, asked("2027-12-27 14:00"), {HOURS: APPROVE}),
    Scenario(
        PRACTICAL,
        "on the Sunday on which summer time starts",
        HOURS,
        asked("2027-03-28 14:00"),
        {HOURS: APPROVE},
    ),
    Scenario(
        PRACTICAL,
        "on the Sunday on which summer time starts, booked at the same hour the day before, which is 23 hours",
        NOTICE,
        asked("2027-03-28 14:00", booked_at=local("2027-03-27 14:00"), outside_hours_reason=True),
        {NOTICE: DENY, HOURS: WARN},
    ),
    Scenario(
        PRACTICAL,
        "on the Sunday on which summer time ends, booked 24 hours ahead, which is another hour of the day",
        NOTICE,
        asked("2027-10-31 14:00", booked_at=local("2027-10-30 15:00"), outside_hours_reason=True),
        {HOURS: WARN},
    ),
    Scenario(
        PRACTICAL,
        "from 09:00 on the first working day of summer time",
        HOURS,
        asked(datetime(2027, 3, 30, 8, 0, tzinfo=UTC)),
    ),
    Scenario(
        PRACTICAL,
        "from 08:59 on the first working day of summer time",
        HOURS,
        asked(datetime(2027, 3, 30, 7, 59, tzinfo=UTC)),
        {HOURS: APPROVE},
    ),
    Scenario(
        PRACTICAL,
        "from 09:00 on the first working day of winter time",
        HOURS,
        asked(datetime(2027, 11, 1, 9, 0, tzinfo=UTC)),
    ),
    Scenario(
        PRACTICAL,
        "from 08:59 on the first working day of winter time",
        HOURS,
        asked(datetime(2027, 11, 1, 8, 59, tzinfo=UTC)),
        {HOURS: APPROVE},
    ),
    Scenario(PRACTICAL, "on 29 February", HOURS, asked("2028-02-29 14:00")),
    Scenario(
        PARTICIPANTS,
        "an adult at risk without measures",
        "at-risk.measures",
        asked(at_risk=True, evidence=NO_MEASURES),
        {"at-risk.measures": DENY},
    ),
    Scenario(
        PARTICIPANTS,
        "an adult at risk with measures, for the first time",
        "at-risk.measures",
        asked(at_risk=True),
        {"at-risk.measures": APPROVE},
    ),
    Scenario(
        PARTICIPANTS,
        "an adult at risk with measures, after an approved session",
        "at-risk.measures",
        asked(at_risk=True, pairing={"approved_before": True}),
    ),
    Scenario(
        PARTICIPANTS,
        "an adult at risk after an approved session, whose measures have ended",
        "at-risk.measures",
        asked(
            at_risk=True,
            pairing={"approved_before": True},
            evidence=(*NO_MEASURES, MEASURES.model_copy(update={"valid_until": date(2027, 3, 9)})),
        ),
        {"at-risk.measures": DENY},
    ),
    Scenario(
        PARTICIPANTS,
        "a mentor who is an adult at risk, without measures",
        "at-risk.measures",
        asked(mentor_at_risk=True, evidence=NO_MEASURES),
        {"at-risk.measures": DENY},
    ),
    Scenario(
        PARTICIPANTS,
        "a mentor who is an adult at risk, with measures, for the first time",
        "at-risk.measures",
        asked(mentor_at_risk=True),
        {"at-risk.measures": APPROVE},
    ),
    Scenario(
        TECHNOLOGY,
        "nobody has confirmed suitable technology",
        "technology.suitable",
        asked(evidence=without(EvidenceKind.TECHNOLOGY_CONFIRMED)),
        {"technology.suitable": WARN},
    ),
    Scenario(ZOOM, "by phone", "modality.allowed", asked(modality="phone")),
    Scenario(ZOOM, "on Teams", "modality.allowed", asked(modality="teams"), {"modality.allowed": DENY}),
    Scenario(
        ETIQUETTE,
        "the mentor has not accepted the code of conduct",
        "mentor.code-of-conduct",
        asked(evidence=without(EvidenceKind.CODE_OF_CONDUCT_ACCEPTED)),
        {"mentor.code-of-conduct": WARN},
    ),
    Scenario("product, A session of a reasonable length", "90 minutes", "plan.duration", asked(minutes=90)),
    Scenario(
        "product, A session of a reasonable length",
        "91 minutes",
        "plan.duration",
        asked(minutes=91),
        {"plan.duration": DENY},
    ),
    Scenario(
        "product, What is booked can be foreseen",
        "180 days ahead",
        "schedule.horizon",
        asked("2027-09-06 14:00", booked_at=local("2027-03-10 09:00")),
    ),
    Scenario(
        "product, What is booked can be foreseen",
        "181 days ahead",
        "schedule.horizon",
        asked("2027-09-07 14:00", booked_at=local("2027-03-10 23:59")),
        {"schedule.horizon": DENY},
    ),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_one_million_mentors(scenario: Scenario) -> None:
    assert unknown_in(scenario.heading) == []
    check(policy("one-million-mentors"), scenario)


def test_every_rule_that_the_programme_asks_for_by_its_own_guidance_has_a_scenario() -> None:
    rules = load_packs()["one-million-mentors"].rules
    own = {code for code, setting in rules.items() if (setting.citation or "").startswith("1mm")}
    assert own <= {scenario.code for scenario in SCENARIOS}
