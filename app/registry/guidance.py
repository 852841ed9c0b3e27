"""API schemas for a partner's own guidance, and of the measures for a pairing."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, JsonValue

from app.http.fields import Schema
from app.policy import Severity
from app.registry.policies.schemas import MOST_NAMES

_RULES: Final = (
    "By the rule's code: /v1/policy/rules lists them. A rule that is left out stays as the programme takes it."
)
_SAFETY: Final = "The level of each safety setting by its code. One that is left out stays as the programme has it."

Levels = Annotated[dict[str, str], Field(max_length=MOST_NAMES)]
"""Levels of safety settings by code; whether there are such levels is for the policy to say."""


class RuleTightening(Schema):
    """How strictly a rule is taken at the least."""

    severity: Severity = Field(
        default=Severity.OFF,
        description="At least this happens when the rule does not hold: n/a (as the programme says), warn, approve or deny.",
    )
    parameters: dict[str, JsonValue] = Field(
        default_factory=dict,
        description="At least this strict, by parameter; what is left out stays as the programme has it.",
    )


class GuidanceWrite(Schema):
    """The whole of a partner's own guidance. With what it leaves out, the programme's rules hold unchanged."""

    rules: dict[str, RuleTightening] = Field(default_factory=dict, max_length=MOST_NAMES, description=_RULES)
    safety: Levels = Field(default_factory=dict, description=_SAFETY)


class GuidanceRead(Schema):
    """A partner's own guidance, on top of the rules of every programme that it delivers."""

    partner_id: UUID = Field(description="The partner.")
    rules: dict[str, RuleTightening] = Field(default_factory=dict, description=_RULES)
    safety: dict[str, str] = Field(default_factory=dict, description=_SAFETY)
