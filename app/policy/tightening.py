"""What may be asked for on top of a programme's policy: stricter rules, parameters, settings, and values of its sections.

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
    SerializerFunctionWrapHandler,
    StrictStr,
    ValidationError,
    model_serializer,
    model_validator,
)

from app.policy.errors import PolicyError, Problem, problems_of
from app.policy.outcomes import Severity
from app.policy.safety import SafetyProfile
from app.policy.sections import SECTIONS


class RuleTightening(BaseModel):
    """How strictly one rule is taken at the least; parameters that are not named stay as the programme has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Severity = Severity.OFF
    parameters: Mapping[str, JsonValue] = Field(default_factory=dict)


class Tightening(BaseModel):
    """Rules and safety settings by code, values of the sections by name; what is not named stays as the programme has it.

    The codes of rules and their parameters are checked by `app.policy.combining.checked`, which knows the catalogue.

    Raises:
        PolicyError: A setting is unknown or looser than the floor of every programme.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Mapping[str, RuleTightening] = Field(default_factory=dict)
    safety: Mapping[str, StrictStr] = Field(default_factory=dict)
    room: Mapping[str, JsonValue] = Field(default_factory=dict)
    doors: Mapping[str, JsonValue] = Field(default_factory=dict)
    opening: Mapping[str, JsonValue] = Field(default_factory=dict)

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
        for section, kind in SECTIONS.items():
            given_values = tightening.section(section)
            try:
                values = kind.model_validate(dict(given_values))
            except ValidationError as error:
                raise PolicyError(problems_of(error, (section,))) from None
            named = values.model_dump(mode="json", include=set(given_values))
            object.__setattr__(tightening, section, dict(sorted(named.items())))
        return tightening

    @model_serializer(mode="wrap")
    def _as_it_was_before_there_were_sections(self, dump: SerializerFunctionWrapHandler) -> Mapping[str, JsonValue]:
        # Decisions are recorded with the guidance that they were made by, and are computed again byte for byte.
        dumped: dict[str, JsonValue] = dump(self)
        return {name: value for name, value in dumped.items() if name not in SECTIONS or value}

    def section(self, name: str) -> Mapping[str, JsonValue]:
        """What it asks for of a section, by the name of the value."""
        named: Mapping[str, JsonValue] = getattr(self, name)
        return named

    def sections(self) -> dict[str, Mapping[str, JsonValue]]:
        """What it asks for of each section."""
        return {name: self.section(name) for name in SECTIONS}

    @property
    def asks_nothing(self) -> bool:
        """Whether it leaves every policy as it is."""
        return not self.rules and not self.safety and not any(self.sections().values())


NOTHING = Tightening()
"""The tightening that asks for nothing."""
