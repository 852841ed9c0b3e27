"""API schemas for checks: what the rules would say, without booking."""

from datetime import datetime
from enum import StrEnum

from pydantic import MISSING, Field

from app.http.fields import Schema
from app.http.findings import CONTACTS, FOR_USER, CoordinatorRead, FindingRead, ReasonRead
from app.policy.outcomes import DecisionOutcome


class CheckPart(StrEnum):
    """What an answer tells of a check where it is asked for."""

    DECISION = "decision"
    SAFETY = "safety"


_OF_DECISION = " With `expand=decision`."


class CheckedSession(Schema):
    """What the rules say about one session, without booking it."""

    for_user: str | None = Field(description=f"{FOR_USER} Null where nothing stands in the way.")
    position: int = Field(description="Its place in the series, from 1; 1 for a single session.")
    starts_at: datetime
    ends_at: datetime
    outcome: DecisionOutcome = Field(description="That of the worst finding; a warning does not stand in the way.")
    reasons: list[ReasonRead] = Field(description="What stands in the way: refusals, or else what needs an approval.")
    findings: list[FindingRead] | MISSING = Field(default=MISSING, description=f"What each rule found.{_OF_DECISION}")
    policy_version: int | MISSING = Field(
        default=MISSING, description=f"The version of the programme's policy that decided.{_OF_DECISION}"
    )
    policy_digest: str | MISSING = Field(default=MISSING, description=f"The digest of that policy.{_OF_DECISION}")
    digest: str | MISSING = Field(
        default=MISSING, description=f"The digest of the decision, also in the audit trail.{_OF_DECISION}"
    )
    safety: dict[str, str] | MISSING = Field(
        default=MISSING, description="The safety settings that its meeting would have. With `expand=safety`."
    )


class CheckRead(Schema):
    """What would be decided now. Nothing is booked, nobody is reserved."""

    for_user: str | None = Field(description=f"{FOR_USER} Null where nothing stands in the way.")
    outcome: DecisionOutcome = Field(description="That of the worst session.")
    sessions: list[CheckedSession]
    contacts: list[CoordinatorRead] = Field(description=CONTACTS)
