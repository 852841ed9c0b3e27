"""What the scenarios of all programmes have in common: a session in local time, and what is expected of its decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.policy import (
    Decision,
    DecisionOutcome,
    EvidenceFact,
    Facts,
    Outcome,
    PairingFacts,
    PartnerFacts,
    PersonFacts,
    Policy,
    SessionFacts,
    age_on,
    decide,
)
from tests.support.policy_examples import ALL_EVIDENCE, host, pool

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)
DENY, APPROVE, WARN = Outcome.DENY, Outcome.APPROVE, Outcome.WARN


@dataclass(frozen=True)
class Scenario:
    """A session, the rule that it is about, and every finding of the decision that is not plainly right.

    `heading` is where the programme's guidance speaks of it; `product` and the promise where only the product does.
    `findings` is empty where the session is allowed without any warning.
    """

    heading: str
    name: str
    code: str
    facts: Facts
    findings: Mapping[str, Outcome] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.heading}: {self.name}"

    @property
    def outcome(self) -> DecisionOutcome:
        """The outcome of the decision that follows from the findings."""
        return DecisionOutcome.of([Outcome.PASS, *self.findings.values()])


def check(by: Policy, scenario: Scenario) -> None:
    """Decide the scenario, and compare outcome and findings with what is expected."""
    decision = decide(by, scenario.facts)
    assert not_right(decision) == scenario.findings
    assert decision.outcome is scenario.outcome
    assert scenario.code in {each.code for each in decision.findings}
    # A scenario is about a rule that the programme asks for.
    assert by.document.rules[scenario.code].severity.outcome is not Outcome.NOT_APPLICABLE


def not_right(decision: Decision) -> dict[str, Outcome]:
    """Every finding that warns, asks for an approval or refuses, by its rule."""
    return {each.code: each.outcome for each in decision.findings if each.outcome >= WARN}


def local(text: str, *, fold: int = 0) -> datetime:
    """A moment as the clocks in London show it; `fold` 1 for the second time that they show it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


def asked(
    at: str | datetime = "2027-03-10 14:00",
    *,
    minutes: float = 60,
    born: date | None = date(2006, 6, 15),
    at_risk: bool = False,
    mentor_at_risk: bool = False,
    ahead: timedelta = WEEK,
    booked_at: datetime | None = None,
    by: str = "front_end",
    evidence: tuple[EvidenceFact, ...] = ALL_EVIDENCE,
    pairing: Mapping[str, Any] | None = None,
    **session: Any,
) -> Facts:
    """A session on a Wednesday afternoon, asked for a week ahead by a booking website, of a mentee born on this day."""
    starts_at = (local(at) if isinstance(at, str) else at).astimezone(UTC)
    asked_for = SessionFacts.model_validate(
        {
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "time_zone": "Europe/London",
            "modality": "zoom",
            "agreed_by_both": True,
        }
        | session
    )
    age = None if born is None else age_on(born, asked_for.local_date)
    decided_at = booked_at or starts_at - ahead
    return Facts.model_validate(
        {
            "decided_at": decided_at,
            "requested_at": decided_at,
            "requested_by": by,
            "session": asked_for,
            "partner": PartnerFacts(id=UUID(int=101)),
            "pairing": PairingFacts(**{"id": UUID(int=102)} | dict(pairing or {})),
            "mentor": PersonFacts(id=UUID(int=103), age=40, adult_at_risk=mentor_at_risk),
            "mentee": PersonFacts(id=UUID(int=104), age=age, adult_at_risk=at_risk),
            "evidence": evidence,
            "hosts": pool((host(),), asked_for.length),
        }
    )
