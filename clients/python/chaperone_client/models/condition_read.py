from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.condition_code import ConditionCode
from typing import cast


T = TypeVar("T", bound="ConditionRead")


@_attrs_define
class ConditionRead:
    """One condition that a host must meet, besides its settings.

    Attributes:
        code (ConditionCode): What a host must be, besides its settings.
        holds (bool): Whether it is met.
        found (str): What was found.
        remedy (None | str): Who does what about it; null where nothing is to be done.
    """

    code: ConditionCode
    holds: bool
    found: str
    remedy: None | str

    def to_dict(self) -> dict[str, Any]:
        code = self.code.value

        holds = self.holds

        found = self.found

        remedy: None | str
        remedy = self.remedy

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "holds": holds,
                "found": found,
                "remedy": remedy,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = ConditionCode(d.pop("code"))

        holds = d.pop("holds")

        found = d.pop("found")

        def _parse_remedy(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        remedy = _parse_remedy(d.pop("remedy"))

        condition_read = cls(
            code=code,
            holds=holds,
            found=found,
            remedy=remedy,
        )

        return condition_read
