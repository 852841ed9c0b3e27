from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.why import Why
from typing import cast


T = TypeVar("T", bound="SeenRead")


@_attrs_define
class SeenRead:
    """What was seen, whatever was corrected since.

    Attributes:
        is_held (bool | None):
        why (Why): Why a session counts as held, or not.
        minutes_together (int): How long both sides were in at the same time.
    """

    is_held: bool | None
    why: Why
    minutes_together: int

    def to_dict(self) -> dict[str, Any]:
        is_held: bool | None
        is_held = self.is_held

        why = self.why.value

        minutes_together = self.minutes_together

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "is_held": is_held,
                "why": why,
                "minutes_together": minutes_together,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_is_held(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        is_held = _parse_is_held(d.pop("is_held"))

        why = Why(d.pop("why"))

        minutes_together = d.pop("minutes_together")

        seen_read = cls(
            is_held=is_held,
            why=why,
            minutes_together=minutes_together,
        )

        return seen_read
