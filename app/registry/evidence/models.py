"""The table of evidence."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id
from app.policy.evidence import EvidenceKind


class Evidence(SQLModel, table=True):
    """A dated, attributable fact that a rule needs. Given and withdrawn, never edited."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, pairing_id) <= 1", name="one_subject"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period"),
        CheckConstraint("edition IS NULL OR kind = 'code_of_conduct_accepted'", name="edition"),
        # About whom or what it is belongs to the same partner.
        ForeignKeyConstraint(["person_id", "partner_id"], ["person.id", "person.partner_id"]),
        ForeignKeyConstraint(["pairing_id", "partner_id"], ["pairing.id", "pairing.partner_id"]),
        Index("evidence_person_index", "person_id"),
        Index("evidence_pairing_index", "pairing_id"),
        Index("evidence_partner_index", "partner_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: EvidenceKind = Field(sa_type=text_enum(EvidenceKind))
    # The partner that it belongs to; it is about the partner itself when it names neither person nor pairing.
    partner_id: UUID = Field(foreign_key="partner.id")
    person_id: UUID | None = None
    pairing_id: UUID | None = None
    valid_from: date
    valid_until: date | None = None
    document: str | None = Field(default=None, max_length=200)
    # Of measures for an adult at risk: what was agreed, and with whom it was discussed. Encrypted.
    measures: str | None = Field(default=None, sa_column=Column(Text))
    # Which version of a code of conduct was accepted.
    edition: str | None = Field(default=None, max_length=60)
    given_by: UUID = Field(foreign_key="api_key.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    withdrawal_reason: str | None = Field(default=None, max_length=2000)

    @property
    def has_measures(self) -> bool:
        """Whether it says which measures were agreed."""
        return self.measures is not None

    @property
    def version(self) -> int:
        """The number of the present version: evidence changes once at the most, when it is withdrawn."""
        return 1 if self.withdrawn_at is None else 2
