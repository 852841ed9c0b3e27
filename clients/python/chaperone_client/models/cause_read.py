from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast


T = TypeVar("T", bound="CauseRead")


@_attrs_define
class CauseRead:
    """Something on file that changed, and that a decision followed from.

    Attributes:
        sentence (str): What changed, in one sentence.
        when (None | str): When, in the programme's time. Null where that is not on file.
        path (None | str): Where to read it; null for a key without registry:read.
        reason (None | str): Why evidence was withdrawn; null for a key without registry:read.
    """

    sentence: str
    when: None | str
    path: None | str
    reason: None | str

    def to_dict(self) -> dict[str, Any]:
        sentence = self.sentence

        when: None | str
        when = self.when

        path: None | str
        path = self.path

        reason: None | str
        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sentence": sentence,
                "when": when,
                "path": path,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sentence = d.pop("sentence")

        def _parse_when(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        when = _parse_when(d.pop("when"))

        def _parse_path(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        path = _parse_path(d.pop("path"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        cause_read = cls(
            sentence=sentence,
            when=when,
            path=path,
            reason=reason,
        )

        return cause_read
