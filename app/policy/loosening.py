"""What a change loosens: the one place that judges it.

Whatever protects somebody has an order, and of what counts and what is wanted the tighter of both can count at once: it
loosens nothing. What is wanted beyond that is a loosening. Where values have no order, any change may loosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import JsonValue, ValidationError

from app.policy.baseline import baseline_settings
from app.policy.catalogue import RULES, RULES_BY_CODE, SETTINGS, SETTINGS_BY_CODE
from app.policy.document import PolicyDocument
from app.policy.incidents import SESSION_INCIDENTS, IncidentKind, IncidentSeverity
from app.policy.outcomes import Severity
from app.policy.packs import load_packs
from app.policy.rule import Rule
from app.policy.rule_setting import RuleSetting
from app.policy.sections import SECTIONS
from app.policy.tightening import RuleTightening, Tightening
from app.policy.tighter import Ordered, Tighter

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Split(Generic[Value]):
    """What of a change can count at once, and the names of what is looser in what is wanted; none where it all counts at once."""

    at_once: Value
    loosened: tuple[str, ...] = ()


def split_birth_date(before: date | None, wanted: date | None) -> Split[date | None]:
    """An earlier date makes a person older. A person of unknown age counts as the youngest."""
    is_older = wanted is not None and (before is None or wanted < before)
    return Split(before, ("birth_date",)) if is_older else Split(wanted)


def split_adult_at_risk(before: bool, wanted: bool) -> Split[bool]:  # noqa: FBT001  # a value, not a flag
    """Who is no longer recorded as at risk is no longer protected as such."""
    return Split(before, ("adult_at_risk",)) if before and not wanted else Split(wanted)


def split_active(before: bool, wanted: bool) -> Split[bool]:  # noqa: FBT001  # the same
    """A pairing that was ended and is taken up again may meet again."""
    return Split(before, ("active",)) if wanted and not before else Split(wanted)


def split_time_zone(before: str, wanted: str) -> Split[str]:
    """Time zones have no order: another one moves working hours, and the day on which somebody comes of age."""
    return Split(before, ("time_zone",)) if wanted != before else Split(wanted)


def split_levels(before: Mapping[str, str], wanted: Mapping[str, str]) -> Split[dict[str, str]]:
    """Levels of safety settings that are asked for on top of others'; one that is not named asks for nothing."""
    at_once, loosened = dict(wanted), []
    for setting in SETTINGS:
        floor = setting.rank(setting.baseline)
        had, wants = (
            setting.rank(levels[setting.code]) if setting.code in levels else floor for levels in (before, wanted)
        )
        if wants < had:
            at_once[setting.code] = before[setting.code]
            loosened.append(setting.code)
    return Split(at_once, tuple(loosened))


def split_guidance(before: Tightening, wanted: Tightening) -> Split[Tightening]:
    """A partner's own guidance; a rule that is not named is as the programme has it."""
    safety = split_levels(before.safety, wanted.safety)
    rules, loosened = dict(wanted.rules), []
    for code, had in before.rules.items():
        at_once = _tighter_of_guidance(RULES_BY_CODE[code], had, wanted.rules.get(code, RuleTightening()))
        if at_once is not None:
            rules[code] = at_once
            loosened.append(code)
    split = {name: _tighter_values(kind, before.section(name), wanted.section(name)) for name, kind in SECTIONS.items()}
    sections, looser = _at_once(split)
    tightening = Tightening.model_validate({"rules": rules, "safety": safety.at_once, **sections})
    return Split(tightening, (*loosened, *safety.loosened, *looser))


def split_policy(before: PolicyDocument, wanted: PolicyDocument) -> Split[PolicyDocument]:
    """A programme's policy, rule by rule, parameter by parameter, setting by setting.

    What a policy calls itself waits with what is loosened. To take another pack's name while it asks for less than that
    pack is a loosening of its own: readers of the name would believe more than there is.
    """
    rules, looser_rules = {}, []
    for rule in RULES:
        had, wants = before.rules[rule.code], wanted.rules[rule.code]
        at_once = _tighter_setting(rule, had, wants)
        if at_once is not None:
            looser_rules.append(rule.code)
        rules[rule.code] = at_once or (had if _ask_the_same(had, wants) else wants)
    safety = split_levels(before.safety, wanted.safety)
    sections, looser = _at_once(_split_sections(before, wanted))
    incidents = _split_incidents(before.incidents, wanted.incidents)
    names = ["pack"] if wanted.pack != before.pack and below_pack(wanted) else []
    beside = (*looser, *_named("incidents", incidents.loosened), *names)
    if not (looser_rules or safety.loosened or beside):
        return Split(wanted)
    kept = {"pack": before.pack, "title": before.title, "rules": rules, "safety": safety.at_once}
    document = PolicyDocument.model_validate({**kept, **sections, "incidents": incidents.at_once})
    # A rule may imply a setting, which then is looser in what is wanted, too.
    return Split(document, (*looser_rules, *split_levels(document.safety, wanted.safety).loosened, *beside))


_SplitSections = dict[str, Split[dict[str, JsonValue]]]


def _split_sections(before: PolicyDocument, wanted: PolicyDocument) -> _SplitSections:
    """Values of the sections: an earlier opening, a longer overrun, a weaker action is looser."""
    return {
        name: _tighter_values(kind, *(getattr(each, name).model_dump(mode="json") for each in (before, wanted)))
        for name, kind in SECTIONS.items()
    }


def _at_once(split: _SplitSections) -> tuple[dict[str, dict[str, JsonValue]], tuple[str, ...]]:
    """What of each section can count at once, and the names of what is loosened."""
    loosened = tuple(found for name, each in split.items() for found in _named(name, each.loosened))
    return {name: each.at_once for name, each in split.items()}, loosened


