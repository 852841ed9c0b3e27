"""API schemas for the catalogue of rules, and of packs."""

from typing import Any

from pydantic import Field

from app.http.fields import Schema
from app.policy import EvidenceKind, IncidentKind, IncidentSeverity, Severity, Subject


class RuleSettingRead(Schema):
    """How a policy takes one rule."""

    severity: Severity = Field(description="What happens when the rule does not hold: n/a, warn, approve or deny.")
    coordinator_severity: Severity | None = Field(
        description="What happens instead when a coordinator asks for the session; null where it is the same."
    )
    parameters: dict[str, Any] = Field(description="What the rule is set to.")
    citation: str | None = Field(description="Where the programme's own guidance asks for it.")


class RuleRead(Schema):
    """A rule of the catalogue."""

    code: str = Field(description="The rule's stable name, as findings carry it.", examples=["mentee.minimum-age"])
    title: str = Field(description="Its title.")
    description: str = Field(description="What it asks for.")
    source: str = Field(description="The guidance that asks for it.")
    parameters: dict[str, Any] = Field(
        description="JSON schema of what it can be set to; `tighter` says which way is stricter."
    )
    packs: dict[str, RuleSettingRead] = Field(description="How each pack takes it.")


class SafetySettingRead(Schema):
    """A safety setting of every meeting."""

    code: str = Field(description="The setting's stable name.", examples=["meeting.waiting-room"])
    title: str = Field(description="Its title.")
    description: str = Field(description="What it means for a meeting.")
    source: str = Field(description="The guidance that asks for it.")
    levels: tuple[str, ...] = Field(description="Its levels, from loose to tight.")
    baseline: str = Field(description="The loosest level that any meeting may have.")
    packs: dict[str, str] = Field(description="The level in each pack.")


class EvidenceKindRead(Schema):
    """A kind of evidence that rules ask for."""

    kind: EvidenceKind = Field(description="Its stable name, for `kind` of /v1/evidence.")
    shows: str = Field(description="What it shows.")
    about: tuple[Subject, ...] = Field(description="Whom or what it can be about; always exactly one of them.")
    named_by: str = Field(
        description="The field that names them when it is given: partner_id, person_id or pairing_id.",
        examples=["person_id"],
    )
    needs_document: bool = Field(description="Whether it counts only with `document`, a reference to where it is kept.")
    has_edition: bool = Field(description="Whether `edition` can say which version was accepted.")


class IncidentKindRead(Schema):
    """A kind of incident about a session."""

    kind: IncidentKind = Field(description="Its stable name, for `incidents` of a policy.")
    title: str = Field(description="What it means.")
    severity: IncidentSeverity = Field(description="How grave it is unless the programme's policy says otherwise.")


class RuleCatalogue(Schema):
    """Everything that a policy can set."""

    rules: list[RuleRead] = Field(description="Whether a session may take place.")
    safety: list[SafetySettingRead] = Field(description="How safe its meeting must be.")
    evidence: list[EvidenceKindRead] = Field(description="The evidence that rules ask for, and about whom it is given.")
    room: dict[str, Any] = Field(
        description="JSON schema of what a policy says of the room of a session; `tighter` says which way is stricter."
    )
    doors: dict[str, Any] = Field(
        description="JSON schema of what a policy says of how people come in; `tighter` says which way is stricter."
    )
    opening: dict[str, Any] = Field(
        description="JSON schema of what a policy says of who opens the room; `tighter` says which way is stricter."
    )
    incidents: list[IncidentKindRead] = Field(description="The incidents of which a policy says how grave they are.")


class PackSummary(Schema):
    """A pack of rules that programmes start from."""

    name: str = Field(description="Its name, for `pack` of a new programme.")
    title: str = Field(description="Whose guidance it follows.")


class PackList(Schema):
    """The packs that there are."""

    items: list[PackSummary] = Field(description="In the order of their names.")


class PackRead(PackSummary):
    """A pack with all that it sets."""

    rules: dict[str, RuleSettingRead] = Field(description="How it takes each rule.")
    safety: dict[str, str] = Field(description="The level of each safety setting.")
    room: dict[str, Any] = Field(description="What may happen in the room of a session.")
    doors: dict[str, Any] = Field(description="How the people of a session come in.")
    opening: dict[str, Any] = Field(description="Who opens the room, and by which ways.")
    incidents: dict[str, IncidentSeverity] = Field(description="How grave each kind of incident is.")
    digest: str = Field(
        description="SHA-256 of its canonical JSON (RFC 8785): that of a programme's first policy version."
    )
