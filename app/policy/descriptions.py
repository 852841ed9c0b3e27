"""The catalogue in a form that can be shown: plain values, ready for JSON."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, JsonValue

from app.policy.catalogue import RULES, SETTINGS
from app.policy.evidence import HAS_EDITION, NEEDS_DOCUMENT, SHOWS, SUBJECTS_OF, EvidenceKind, Subject
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


class EvidenceDescription(BaseModel):
    """A kind of evidence: what it shows, whom it can be about, and the field that names them when it is given."""

    model_config = ConfigDict(frozen=True)

    kind: EvidenceKind
    shows: str
    about: tuple[Subject, ...]
    named_by: str
    needs_document: bool
    has_edition: bool


_NAMED_BY: Final[Mapping[Subject, str]] = {
    Subject.PARTNER: "partner_id",
    Subject.MENTOR: "person_id",
    Subject.MENTEE: "person_id",
    Subject.PAIRING: "pairing_id",
}


def describe_evidence() -> tuple[EvidenceDescription, ...]:
    """Every kind of evidence that a rule may ask for."""
    return tuple(
        EvidenceDescription(
            kind=kind,
            shows=SHOWS[kind],
            about=tuple(each for each in Subject if each in SUBJECTS_OF[kind]),
            # A kind is about people, or about one thing: one field names any of its subjects.
            named_by=next(_NAMED_BY[each] for each in Subject if each in SUBJECTS_OF[kind]),
            needs_document=kind in NEEDS_DOCUMENT,
            has_edition=kind in HAS_EDITION,
        )
        for kind in EvidenceKind
    )


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
