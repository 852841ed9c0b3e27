from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.direction import Direction


T = TypeVar("T", bound="OrderedDifferenceRead")


@_attrs_define
class OrderedDifferenceRead:
    """Two values that are not the same, and which way it went.

    Attributes:
        before (Any):
        after (Any):
        direction (Direction): Which way something went.
    """

    before: Any
    after: Any
    direction: Direction

    def to_dict(self) -> dict[str, Any]:
        before = self.before

        after = self.after

        direction = self.direction.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "before": before,
                "after": after,
                "direction": direction,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        before = d.pop("before")

        after = d.pop("after")

        direction = Direction(d.pop("direction"))

        ordered_difference_read = cls(
            before=before,
            after=after,
            direction=direction,
        )

        return ordered_difference_read
