"""What a policy says about one rule, and the check of it against the catalogue."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from app.policy.catalogue import RULES_BY_CODE
from app.policy.errors import Problem, problems_of
from app.policy.facts import Requester
from app.policy.outcomes import Severity
from app.policy.rule import Parameters, Rule

PlainText = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""A line of text without control characters."""


class RuleSetting(BaseModel):
    """How a policy takes one rule.

    `coordinator_severity` is for sessions that a coordinator asks for; None where it is the same.
    `parameters` that are not named have the rule's defaults. `citation` is where the programme's own
    guidance asks for the rule; None where the catalogue's source says it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Severity
    coordinator_severity: Severity | None = None
    parameters: Mapping[str, JsonValue] = Field(default_factory=dict)
    citation: PlainText | None = None

    def severity_for(self, requester: Requester) -> Severity:
        """The severity for whoever asks for the session."""
        if requester == "coordinator" and self.coordinator_severity is not None:
            return self.coordinator_severity
        return self.severity

    def typed_parameters(self, rule: Rule[Any]) -> Parameters:
        """The parameters as the rule wants them.

        Raises:
            pydantic.ValidationError: They are not.
        """
        parameters: Parameters = rule.parameters.model_validate(dict(self.parameters))
        return parameters


def complete_settings(rules: Mapping[str, RuleSetting]) -> tuple[dict[str, RuleSetting], list[Problem]]:
    """The settings in catalogue order with every parameter named, and what is wrong with the others."""
    complete: dict[str, RuleSetting] = {}
    problems = [Problem(("rules", code), "there is no such rule") for code in rules if code not in RULES_BY_CODE]
    for code, rule in RULES_BY_CODE.items():
        if code not in rules:
            continue
        try:
            parameters = rules[code].typed_parameters(rule)
        except ValidationError as error:
            problems += problems_of(error, ("rules", code, "parameters"))
        else:
            if reason := parameters.contradiction():
                problems.append(Problem(("rules", code, "parameters"), reason))
            complete[code] = rules[code].model_copy(update={"parameters": parameters.model_dump(mode="json")})
    return complete, problems
