from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.question_kind import QuestionKind
from ..types import UNSET, Unset


T = TypeVar("T", bound="QuestionWrite")


@_attrs_define
class QuestionWrite:
    """A question of a feedback survey.

    Attributes:
        name (str): Its name among the answers. Keep it when the words change a little.
        text (str): The question, as people read it.
        kind (QuestionKind | Unset): How a question is answered.
    """

    name: str
    text: str
    kind: QuestionKind | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        text = self.text

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "text": text,
            }
        )
        if kind is not UNSET:
            field_dict["kind"] = kind

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        text = d.pop("text")

        _kind = d.pop("kind", UNSET)
        kind: QuestionKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = QuestionKind(_kind)

        question_write = cls(
            name=name,
            text=text,
            kind=kind,
        )

        return question_write
