"""What may be asked for on top of a programme's policy: stricter rules, stricter parameters, tighter settings.

A partner's own guidance is such a document. It has no way to say anything looser: it is combined with a
policy by taking the tighter of both, severity by severity, parameter by parameter, setting by setting.
"""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ModelWrapValidatorHandler,
    StrictStr,
    ValidationError,
    model_validator,
)

from app.policy.errors import PolicyError, Problem, problems_of
from app.policy.outcomes import Severity
from app.policy.safety import SafetyProfile


class RuleTightening(BaseModel):
    """How strictly one rule is taken at the least; parameters that are not named stay as the programme has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Severity = Severity.OFF
    parameters: Mapping[str, JsonValue] = Field(default_factory=dict)


class Tightening(BaseModel):
    """Rules by code and safety settings by code; what is not named stays as the programme has it.

    The codes of rules and their parameters are checked by `app.policy.combining.checked`, which knows the catalogue.

    Raises:
        PolicyError: A setting is unknown or looser than the floor of every programme.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Mapping[str, RuleTightening] = Field(default_factory=dict)
    safety: Mapping[str, StrictStr] = Field(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _checked(cls, given: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            tightening = build(given)
        except ValidationError as error:
            raise PolicyError(problems_of(error)) from None
        try:
            SafetyProfile(tightening.safety)
        except PolicyError as error:
            raise PolicyError([Problem(("safety", *each.path), each.reason) for each in error.problems]) from None
        return tightening

    @property
    def asks_nothing(self) -> bool:
        """Whether it leaves every policy as it is."""
        return not self.rules and not self.safety


NOTHING = Tightening()
"""The tightening that asks for nothing."""
