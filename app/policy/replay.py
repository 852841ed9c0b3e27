"""Computing a recorded decision again, and saying what is not the same.

A recorded decision is proved by its digest: the same digest means the same canonical JSON, byte for byte. Where it is not
the same, either the record was changed, or this version of the product decides or speaks otherwise than the one that
decided; the differences say which parts are concerned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from app.policy.decision import Decision, decide
from app.policy.document import Policy
from app.policy.errors import PolicyError, problems_of
from app.policy.facts import Facts


class RecordedDecision(BaseModel):
    """A decision as it was written down: the parts of its JSON, and the digest that they had together.

    `policy_pack` and `safety` are compared where they were recorded; the digest covers them in any case.
    """

    model_config = ConfigDict(frozen=True)

    outcome: str
    findings: tuple[Mapping[str, JsonValue], ...]
    facts: Mapping[str, JsonValue]
    policy_version: Annotated[int, Field(ge=1)]
    policy_digest: str
    digest: str
    policy_pack: str | None = None
    safety: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the decision that is not as recorded; within findings and settings also the code of the rule or setting.

    `recorded` or `computed` is None where only the other one has it.
    """

    part: str
    code: str | None
    recorded: JsonValue
    computed: JsonValue


@dataclass(frozen=True, slots=True)
class Replay:
    """The decision computed again, and everything in which it differs from the recorded one."""

    decision: Decision
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether it is the recorded decision, byte for byte."""
        return not self.differences


def recompute(recorded: RecordedDecision, document: Mapping[str, Any]) -> Replay:
    """Compute a recorded decision again from its own facts.

    Args:
        recorded: The decision as it was written down.
        document: The policy document of the version that it was decided by, as JSON values.

    Raises:
        PolicyError: The recorded facts or the document are not such as this version of the product understands.
    """
    try:
        facts = Facts.model_validate(recorded.facts)
    except ValidationError as error:
        raise PolicyError(problems_of(error, ("facts",))) from None
    policy = Policy.stored(document, recorded.policy_version)
    decision = decide(policy, facts)
    return Replay(decision, tuple(_differences(recorded, decision)))


def _differences(recorded: RecordedDecision, decision: Decision) -> Iterator[Difference]:
    computed = decision.as_json()
    for part in ("outcome", "facts", "policy_pack", "policy_version", "policy_digest"):
        value: JsonValue = getattr(recorded, part)
        if value is not None and value != computed[part]:
            yield Difference(part, None, value, computed[part])
    if recorded.safety is not None:
        yield from _by_code("safety", dict(recorded.safety), dict(decision.safety))
    yield from _findings([dict(each) for each in recorded.findings], [each.as_json() for each in decision.findings])
    if recorded.digest != decision.digest:
        yield Difference("digest", None, recorded.digest, decision.digest)


def _findings(recorded: list[dict[str, JsonValue]], computed: list[dict[str, JsonValue]]) -> Iterator[Difference]:
    if recorded == computed:
        return
    differences = [*_by_code("findings", _with_codes(recorded), _with_codes(computed))]
    # The same findings in another order, or one of them twice.
    codes: list[list[JsonValue]] = [[each.get("code") for each in findings] for findings in (recorded, computed)]
    yield from differences or [Difference("findings", None, *codes)]


def _with_codes(findings: list[dict[str, JsonValue]]) -> dict[str, JsonValue]:
    return {str(each.get("code")): each for each in findings}


def _by_code(part: str, recorded: Mapping[str, JsonValue], computed: Mapping[str, JsonValue]) -> Iterator[Difference]:
    for code in {**recorded, **computed}:
        if recorded.get(code) != computed.get(code):
            yield Difference(part, code, recorded.get(code), computed.get(code))
