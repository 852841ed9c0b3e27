"""The catalogue in a form that can be shown: plain values, ready for JSON."""

from pydantic import BaseModel, ConfigDict, JsonValue

from app.policy.catalogue import RULES, SETTINGS
from app.policy.packs import load_packs
from app.policy.rule_setting import RuleSetting


class _Description(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    title: str
    description: str
    source: str


class RuleDescription(_Description):
    """A rule, the JSON schema of its parameters, and what each pack makes of it."""

    parameters: dict[str, JsonValue]
    packs: dict[str, RuleSetting]


class SettingDescription(_Description):
    """A safety setting, its levels from loose to tight, the floor, and the level in each pack."""

    levels: tuple[str, ...]
    baseline: str
    packs: dict[str, str]


def describe_rules() -> tuple[RuleDescription, ...]:
    """Every rule, in catalogue order."""
    return tuple(
        RuleDescription(
            code=rule.code,
            title=rule.title,
            description=rule.description,
            source=rule.source,
            parameters=rule.parameters.model_json_schema(),
            packs={name: document.rules[rule.code] for name, document in load_packs().items()},
        )
        for rule in RULES
    )


def describe_settings() -> tuple[SettingDescription, ...]:
    """Every safety setting, in catalogue order."""
    return tuple(
        SettingDescription(
            code=setting.code,
            title=setting.title,
            description=setting.sentence,
            source=str(setting.source),
            levels=setting.levels,
            baseline=setting.baseline,
            packs={name: document.safety[setting.code] for name, document in load_packs().items()},
        )
        for setting in SETTINGS
    )
