from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime


T = TypeVar("T", bound="SeriesMove")


@_attrs_define
class SeriesMove:
    """Another time for what is left of a series.

    Attributes:
        starts_at (datetime.datetime): When its next session starts from now on. The later ones keep their distance in
            days and this hour.
        ends_at (datetime.datetime): When its next session ends.
        agreed_by_both (bool): Whether mentor and mentee have both agreed to the new times.
        outside_hours_reason (None | str | Unset): Why it must be outside working hours.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    agreed_by_both: bool
    outside_hours_reason: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        agreed_by_both = self.agreed_by_both

        outside_hours_reason: None | str | Unset
        if isinstance(self.outside_hours_reason, Unset):
            outside_hours_reason = UNSET
        else:
            outside_hours_reason = self.outside_hours_reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "agreed_by_both": agreed_by_both,
            }
        )
        if outside_hours_reason is not UNSET:
            field_dict["outside_hours_reason"] = outside_hours_reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        agreed_by_both = d.pop("agreed_by_both")

        def _parse_outside_hours_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        outside_hours_reason = _parse_outside_hours_reason(
            d.pop("outside_hours_reason", UNSET)
        )

        series_move = cls(
            starts_at=starts_at,
            ends_at=ends_at,
            agreed_by_both=agreed_by_both,
            outside_hours_reason=outside_hours_reason,
        )

        return series_move
