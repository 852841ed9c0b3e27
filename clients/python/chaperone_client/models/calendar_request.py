from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset


T = TypeVar("T", bound="CalendarRequest")


@_attrs_define
class CalendarRequest:
    """For the address of a calendar.

    Attributes:
        replace (bool | Unset): Make a new address; the former stops working at once. Without it, who has one keeps it.
            Default: False.
    """

    replace: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        replace = self.replace

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if replace is not UNSET:
            field_dict["replace"] = replace

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        replace = d.pop("replace", UNSET)

        calendar_request = cls(
            replace=replace,
        )

        return calendar_request
