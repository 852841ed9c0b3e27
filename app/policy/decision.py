"""The decision: a pure function from a policy and facts to an outcome with a finding for every rule."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from pydantic import JsonValue

from app.policy.document import AppliedRule, Policy
from app.policy.facts import Facts
from app.policy.outcomes import DecisionOutcome, Outcome, Severity
from app.policy.rule import Met, Unmet
from app.policy.safety import SafetyProfile

_CONTRADICTION: Final = (
    "What the partner's guidance asks for and what the programme asks for leave no session possible."
)
_WAY_OUT_OF_CONTRADICTION: Final = (
    "Ask the partner's coordinator to change the partner's guidance, so that it agrees with the programme."
)


class Finding(NamedTuple):
    """What one rule says about a session.

    `sentence` and `remedy` are for a coordinator and name nobody; there is a remedy wherever the
    outcome is `warn`, `approve` or `deny`. `facts` are what the rule looked at, without personal data.
    """

    code: str
    outcome: Outcome
    sentence: str
    facts: Mapping[str, JsonValue]
    remedy: str | None
    source: str

    def as_json(self) -> dict[str, JsonValue]:
        """The finding as JSON values."""
        return {
            "code": self.code,
            "outcome": self.outcome.value,
            "sentence": self.sentence,
            "facts": dict(self.facts),
            "remedy": self.remedy,
            "source": self.source,
        }


@dataclass(frozen=True)
class Decision:
    """What was decided, by which policy, and everything it was decided from.

    `findings` has one finding per rule, in catalogue order. `safety` is what the meeting must have.
    """

    outcome: DecisionOutcome
    findings: tuple[Finding, ...]
    facts: Facts
    policy_pack: str
    policy_version: int
    policy_digest: str
    safety: Mapping[str, str]

    def as_json(self) -> dict[str, JsonValue]:
        """The decision as JSON values, without its own digest."""
        return dict(self._content)

    @cached_property
    def _content(self) -> Mapping[str, JsonValue]:
        # Made once for the digest and for what is stored: two kilobytes of facts and thirty findings.
        return {
            "outcome": self.outcome.value,
            "findings": [each.as_json() for each in self.findings],
            "facts": self.facts.model_dump(mode="json"),
            "policy_pack": self.policy_pack,
            "policy_version": self.policy_version,
            "policy_digest": self.policy_digest,
            "safety": dict(self.safety),
        }

    def canonical_json(self) -> bytes:
        """The decision in canonical JSON (RFC 8785): the same facts and policy give the same bytes."""
        # Of strings, whole numbers and names in ASCII this is what a library for the standard writes, in a seventh of the time.
        return json.dumps(
            self._content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        ).encode()

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the canonical JSON."""
        return hashlib.sha256(self.canonical_json()).hexdigest()


def decide(policy: Policy, facts: Facts) -> Decision:
    """Decide whether a session may take place.

    Every rule has its say, so that a refusal names all that stands in the way at once. The partner's guidance
    tightens rules and settings, measures for the pairing and wishes for the session tighten settings.
    """
    tightened, required = asked_of(policy, facts)
    safety = required.with_wishes(facts.session.safety) if facts.session.safety else required
    findings = tuple(finding_of(applied, facts, required) for applied in tightened.applied_rules)
    return Decision(
        outcome=DecisionOutcome.of(each.outcome for each in findings),
        findings=findings,
        facts=facts,
        policy_pack=policy.document.pack,
        policy_version=policy.version,
        policy_digest=policy.digest,
        safety=safety.levels(),
    )


def asked_of(policy: Policy, facts: Facts) -> tuple[Policy, SafetyProfile]:
    """The policy with the partner's guidance, and what the meeting must have whatever is wished for."""
    tightened = policy.tightened_by(facts.partner.guidance)
    required = tightened.safety
    if facts.pairing.safety:
        required = required.tighten(SafetyProfile(facts.pairing.safety))
    return tightened, required


def finding_of(applied: AppliedRule, facts: Facts, required: SafetyProfile) -> Finding:
    """What one rule says about a session; `required` is what the meeting must have, whatever is wished for."""
    code, source = applied.rule.code, applied.source
    severity = applied.setting.severity_for(facts.requested_by)
    if severity is Severity.OFF:
        return Finding(code, Outcome.NOT_APPLICABLE, "This programme does not ask for this.", {}, None, source)
    verdict = (
        Unmet(_CONTRADICTION, _WAY_OUT_OF_CONTRADICTION)
        if applied.contradiction
        else applied.rule.evaluate(facts, applied.parameters, required)
    )
    if not isinstance(verdict, Unmet):
        outcome = Outcome.PASS if isinstance(verdict, Met) else Outcome.NOT_APPLICABLE
        return Finding(code, outcome, verdict.sentence, verdict.seen, None, source)
    outcome = verdict.outcome_under(severity)
    remedy = verdict.remedy
    if outcome is Outcome.APPROVE:
        remedy += verdict.excuse + _way_of_an_approval(applied, verdict)
    remedy += _way_of_a_coordinator(applied, verdict, outcome)
    return Finding(code, outcome, verdict.sentence, verdict.seen, remedy, source)


def _way_of_an_approval(applied: AppliedRule, unmet: Unmet) -> str:
    second_person = applied.parameters.second_person
    if unmet.only_approval_helps:
        return " Whoever asks for the session cannot approve it." if second_person else ""
    who = "a coordinator other than whoever asks for it" if second_person else "a coordinator"
    return f" Or ask {who} to approve the session."


def _way_of_a_coordinator(applied: AppliedRule, unmet: Unmet, outcome: Outcome) -> str:
    severity = applied.setting.severity_for("coordinator")
    theirs = Outcome.NOT_APPLICABLE if severity is Severity.OFF else unmet.outcome_under(severity)
    if theirs >= outcome:
        return ""
    if theirs is Outcome.APPROVE:
        return " Or ask the partner's coordinator, who can book it subject to approval."
    return " Or ask the partner's coordinator, who can book it all the same."
