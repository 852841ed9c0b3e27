"""API schemas for checks: what the rules would say, without booking."""

from datetime import datetime

from pydantic import Field

from app.http.fields import Schema
from app.http.findings import FindingRead
from app.policy.outcomes import DecisionOutcome


class CheckedSession(Schema):
    """What the rules say about one session, without booking it."""

    position: int = Field(description="Its place in the series, from 1; 1 for a single session.")
    starts_at: datetime
    ends_at: datetime
    outcome: DecisionOutcome = Field(description="That of the worst finding; a warning does not stand in the way.")
    findings: list[FindingRead]
    safety: dict[str, str] = Field(description="The safety settings that its meeting would have.")
    policy_version: int = Field(description="The version of the programme's policy that decided.")
    policy_digest: str
    digest: str = Field(description="The digest of the decision, also in the audit trail.")


class CheckRead(Schema):
    """What would be decided now. Nothing is booked, nobody is reserved."""

    outcome: DecisionOutcome = Field(description="That of the worst session.")
    sessions: list[CheckedSession]
