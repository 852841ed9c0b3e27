from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.series_create_safety import SeriesCreateSafety


T = TypeVar("T", bound="SeriesCreate")


@_attrs_define
class SeriesCreate:
    """A request for the sessions of a plan, all at the same local time.

    Attributes:
        starts_at (datetime.datetime): When the first session starts. The others keep its hour on the local clock.
        ends_at (datetime.datetime): When the first session ends. The others are as long.
        pairing_id (UUID): The mentor and mentee who meet.
        agreed_by_both (bool): Whether mentor and mentee have both agreed to the time.
        sessions (int): How many sessions.
        modality (str | Unset): zoom, or phone where the programme allows it. Default: 'zoom'.
        outside_hours_reason (None | str | Unset): Why the session must be outside working hours, where it is. Some
            programmes then ask for no approval. For the record of the programme; kept out of the audit trail.
        safety (SeriesCreateSafety | Unset): Safety settings that should be tighter than the programme has them, by
            code. Something looser is refused.
        every_days (int | Unset): Days from one session to the next. Default: 7.
        skip (list[datetime.date] | Unset): Local dates on which there is no session; the series goes on after them.
        skip_bank_holidays (bool | Unset): Leave out the bank holidays of the programme's region in the same way.
            Default: False.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    pairing_id: UUID
    agreed_by_both: bool
    sessions: int
    modality: str | Unset = "zoom"
    outside_hours_reason: None | str | Unset = UNSET
    safety: SeriesCreateSafety | Unset = UNSET
    every_days: int | Unset = 7
    skip: list[datetime.date] | Unset = UNSET
    skip_bank_holidays: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        from ..models.series_create_safety import SeriesCreateSafety  # noqa: PLC0415

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        pairing_id = str(self.pairing_id)

        agreed_by_both = self.agreed_by_both

        sessions = self.sessions

        modality = self.modality

        outside_hours_reason: None | str | Unset
        if isinstance(self.outside_hours_reason, Unset):
            outside_hours_reason = UNSET
        else:
            outside_hours_reason = self.outside_hours_reason

        safety: dict[str, Any] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = self.safety.to_dict()

        every_days = self.every_days

        skip: list[str] | Unset = UNSET
        if not isinstance(self.skip, Unset):
            skip = []
            for skip_item_data in self.skip:
                skip_item = skip_item_data.isoformat()
                skip.append(skip_item)

        skip_bank_holidays = self.skip_bank_holidays

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "pairing_id": pairing_id,
                "agreed_by_both": agreed_by_both,
                "sessions": sessions,
            }
        )
        if modality is not UNSET:
            field_dict["modality"] = modality
        if outside_hours_reason is not UNSET:
            field_dict["outside_hours_reason"] = outside_hours_reason
        if safety is not UNSET:
            field_dict["safety"] = safety
        if every_days is not UNSET:
            field_dict["every_days"] = every_days
        if skip is not UNSET:
            field_dict["skip"] = skip
        if skip_bank_holidays is not UNSET:
            field_dict["skip_bank_holidays"] = skip_bank_holidays

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.series_create_safety import SeriesCreateSafety  # noqa: PLC0415

        d = dict(src_dict)
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        pairing_id = UUID(d.pop("pairing_id"))

        agreed_by_both = d.pop("agreed_by_both")

        sessions = d.pop("sessions")

        modality = d.pop("modality", UNSET)

        def _parse_outside_hours_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        outside_hours_reason = _parse_outside_hours_reason(
            d.pop("outside_hours_reason", UNSET)
        )

        _safety = d.pop("safety", UNSET)
        safety: SeriesCreateSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = SeriesCreateSafety.from_dict(_safety)

        every_days = d.pop("every_days", UNSET)

        _skip = d.pop("skip", UNSET)
        skip: list[datetime.date] | Unset = UNSET
        if _skip is not UNSET:
            skip = []
            for skip_item_data in _skip:
                skip_item = datetime.date.fromisoformat(skip_item_data)

                skip.append(skip_item)

        skip_bank_holidays = d.pop("skip_bank_holidays", UNSET)

        series_create = cls(
            starts_at=starts_at,
            ends_at=ends_at,
            pairing_id=pairing_id,
            agreed_by_both=agreed_by_both,
            sessions=sessions,
            modality=modality,
            outside_hours_reason=outside_hours_reason,
            safety=safety,
            every_days=every_days,
            skip=skip,
            skip_bank_holidays=skip_bank_holidays,
        )

        return series_create
