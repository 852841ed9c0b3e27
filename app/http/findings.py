"""What a rule found, as decisions and refusals tell it."""

from typing import Any, Final, Literal

from pydantic import Field

from app.http.fields import Schema
from app.policy.outcomes import Outcome

Fixer = Literal["booker", "coordinator", "administrator"]
"""Who can do something about what stands in the way: whoever books, a coordinator, or who administers Zoom."""


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


class ReasonRead(Schema):
    """What stands in the way of a session, what helps, and who can do it."""

    code: str = Field(
        description="The rule; /v1/policy/rules describes it. `registry` for what a key without registry:read may not see.",
        examples=["schedule.notice"],
    )
    sentence: str = Field(description="What was found, in one sentence.")
    remedy: str | None = Field(description="Who must do what.")
    fixed_by: Fixer = Field(
        description="Who can do it: whoever books, a coordinator of the partner or the programme, or who administers Zoom."
    )


class CoordinatorRead(Schema):
    """A coordinator who can do something about what stands in the way."""

    name: str = Field(description="Who answers.")
    role: str | None = Field(default=None, description="What they are in the organisation.")
    phone: str | None = Field(default=None, description="The telephone number.")
    email: str | None = Field(default=None, description="The e-mail address.")
    of: Literal["partner", "programme"] = Field(description="Whose coordinator it is. The partner's come first.")


CONTACTS: Final = (
    "How to reach the coordinators, where one of them can do something about what stands in the way, for a key that may read "
    "contacts."
)
FOR_USER: Final = "One sentence for the person at the screen. It tells nothing about anybody's age, risks or papers."
