"""API schemas for the policies of programmes: versions, a new one, and what differs between two."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field, JsonValue, StrictBool

from app.http.fields import Line, Schema
from app.policy import Severity
from app.policy.differences import Direction
from app.registry.programmes.schemas import PackName
from app.registry.proposals.schemas import ProposedChangeSummary

MOST_NAMES: Final = 200
"""More rules or settings than there will ever be; a body that names more is no policy."""

_CODE: Final = "Its stable name, as findings carry it."
_TITLE: Final = "Its title."
_PACK: Final = "The pack of rules that it started from: /v1/policy/packs lists them."


class RuleSettingWrite(Schema):
    """How the programme takes one rule."""

    severity: Severity = Field(description="What happens when the rule does not hold: n/a, warn, approve or deny.")
    coordinator_severity: Severity | None = Field(
        default=None,
        description="What happens instead when a coordinator asks for the session; null where it is the same.",
    )
    parameters: dict[str, JsonValue] = Field(
        default_factory=dict, description="What the rule is set to; what is left out has the rule's own default."
    )
    citation: Line | None = Field(default=None, description="Where the programme's own guidance asks for it.")


class PolicyWrite(Schema):
    """A programme's policy. What it leaves out is as its pack has it; it never asks for less than the floor."""

    pack: PackName = Field(description=_PACK)
    title: Line = Field(description="Whose guidance it follows.")
    rules: dict[str, RuleSettingWrite] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="By the rule's code: /v1/policy/rules lists them. A rule that is left out is taken as the pack takes it.",
    )
    safety: dict[str, str] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="The level of each safety setting by its code. One that is left out has the pack's.",
    )
    room: dict[str, JsonValue] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="What may happen in the room of a session, and what is done by itself about what may not, by name: "
        "/v1/policy/rules lists them. What is left out is as the pack has it.",
    )
    doors: dict[str, JsonValue] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="How the people of a session come in, by name: /v1/policy/rules lists them. What is left out is as the pack "
        "has it.",
    )
    opening: dict[str, JsonValue] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="Who opens the room, and by which ways, by name: /v1/policy/rules lists them. What is left out is as the "
        "pack has it.",
    )
    incidents: dict[str, str] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="How grave an incident is, by its kind: low, medium, high or critical. What is left out is the pack's.",
    )
    confirm_loosening: StrictBool = Field(
        default=False,
        description="Whether it is meant to loosen something. That is then proposed, and counts once another person has "
        "confirmed it. With false, a policy that loosens something is refused, and the refusal shows what.",
    )


class PolicyVersionSummary(Schema):
    """One version of a programme's policy, without its document."""

    programme_id: UUID = Field(description="The programme.")
    version: int = Field(description="Versions count from 1.")
    digest: str = Field(description="SHA-256 of the document's canonical JSON (RFC 8785); decisions name it.")
    created_at: datetime = Field(description="Since when there is this version.")
    created_by: UUID | None = Field(description="The id of the API key that made it; null where nobody wrote it down.")


class PolicyVersionRead(PolicyVersionSummary):
    """One version of a programme's policy. It never changes: a new policy is a new version."""

    document: dict[str, Any] = Field(
        description="Every rule's severity and parameters, every safety setting, the rules of room and doors, who opens "
        "the room, how grave incidents are."
    )


class DifferenceRead(Schema):
    """Two values that are not the same."""

    before: JsonValue = Field(description="What it was.")
    after: JsonValue = Field(description="What it is.")


class OrderedDifferenceRead(DifferenceRead):
    """Two values that are not the same, and which way it went."""

    direction: Direction = Field(
        description="Whether it got tighter or looser; neither where the values have no order."
    )


class RuleDifferenceRead(Schema):
    """What differs about one rule; null, or not named, is what is the same."""

    code: str = Field(description=_CODE)
    title: str = Field(description=_TITLE)
    severity: OrderedDifferenceRead | None = Field(description="What happens when the rule does not hold.")
    coordinator_severity: OrderedDifferenceRead | None = Field(
        description="What happens instead when a coordinator asks; a value of null is the same as for everybody else."
    )
    parameters: dict[str, OrderedDifferenceRead] = Field(description="What the rule is set to, by parameter.")
    citation: DifferenceRead | None = Field(description="Where the programme's own guidance asks for it.")


class SettingDifferenceRead(Schema):
    """The two levels of a safety setting."""

    code: str = Field(description=_CODE)
    title: str = Field(description=_TITLE)
    level: OrderedDifferenceRead = Field(description="Its levels.")


class DocumentDifferenceRead(Schema):
    """What differs between two policies; what is the same is left out."""

    pack: DifferenceRead | None = Field(description=_PACK)
    title: DifferenceRead | None = Field(description="Whose guidance it follows.")
    rules: list[RuleDifferenceRead] = Field(description="The rules that are taken otherwise.")
    safety: list[SettingDifferenceRead] = Field(description="The safety settings that have another level.")
    room: dict[str, OrderedDifferenceRead] = Field(description="What may happen in the room, by name.")
    doors: dict[str, OrderedDifferenceRead] = Field(description="How people come in, by name.")
    opening: dict[str, OrderedDifferenceRead] = Field(description="Who opens the room, and by which ways, by name.")
    incidents: dict[str, OrderedDifferenceRead] = Field(description="How grave an incident is, by its kind.")


class PolicyDifferenceRead(DocumentDifferenceRead):
    """What differs between two versions of a policy; what is the same is left out."""

    programme_id: UUID = Field(description="The programme.")
    from_version: int = Field(description="The version that `before` is of.")
    to_version: int = Field(description="The version that `after` is of.")


class PolicySetRead(PolicyVersionRead):
    """The policy that counts now, and what of the one that was sent waits for a second person."""

    difference: PolicyDifferenceRead = Field(description="What changed at once, from the version before.")
    proposed_change: ProposedChangeSummary | None = Field(
        description="What waits until a coordinator's key of another person has confirmed it; null where nothing does."
    )
    proposed_difference: DocumentDifferenceRead | None = Field(
        description="What will change when it is confirmed; null where nothing waits."
    )
