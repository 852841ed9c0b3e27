from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.reason_read_fixed_by import ReasonReadFixedBy
from typing import cast


T = TypeVar("T", bound="ReasonRead")


@_attrs_define
class ReasonRead:
    """What stands in the way of a session, what helps, and who can do it.

    Attributes:
        code (str): The rule; /v1/policy/rules describes it. `registry` for what a key without registry:read may not
            see.
        sentence (str): What was found, in one sentence.
        remedy (None | str): Who must do what.
        fixed_by (ReasonReadFixedBy): Who can do it: whoever books, a coordinator of the partner or the programme, or
            who administers Zoom.
    """

    code: str
    sentence: str
    remedy: None | str
    fixed_by: ReasonReadFixedBy

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        sentence = self.sentence

        remedy: None | str
        remedy = self.remedy

        fixed_by = self.fixed_by.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "sentence": sentence,
                "remedy": remedy,
                "fixed_by": fixed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        sentence = d.pop("sentence")

        def _parse_remedy(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        remedy = _parse_remedy(d.pop("remedy"))

        fixed_by = ReasonReadFixedBy(d.pop("fixed_by"))

        reason_read = cls(
            code=code,
            sentence=sentence,
            remedy=remedy,
            fixed_by=fixed_by,
        )

        return reason_read
