"""The tables of the registry."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.clock import utc_now
from app.database import Instant, text_enum
from app.identifiers import new_id
from app.policy.evidence import EvidenceKind

_EMPTY_OBJECT: Final = text("'{}'::jsonb")
_EMPTY_LIST: Final = text("'[]'::jsonb")
"""What rows have that a replica of an older version writes."""


class PersonRole(StrEnum):
    """What a person is in a pairing."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class Licence(StrEnum):
    """What a host's Zoom licence allows."""

    BASIC = "basic"
    LICENSED = "licensed"
    NONE = "none"


class Partner(SQLModel, table=True):
    """A youth organisation that delivers a programme."""

    __tablename__ = "partner"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    # Whom to turn to, by what they are there for.
    coordinators: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default=_EMPTY_LIST)
    )
    safeguarding_contacts: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default=_EMPTY_LIST)
    )
    # Its own guidance, a `Tightening`: what it asks for on top of every programme's policy.
    guidance: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=_EMPTY_OBJECT)
    )
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class Programme(SQLModel, table=True):
    """What is being run: a policy, a time zone, safeguarding contacts, a host pool."""

    __tablename__ = "programme"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    time_zone: str = Field(max_length=64)
    host_pool: str = Field(max_length=64)
    safeguarding_contacts: list[dict[str, str]] = Field(sa_column=Column(JSONB, nullable=False))
    coordinators: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default=_EMPTY_LIST)
    )
    policy_version: int = 1
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class PolicyVersion(SQLModel, table=True):
    """One version of a programme's policy. It is never changed: bookings refer to the version that decided them."""

    __tablename__ = "policy_version"

    programme_id: UUID = Field(primary_key=True, foreign_key="programme.id")
    version: int = Field(primary_key=True)
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    digest: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    created_by: UUID | None = Field(default=None, foreign_key="api_key.id")

    @property
    def id(self) -> UUID:
        """Where it stands in the list of its programme's versions, in the form that a cursor takes."""
        return UUID(int=self.version)


class Person(SQLModel, table=True):
    """A mentor or a mentee, known through one partner."""

    __tablename__ = "person"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True)
    role: PersonRole = Field(sa_type=text_enum(PersonRole))
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=254)
    birth_date: date | None = None
    adult_at_risk: bool = False
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class Pairing(SQLModel, table=True):
    """One mentor and one mentee in one programme at one partner."""

    __tablename__ = "pairing"
    __table_args__ = (UniqueConstraint("programme_id", "mentor_id", "mentee_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True)
    programme_id: UUID = Field(foreign_key="programme.id", index=True)
    mentor_id: UUID = Field(foreign_key="person.id", index=True)
    mentee_id: UUID = Field(foreign_key="person.id", index=True)
    active: bool = True
    # Setting code -> level: what the measures for this pairing ask for, such as those for an adult at risk.
    safety: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=_EMPTY_OBJECT)
    )
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class Evidence(SQLModel, table=True):
    """A dated, attributable fact that a rule needs. Given and withdrawn, never edited."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, pairing_id) <= 1", name="one_subject"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period"),
        CheckConstraint("edition IS NULL OR kind = 'code_of_conduct_accepted'", name="edition"),
        Index("evidence_person_index", "person_id"),
        Index("evidence_pairing_index", "pairing_id"),
        Index("evidence_partner_index", "partner_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: EvidenceKind = Field(sa_type=text_enum(EvidenceKind))
    # The partner that it belongs to; it is about the partner itself when it names neither person nor pairing.
    partner_id: UUID = Field(foreign_key="partner.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id")
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


class Host(SQLModel, table=True):
    """A Zoom user of the account that meetings are created under."""

    __tablename__ = "host"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    zoom_user_id: str = Field(max_length=100, unique=True)
    email: str = Field(max_length=254)
    pool: str = Field(default="default", max_length=64, index=True)
    licence: Licence = Field(sa_type=text_enum(Licence))
    active: bool
    # Taken out of use by a coordinator, whatever Zoom says.
    enabled: bool = True
    proven: bool = False
    proof: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    # Setting code -> level: what the host was proven for.
    safety: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    proven_at: datetime | None = Field(default=None, sa_type=Instant)
    # What else was read with the proof, `HostConditions`: what passcodes must be, locks, mails, what Zoom refused to change.
    conditions: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=_EMPTY_OBJECT)
    )
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class HostUsage(SQLModel, table=True):
    """How many meetings were created or updated for a host on one UTC day: Zoom allows 100."""

    __tablename__ = "host_usage"

    host_id: UUID = Field(primary_key=True, foreign_key="host.id")
    day: date = Field(primary_key=True)
    changes: int = 0
