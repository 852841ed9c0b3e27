"""What a rule found, as decisions and refusals tell it: one schema for both."""

from typing import Any

from pydantic import Field

from app.http.fields import Schema
from app.policy.outcomes import Outcome


class FindingRead(Schema):
    """What one rule found.

    For a key without registry:read, all that rests on people and papers is one neutral finding, with the code `registry` and the
    worst of their outcomes.
    """

    code: str = Field(description="The rule; /v1/policy/rules describes it.", examples=["schedule.notice"])
    outcome: Outcome = Field(description="What the programme makes of it.")
    sentence: str = Field(description="What was found, in one sentence.")
    facts: dict[str, Any] = Field(description="What the rule looked at.")
    remedy: str | None = Field(description="Who must do what, when it did not pass.")
    source: str = Field(description="The guidance that asks for it.")
