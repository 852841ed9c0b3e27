"""The policy of a programme: a document, checked against catalogue and floor, and its numbered version."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final, Self, cast

import rfc8785
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    StrictStr,
    ValidationError,
    model_validator,
)

from app.policy.baseline import baseline_settings, below_baseline
from app.policy.catalogue import RULES
from app.policy.combining import tightened
from app.policy.doors import DoorRules
from app.policy.errors import PolicyError, Problem, problems_of
from app.policy.incidents import INCIDENTS, SESSION_INCIDENTS, IncidentKind, IncidentSeverity
from app.policy.opening import OpeningRules
from app.policy.room import RoomRules
from app.policy.rule import P, Parameters, Rule
from app.policy.rule_setting import PlainText, RuleSetting, complete_settings
from app.policy.rules.modality_allowed import Modalities, modality_allowed, sound_of
from app.policy.safety import SafetyProfile
from app.policy.sections import SECTIONS
from app.policy.tightening import Tightening


class PolicyDocument(BaseModel):
    """What a programme asks for. However it is built, it is complete and not below the floor afterwards.

    A rule that is not named has the floor's setting, a parameter that is not named the rule's default,
    a safety setting that is not named the baseline's level, what is not named of the sections and of incidents the
    product's default; all of them are named in the document built.
    Where a rule implies a setting, the setting has that level at the least: sound without telephone where nobody meets by
    phone. So a document, and its digest, says all by itself what was asked for.

    Raises:
        PolicyError: It is not acceptable; the text names every rule or setting concerned and why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pack: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: PlainText
    rules: Mapping[str, RuleSetting] = Field(default_factory=dict)
    safety: Mapping[str, StrictStr] = Field(default_factory=dict)
    room: RoomRules = Field(default_factory=RoomRules)
    doors: DoorRules = Field(default_factory=DoorRules)
    opening: OpeningRules = Field(default_factory=OpeningRules)
    incidents: Mapping[IncidentKind, IncidentSeverity] = Field(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _completed_and_checked(cls, given: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            document = build(given)
        except ValidationError as error:
            raise PolicyError(problems_of(error)) from None
        complete, problems = complete_settings(document.rules)
        for code, setting in complete.items():
            problems += below_baseline(code, setting)
        try:
            safety = SafetyProfile(document.safety)
        except PolicyError as error:
            problems += [Problem(("safety", *each.path), each.reason) for each in error.problems]
        problems += [
            Problem(("incidents", kind), "is about no session: only the installation knows how grave it is")
            for kind in document.incidents
            if kind not in SESSION_INCIDENTS
        ]
        if problems:
            raise PolicyError(problems)
        incidents = {kind: document.incidents.get(kind, INCIDENTS[kind].severity) for kind in SESSION_INCIDENTS}
        object.__setattr__(document, "incidents", incidents)
        floor = baseline_settings()
        rules = {each.code: complete.get(each.code, floor[each.code]) for each in RULES}
        object.__setattr__(document, "rules", rules)
        object.__setattr__(document, "safety", safety.tighten(_implied_by(rules)).levels())
        return document

    def check_may_be_new(self) -> None:
        """Check that it says nothing that only policies may say which are stored already.

        Raises:
            PolicyError: It does; the text names the rules and what to say instead.
        """
        outdated = ((each.code, self.rules[each.code].typed_parameters(each).outdated()) for each in RULES)
        if problems := [Problem(("rules", code, "parameters"), reason) for code, reason in outdated if reason]:
            raise PolicyError(problems)


def _implied_by(rules: Mapping[str, RuleSetting]) -> SafetyProfile:
    """The safety settings that follow from what the rules ask for."""
    return sound_of(cast("Modalities", rules[modality_allowed.code].typed_parameters(modality_allowed)))


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule with what the policy says about it; `source` is the programme's citation or the catalogue's.

    `contradiction`: whether no session can hold to the parameters, because a partner's guidance contradicts the policy.
    """

    rule: Rule[Any]
    setting: RuleSetting
    parameters: Parameters
    source: str
    contradiction: bool

    @classmethod
    def of(cls, rule: Rule[Any], setting: RuleSetting) -> "AppliedRule":
        """The rule as this setting has it."""
        parameters = setting.typed_parameters(rule)
        return cls(rule, setting, parameters, setting.citation or rule.source, parameters.contradiction() is not None)


_TIGHTENED_KEPT: Final = 64
"""Partners whose guidance a policy keeps itself combined with."""


@dataclass(frozen=True)
class Policy:
    """A version of a programme's policy, ready to decide by.

    `written` is the document as it was written down, by a version of the product that may have known less to ask for.
    """

    document: PolicyDocument
    version: int
    written: Mapping[str, Any] | None = None

    @classmethod
    def stored(cls, written: Mapping[str, Any], version: int) -> "Policy":
        """The policy of a document that was written down.

        Raises:
            PolicyError: It is not acceptable any more.
        """
        return cls(PolicyDocument.model_validate(written), version, written)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the document's canonical JSON (RFC 8785); the version is not part of it."""
        written = self.document.model_dump(mode="json") if self.written is None else self.written
        return hashlib.sha256(rfc8785.dumps(cast("dict[str, Any]", written))).hexdigest()

    @cached_property
    def applied_rules(self) -> tuple[AppliedRule, ...]:
        """Every rule of the catalogue with this policy's setting, in catalogue order."""
        return tuple(AppliedRule.of(rule, self.document.rules[rule.code]) for rule in RULES)

    @cached_property
    def safety(self) -> SafetyProfile:
        """What every meeting of the programme must have at the least."""
        return SafetyProfile(self.document.safety)

    def tightened_by(self, tightening: Tightening) -> "Policy":
        """This policy with the tighter of both: each severity, each parameter, each safety setting.

        It is the same version of the same programme's policy; a tightening is kept among the facts of a decision.
        """
        if tightening.asks_nothing:
            return self
        key = tightening.model_dump_json()
        if key not in self._tightened:
            while len(self._tightened) >= _TIGHTENED_KEPT:
                del self._tightened[next(iter(self._tightened))]
            rules = tightened(self.document.rules, tightening)
            safety = SafetyProfile.combine(self.safety, SafetyProfile(tightening.safety), _implied_by(rules))
            sections = {name: getattr(self.document, name).tightened_by(tightening.section(name)) for name in SECTIONS}
            document = self.document.model_copy(update={"rules": rules, "safety": safety.levels(), **sections})
            self._tightened[key] = Policy(document, self.version)
        return self._tightened[key]

    @cached_property
    def _tightened(self) -> dict[str, "Policy"]:
        return {}

    def needing_second_person(self, codes: Iterable[str]) -> tuple[AppliedRule, ...]:
        """Those of these rules whose approval must come from another person than who asked, in catalogue order."""
        named = frozenset(codes)
        return tuple(each for each in self.applied_rules if each.rule.code in named and each.parameters.second_person)

    def parameters_of(self, rule: Rule[P]) -> P:
        """The parameters that this policy gives a rule."""
        return cast("P", next(each.parameters for each in self.applied_rules if each.rule is rule))
