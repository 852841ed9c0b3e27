from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.outcome import Outcome
from typing import cast


T = TypeVar("T", bound="MissingRead")


@_attrs_define
class MissingRead:
    """Something that stands in the way of a session, or that a coordinator must approve.

    Attributes:
        code (str): The rule; /v1/policy/rules describes it.
        outcome (Outcome): The outcome of one rule, from best to worst.
        sentence (str): What is missing, in one sentence.
        remedy (None | str): Who must do what.
    """

    code: str
    outcome: Outcome
    sentence: str
    remedy: None | str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        outcome = self.outcome.value

        sentence = self.sentence

        remedy: None | str
        remedy = self.remedy

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "outcome": outcome,
                "sentence": sentence,
                "remedy": remedy,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        outcome = Outcome(d.pop("outcome"))

        sentence = d.pop("sentence")

        def _parse_remedy(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        remedy = _parse_remedy(d.pop("remedy"))

        missing_read = cls(
            code=code,
            outcome=outcome,
            sentence=sentence,
            remedy=remedy,
        )

        return missing_read
