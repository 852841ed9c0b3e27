from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.outcome import Outcome
from typing import cast

if TYPE_CHECKING:
    from ..models.finding_read_facts import FindingReadFacts


T = TypeVar("T", bound="FindingRead")


@_attrs_define
class FindingRead:
    """What one rule found.

    For a key without registry:read, all that rests on people and papers is one neutral finding, with the code
    `registry` and the
    worst of their outcomes.

        Attributes:
            code (str): The rule; /v1/policy/rules describes it.
            outcome (Outcome): The outcome of one rule, from best to worst.
            sentence (str): What was found, in one sentence.
            facts (FindingReadFacts): What the rule looked at.
            remedy (None | str): Who must do what, when it did not pass.
            source (str): The guidance that asks for it.
    """

    code: str
    outcome: Outcome
    sentence: str
    facts: FindingReadFacts
    remedy: None | str
    source: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.finding_read_facts import FindingReadFacts  # noqa: PLC0415

        code = self.code

        outcome = self.outcome.value

        sentence = self.sentence

        facts = self.facts.to_dict()

        remedy: None | str
        remedy = self.remedy

        source = self.source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "outcome": outcome,
                "sentence": sentence,
                "facts": facts,
                "remedy": remedy,
                "source": source,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.finding_read_facts import FindingReadFacts  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        outcome = Outcome(d.pop("outcome"))

        sentence = d.pop("sentence")

        facts = FindingReadFacts.from_dict(d.pop("facts"))

        def _parse_remedy(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        remedy = _parse_remedy(d.pop("remedy"))

        source = d.pop("source")

        finding_read = cls(
            code=code,
            outcome=outcome,
            sentence=sentence,
            facts=facts,
            remedy=remedy,
            source=source,
        )

        return finding_read