def _split_incidents(
    before: Mapping[IncidentKind, IncidentSeverity], wanted: Mapping[IncidentKind, IncidentSeverity]
) -> Split[dict[IncidentKind, IncidentSeverity]]:
    """How grave incidents are: to call one less grave is looser."""
    loosened = tuple(kind for kind in SESSION_INCIDENTS if wanted[kind] < before[kind])
    return Split({kind: max(before[kind], wanted[kind]) for kind in SESSION_INCIDENTS}, loosened)


def _named(part: str, names: Iterable[str]) -> Iterable[str]:
    return (f"{part}.{name}" for name in names)


def below_pack(document: PolicyDocument) -> tuple[str, ...]:
    """The codes of the rules and settings in which a policy asks for less than the pack that it names.

    A pack that is no longer shipped has nothing to be compared with.
    """
    named = load_packs().get(document.pack)
    if named is None:
        return ()
    rules = (
        rule.code
        for rule in RULES
        if _tighter_setting(rule, named.rules[rule.code], document.rules[rule.code]) is not None
    )
    return (
        *rules,
        *split_levels(named.safety, document.safety).loosened,
        *_at_once(_split_sections(named, document))[1],
        *_named("incidents", _split_incidents(named.incidents, document.incidents).loosened),
    )


def raised_to_floor(stored: Mapping[str, Any]) -> PolicyDocument:
    """What a stored policy asks for, and the floor wherever it is no longer acceptable.

    A version from before a floor was raised is compared with a new one by this.
    """
    named = stored.get("rules", {})
    rules: dict[str, RuleSetting] = {}
    for rule in RULES:
        floor = baseline_settings()[rule.code]
        try:
            setting = RuleSetting.model_validate(named[rule.code])
            typed = setting.typed_parameters(rule)
        except (KeyError, TypeError, ValidationError):
            rules[rule.code] = floor
            continue
        setting = setting.model_copy(update={"parameters": typed.model_dump(mode="json")})
        rules[rule.code] = _tighter_setting(rule, floor, setting) or setting
    known = {
        code: level
        for code, level in stored.get("safety", {}).items()
        if code in SETTINGS_BY_CODE and level in SETTINGS_BY_CODE[code].levels
    }
    floor_levels = {each.code: each.baseline for each in SETTINGS}
    safety = split_levels(floor_levels, {**floor_levels, **known}).at_once
    words = {"pack": stored["pack"], "title": stored["title"]}
    beside = {part: stored.get(part, {}) for part in (*SECTIONS, "incidents")}
    return PolicyDocument.model_validate({**words, "rules": rules, "safety": safety, **beside})


def _tighter_setting(rule: Rule[Any], before: RuleSetting, wanted: RuleSetting) -> RuleSetting | None:
    """The tighter of two complete settings of a rule; None where what is wanted is nowhere looser.

    The parameters of a rule that is off say nothing. Where the tighter of both would contradict itself, nothing changes.
    """
    if _is_off(before):
        return None
    if _is_off(wanted):
        return before
    severity = max(before.severity, wanted.severity)
    coordinators = max(before.severity_for("coordinator"), wanted.severity_for("coordinator"))
    parameters = _tighter_values(rule.parameters, before.parameters, wanted.parameters)
    if (severity, coordinators) == (wanted.severity, wanted.severity_for("coordinator")) and not parameters.loosened:
        return None
    tighter = wanted.model_copy(
        update={
            "severity": severity,
            "coordinator_severity": None if coordinators == severity else coordinators,
            "parameters": parameters.at_once,
        }
    )
    keeps = _ask_the_same(before, tighter) or tighter.typed_parameters(rule).contradiction() is not None
    return before if keeps else tighter


def _tighter_of_guidance(rule: Rule[Any], before: RuleTightening, wanted: RuleTightening) -> RuleTightening | None:
    severity = max(before.severity, wanted.severity)
    parameters = _tighter_values(rule.parameters, before.parameters, wanted.parameters)
    if severity == wanted.severity and not parameters.loosened:
        return None
    tighter = RuleTightening(severity=severity, parameters=parameters.at_once)
    typed = rule.parameters.model_validate(dict(tighter.parameters))
    return before if typed.contradiction() else tighter


def _tighter_values(
    kind: type[Ordered], before: Mapping[str, JsonValue], wanted: Mapping[str, JsonValue]
) -> Split[dict[str, JsonValue]]:
    """The tighter of each value that either names; one that is not named asks for nothing."""
    # Compared as they are meant, not as JSON: a time of day is no text there.
    was, wants = (kind.model_validate(dict(each)) for each in (before, wanted))
    at_once, loosened = dict(wanted), []
    for name, tighter in kind.directions().items():
        if name not in before:
            continue
        old, new = getattr(was, name), getattr(wants, name)
        if name not in wanted or (tighter is Tighter.NEITHER and new != old):
            at_once[name] = before[name]
            loosened.append(name)
        elif tighter.is_looser(new, old):
            kept = kind.model_construct(**{name: tighter.tighter_of(old, new)})
            at_once[name] = kept.model_dump(mode="json", include={name})[name]
            loosened.append(name)
    return Split(at_once, tuple(loosened))


def _ask_the_same(one: RuleSetting, other: RuleSetting) -> bool:
    """Whether two settings differ in nothing but their citation, or in parameters that say nothing."""
    if _is_off(one) or _is_off(other):
        return _is_off(one) and _is_off(other)
    return one.model_copy(update={"citation": other.citation}) == other


def _is_off(setting: RuleSetting) -> bool:
    return setting.severity is setting.severity_for("coordinator") is Severity.OFF
