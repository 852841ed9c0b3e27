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
    from ..models.said_read import SaidRead


T = TypeVar("T", bound="WeekRow")


@_attrs_define
class WeekRow:
    """A session of a week.

    Attributes:
        booking_id (UUID):
        pairing_id (UUID):
        date (datetime.date):
        hour (str): When it starts, in the programme's time zone.
        modality (str):
        is_held (bool | None): null: it is not over yet, or Zoom is still being asked.
        minutes (int | None): How long both sides were in together, or what a coordinator said.
        notes (str): Why it was not held, and how that is known.
        said (list[SaidRead] | Unset): What mentor and mentee said on their pages; for keys that may read the registry.
            With `expand=said`.
    """

    booking_id: UUID
    pairing_id: UUID
    date: datetime.date
    hour: str
    modality: str
    is_held: bool | None
    minutes: int | None
    notes: str
    said: list[SaidRead] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.said_read import SaidRead  # noqa: PLC0415

        booking_id = str(self.booking_id)

        pairing_id = str(self.pairing_id)

        date = self.date.isoformat()

        hour = self.hour

        modality = self.modality

        is_held: bool | None
        is_held = self.is_held

        minutes: int | None
        minutes = self.minutes

        notes = self.notes

        said: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.said, Unset):
            said = []
            for said_item_data in self.said:
                said_item = said_item_data.to_dict()
                said.append(said_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "booking_id": booking_id,
                "pairing_id": pairing_id,
                "date": date,
                "hour": hour,
                "modality": modality,
                "is_held": is_held,
                "minutes": minutes,
                "notes": notes,
            }
        )
        if said is not UNSET:
            field_dict["said"] = said

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.said_read import SaidRead  # noqa: PLC0415

        d = dict(src_dict)
        booking_id = UUID(d.pop("booking_id"))

        pairing_id = UUID(d.pop("pairing_id"))

        date = datetime.date.fromisoformat(d.pop("date"))

        hour = d.pop("hour")

        modality = d.pop("modality")

        def _parse_is_held(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        is_held = _parse_is_held(d.pop("is_held"))

        def _parse_minutes(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        minutes = _parse_minutes(d.pop("minutes"))

        notes = d.pop("notes")

        _said = d.pop("said", UNSET)
        said: list[SaidRead] | Unset = UNSET
        if _said is not UNSET:
            said = []
            for said_item_data in _said:
                said_item = SaidRead.from_dict(said_item_data)

                said.append(said_item)

        week_row = cls(
            booking_id=booking_id,
            pairing_id=pairing_id,
            date=date,
            hour=hour,
            modality=modality,
            is_held=is_held,
            minutes=minutes,
            notes=notes,
            said=said,
        )

        return week_row
