from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset


T = TypeVar("T", bound="FeedbackAnswer")


@_attrs_define
class FeedbackAnswer:
    """What somebody answered to a question.

    Attributes:
        name (str): The question's name.
        answer (str): What they answered: text, or a number from 1 to 5.
        question (str | Unset): The question as they were asked it. With `expand=questions`.
    """

    name: str
    answer: str
    question: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        answer = self.answer

        question = self.question

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "answer": answer,
            }
        )
        if question is not UNSET:
            field_dict["question"] = question

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        answer = d.pop("answer")

        question = d.pop("question", UNSET)

        feedback_answer = cls(
            name=name,
            answer=answer,
            question=question,
        )

        return feedback_answer
