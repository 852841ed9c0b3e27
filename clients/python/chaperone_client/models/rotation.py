from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset


T = TypeVar("T", bound="Rotation")


@_attrs_define
class Rotation:
    """How the secret is replaced.

    Attributes:
        old_valid_hours (int | Unset): For so long deliveries are signed with the old secret, too. 0 where somebody else
            may know it. Default: 24.
    """

    old_valid_hours: int | Unset = 24

    def to_dict(self) -> dict[str, Any]:
        old_valid_hours = self.old_valid_hours

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if old_valid_hours is not UNSET:
            field_dict["old_valid_hours"] = old_valid_hours

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        old_valid_hours = d.pop("old_valid_hours", UNSET)

        rotation = cls(
            old_valid_hours=old_valid_hours,
        )

        return rotation
