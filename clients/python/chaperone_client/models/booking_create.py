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
    from ..models.booking_create_safety import BookingCreateSafety


T = TypeVar("T", bound="BookingCreate")


@_attrs_define
class BookingCreate:
    """A request for one session of a pairing.

    Attributes:
        starts_at (datetime.datetime): When the session starts, with its offset from UTC.
        ends_at (datetime.datetime): When it ends.
        pairing_id (UUID): The mentor and mentee who meet.
        agreed_by_both (bool): Whether mentor and mentee have both agreed to the time.
        modality (str | Unset): zoom, or phone where the programme allows it. Default: 'zoom'.
        outside_hours_reason (None | str | Unset): Why the session must be outside working hours, where it is. Some
            programmes then ask for no approval. For the record of the programme; kept out of the audit trail.
        safety (BookingCreateSafety | Unset): Safety settings that should be tighter than the programme has them, by
            code. Something looser is refused.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    pairing_id: UUID
    agreed_by_both: bool
    modality: str | Unset = "zoom"
    outside_hours_reason: None | str | Unset = UNSET
    safety: BookingCreateSafety | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.booking_create_safety import BookingCreateSafety  # noqa: PLC0415

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        pairing_id = str(self.pairing_id)

        agreed_by_both = self.agreed_by_both

        modality = self.modality

        outside_hours_reason: None | str | Unset
        if isinstance(self.outside_hours_reason, Unset):
            outside_hours_reason = UNSET
        else:
            outside_hours_reason = self.outside_hours_reason

        safety: dict[str, Any] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = self.safety.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "pairing_id": pairing_id,
                "agreed_by_both": agreed_by_both,
            }
        )
        if modality is not UNSET:
            field_dict["modality"] = modality
        if outside_hours_reason is not UNSET:
            field_dict["outside_hours_reason"] = outside_hours_reason
        if safety is not UNSET:
            field_dict["safety"] = safety

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.booking_create_safety import BookingCreateSafety  # noqa: PLC0415

        d = dict(src_dict)
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        pairing_id = UUID(d.pop("pairing_id"))

        agreed_by_both = d.pop("agreed_by_both")

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
        safety: BookingCreateSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = BookingCreateSafety.from_dict(_safety)

        booking_create = cls(
            starts_at=starts_at,
            ends_at=ends_at,
            pairing_id=pairing_id,
            agreed_by_both=agreed_by_both,
            modality=modality,
            outside_hours_reason=outside_hours_reason,
            safety=safety,
        )

        return booking_create
