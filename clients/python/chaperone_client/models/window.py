from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime


T = TypeVar("T", bound="Window")


@_attrs_define
class Window:
    """When somebody may go in.

    Attributes:
        opens_at (datetime.datetime): From when on the button on their page leads into the session.
        closes_at (datetime.datetime): Until when: the session's end.
    """

    opens_at: datetime.datetime
    closes_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        opens_at = self.opens_at.isoformat()

        closes_at = self.closes_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "opens_at": opens_at,
                "closes_at": closes_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        opens_at = datetime.datetime.fromisoformat(d.pop("opens_at"))

        closes_at = datetime.datetime.fromisoformat(d.pop("closes_at"))

        window = cls(
            opens_at=opens_at,
            closes_at=closes_at,
        )

        return window
