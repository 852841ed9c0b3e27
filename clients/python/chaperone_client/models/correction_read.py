from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="CorrectionRead")


@_attrs_define
class CorrectionRead:
    """A correction.

    Attributes:
        id (UUID):
        is_held (bool):
        minutes (int | None):
        reason (None | str): null for those who may not read the registry.
        corrected_by (UUID): The API key.
        created_at (datetime.datetime):
    """

    id: UUID
    is_held: bool
    minutes: int | None
    reason: None | str
    corrected_by: UUID
    created_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        is_held = self.is_held

        minutes: int | None
        minutes = self.minutes

        reason: None | str
        reason = self.reason

        corrected_by = str(self.corrected_by)

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "is_held": is_held,
                "minutes": minutes,
                "reason": reason,
                "corrected_by": corrected_by,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        is_held = d.pop("is_held")

        def _parse_minutes(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        minutes = _parse_minutes(d.pop("minutes"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        corrected_by = UUID(d.pop("corrected_by"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        correction_read = cls(
            id=id,
            is_held=is_held,
            minutes=minutes,
            reason=reason,
            corrected_by=corrected_by,
            created_at=created_at,
        )

        return correction_read
