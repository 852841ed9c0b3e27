from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.slot_read_outcome import SlotReadOutcome
from typing import cast
import datetime


T = TypeVar("T", bound="SlotRead")


@_attrs_define
class SlotRead:
    """A time at which a session could be booked now.

    Attributes:
        starts_at (datetime.datetime):
        ends_at (datetime.datetime):
        outcome (SlotReadOutcome): allow: it would be booked at once. approve: a coordinator would have to approve it.
        reason (None | str): Why a coordinator would have to approve it; null where nobody has to.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    outcome: SlotReadOutcome
    reason: None | str

    def to_dict(self) -> dict[str, Any]:
        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        outcome = self.outcome.value

        reason: None | str
        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "outcome": outcome,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        outcome = SlotReadOutcome(d.pop("outcome"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        slot_read = cls(
            starts_at=starts_at,
            ends_at=ends_at,
            outcome=outcome,
            reason=reason,
        )

        return slot_read
