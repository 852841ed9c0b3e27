"""Combining a policy with a tightening: the one place that takes the tighter of both."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue, ValidationError

from app.policy.baseline import baseline_settings
from app.policy.catalogue import RULES_BY_CODE
from app.policy.errors import PolicyError, Problem, problems_of
from app.policy.outcomes import Severity
from app.policy.rule_setting import RuleSetting
from app.policy.tightening import RuleTightening, Tightening
from app.policy.tighter import Tighter


def checked(given: Any) -> Tightening:
    """The tightening that a document says, each parameter in the form that its rule has it in.

    Raises:
        PolicyError: A rule, parameter or setting is unknown, of the wrong type, cannot be tightened, or is below the floor.
    """
    tightening = Tightening.model_validate(given)
    problems: list[Problem] = []
    rules: dict[str, RuleTightening] = {}
    for code, wanted in tightening.rules.items():
        rule = RULES_BY_CODE.get(code)
        if rule is None:
            problems.append(Problem(("rules", code), "there is no such rule"))
            continue
        directions = rule.parameters.directions()
        problems += [
            Problem(("rules", code, "parameters", name), "only the programme can choose this")
            for name in wanted.parameters
            if directions.get(name) is Tighter.NEITHER
        ]
        try:
            typed = rule.parameters.model_validate(dict(wanted.parameters))
        except ValidationError as error:
            problems += problems_of(error, ("rules", code, "parameters"))
        else:
            if reason := typed.contradiction():
                problems.append(Problem(("rules", code, "parameters"), reason))
            floor = baseline_settings()[code]
            problems += [
                Problem(
                    ("rules", code, "parameters", name),
                    f"{wanted.parameters[name]} is below the floor of every programme, {floor.parameters[name]}",
                )
                for name in typed.looser_than(floor.typed_parameters(rule))
                if name in wanted.parameters and floor.severity is not Severity.OFF
            ]
            named = typed.model_dump(mode="json", include=set(wanted.parameters))
            rules[code] = RuleTightening(severity=wanted.severity, parameters=named)
    if problems:
        raise PolicyError(problems)
    named = {"rules": rules, "safety": dict(sorted(tightening.safety.items()))}
    return Tightening.model_validate({**named, **tightening.sections()})


def tightened(settings: Mapping[str, RuleSetting], tightening: Tightening) -> dict[str, RuleSetting]:
    """The settings of a policy's rules, each with the tighter severity and parameters of both."""
    return {
        code: _tightened(code, setting, tightening.rules[code]) if code in tightening.rules else setting
        for code, setting in settings.items()
    }


def _tightened(code: str, setting: RuleSetting, wanted: RuleTightening) -> RuleSetting:
    rule = RULES_BY_CODE[code]
    directions = rule.parameters.directions()
    # Compared as the rule sees them, not as JSON: a time of day is no text there.
    mine = rule.parameters.model_validate(dict(setting.parameters))
    theirs = rule.parameters.model_validate(dict(wanted.parameters))
    values = {
        name: directions[name].tighter_of(getattr(mine, name), getattr(theirs, name))
        if name in wanted.parameters
        else getattr(mine, name)
        for name in directions
    }
    parameters: Mapping[str, JsonValue] = rule.parameters.model_construct(**values).model_dump(mode="json")
    return setting.model_copy(
        update={
            "severity": max(setting.severity, wanted.severity),
            "coordinator_severity": None
            if setting.coordinator_severity is None
            else max(setting.coordinator_severity, wanted.severity),
            "parameters": parameters,
        }
    )
