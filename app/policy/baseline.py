"""The floor of every policy: the packaged pack `baseline`, read once."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

from app.policy.catalogue import RULES_BY_CODE
from app.policy.errors import PolicyError, Problem, problems_of
from app.policy.facts import Requester
from app.policy.outcomes import Severity
from app.policy.rule_setting import RuleSetting, complete_settings
from app.policy.strict_yaml import parse

_FILE = "baseline.yaml"
_REQUESTERS: tuple[Requester, ...] = ("front_end", "coordinator")
_SETTINGS = TypeAdapter(dict[str, RuleSetting])


@cache
def baseline_settings() -> Mapping[str, RuleSetting]:
    """The floor of every rule of the catalogue, in its order.

    Raises:
        PolicyError: The packaged file is broken or leaves a rule out.
    """
    document = parse(files("app.policy").joinpath("packs", _FILE).read_bytes(), _FILE)
    try:
        settings = _SETTINGS.validate_python(document.data.get("rules", {}))
    except ValidationError as error:
        raise PolicyError(problems_of(error, ("rules",))).in_file(_FILE, document.lines) from None
    complete, problems = complete_settings(settings)
    problems += [Problem(("rules", code), "the floor leaves this rule out") for code in RULES_BY_CODE.keys() - settings]
    if problems:
        raise PolicyError(problems).in_file(_FILE, document.lines)
    return MappingProxyType(complete)


def below_baseline(code: str, setting: RuleSetting) -> list[Problem]:
    """Where a complete setting of a rule asks for less than the floor does.

    The parameters have no floor where the floor does not ask for the rule at all.
    """
    floor, rule = baseline_settings()[code], RULES_BY_CODE[code]
    problems = []
    for requester in _REQUESTERS:
        lowest, given = floor.severity_for(requester), setting.severity_for(requester)
        if given < lowest:
            name = "coordinator_severity" if requester == "coordinator" and setting.coordinator_severity else "severity"
            reason = f"{given} is below the floor of every programme, {lowest}"
            problems.append(Problem(("rules", code, name), reason))
    if floor.severity is Severity.OFF:
        return problems
    lowest_parameters = floor.typed_parameters(rule)
    return [
        *dict.fromkeys(problems),
        *(
            Problem(
                ("rules", code, "parameters", name),
                f"{setting.parameters[name]} is below the floor of every programme, {floor.parameters[name]}",
            )
            for name in setting.typed_parameters(rule).looser_than(lowest_parameters)
        ),
    ]
