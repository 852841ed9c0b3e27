from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast


T = TypeVar("T", bound="CorrectionCreate")


@_attrs_define
class CorrectionCreate:
    """What a coordinator says of a session, beside what was seen.

    Attributes:
        is_held (bool): Whether the session took place.
        reason (str): How you know. Kept out of the audit trail.
        minutes (int | None | Unset): How long it took, where that is known.
    """

    is_held: bool
    reason: str
    minutes: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        is_held = self.is_held

        reason = self.reason

        minutes: int | None | Unset
        if isinstance(self.minutes, Unset):
            minutes = UNSET
        else:
            minutes = self.minutes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "is_held": is_held,
                "reason": reason,
            }
        )
        if minutes is not UNSET:
            field_dict["minutes"] = minutes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        is_held = d.pop("is_held")

        reason = d.pop("reason")

        def _parse_minutes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        minutes = _parse_minutes(d.pop("minutes", UNSET))

        correction_create = cls(
            is_held=is_held,
            reason=reason,
            minutes=minutes,
        )

        return correction_create
