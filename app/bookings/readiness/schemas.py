"""API schemas for readiness."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.bookings.next_operations import NextOperation
from app.http.fields import Schema
from app.incidents.schemas import NamesRead
from app.policy.outcomes import DecisionOutcome, Outcome
from app.registry.evidence.schemas import EvidenceRead
from app.registry.pairings.schemas import PairingRead
from app.registry.people.schemas import PersonRead


class MissingRead(Schema):
    """Something that stands in the way of a session, or that a coordinator must approve."""

    code: str = Field(description="The rule; /v1/policy/rules describes it.")
    outcome: Outcome = Field(
        description="deny: no session without it. approve: a coordinator approves. warn: look at it."
    )
    sentence: str = Field(description="What is missing, in one sentence.")
    remedy: str | None = Field(description="Who must do what.")


class ReadinessRead(Schema):
    """Whether two people could hold a session, as far as it depends on them and on what is on file."""

    pairing_id: UUID = Field(description="The pairing.")
    names: NamesRead = Field(description="Who they are.")
    on: date = Field(description="The day of the session that was thought of, in the programme's time zone.")
    ready: bool = Field(description="Whether a session could be booked; `outcome` says whether it needs an approval.")
    outcome: DecisionOutcome = Field(description="allow, approve or deny, by what is under `missing`.")
    summary: str = Field(description="The same in one sentence.")
    missing: list[MissingRead] = Field(
        description="What stands in the way first, then what must be approved, then what to look at."
    )
    next_operations: list[NextOperation] = Field(description="What can be done now.")


class EnrolmentRead(Schema):
    """A pair that was enrolled, and what is still missing for a first session."""

    readiness: ReadinessRead = Field(description="What is still missing; /v1/pairings/{id}/readiness tells it later.")
    pairing: PairingRead = Field(description="The pairing.")
    mentor: PersonRead = Field(description="The mentor.")
    mentee: PersonRead = Field(description="The mentee.")
    evidence: list[EvidenceRead] = Field(description="What is on file about the two and their pairing and counts.")


class EnrolmentWritten(Schema):
    """A pair that was enrolled, to a key that may write the registry and not read it."""

    pairing_id: UUID = Field(description="The pairing.")
    mentor_id: UUID = Field(description="The mentor.")
    mentee_id: UUID = Field(description="The mentee.")
