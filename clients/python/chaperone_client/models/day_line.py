from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.booking_state import BookingState
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.names_read import NamesRead
    from ..models.next_operation import NextOperation


T = TypeVar("T", bound="DayLine")


@_attrs_define
class DayLine:
    """A session in a coordinator's day.

    Attributes:
        booking_id (UUID):
        programme (str): The programme's name.
        day (str): The day in the programme's time zone.
        time (str): From when to when, in the programme's time zone.
        time_zone (str): That time zone.
        starts_at (datetime.datetime): The start as a moment.
        modality (str):
        state (BookingState): Where a booking is in its life.
        state_in_words (str): The state in words.
        next_operations (list[NextOperation]): What your key can do about it.
        names (NamesRead | None | Unset): Who meets; for keys that may read the registry.
    """

    booking_id: UUID
    programme: str
    day: str
    time: str
    time_zone: str
    starts_at: datetime.datetime
    modality: str
    state: BookingState
    state_in_words: str
    next_operations: list[NextOperation]
    names: NamesRead | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.next_operation import NextOperation  # noqa: PLC0415

        booking_id = str(self.booking_id)

        programme = self.programme

        day = self.day

        time = self.time

        time_zone = self.time_zone

        starts_at = self.starts_at.isoformat()

        modality = self.modality

        state = self.state.value

        state_in_words = self.state_in_words

        next_operations = []
        for next_operations_item_data in self.next_operations:
            next_operations_item = next_operations_item_data.to_dict()
            next_operations.append(next_operations_item)

        names: dict[str, Any] | None | Unset
        if isinstance(self.names, Unset):
            names = UNSET
        elif isinstance(self.names, NamesRead):
            names = self.names.to_dict()
        else:
            names = self.names

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "booking_id": booking_id,
                "programme": programme,
                "day": day,
                "time": time,
                "time_zone": time_zone,
                "starts_at": starts_at,
                "modality": modality,
                "state": state,
                "state_in_words": state_in_words,
                "next_operations": next_operations,
            }
        )
        if names is not UNSET:
            field_dict["names"] = names

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.next_operation import NextOperation  # noqa: PLC0415

        d = dict(src_dict)
        booking_id = UUID(d.pop("booking_id"))

        programme = d.pop("programme")

        day = d.pop("day")

        time = d.pop("time")

        time_zone = d.pop("time_zone")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        modality = d.pop("modality")

        state = BookingState(d.pop("state"))

        state_in_words = d.pop("state_in_words")

        next_operations = []
        _next_operations = d.pop("next_operations")
        for next_operations_item_data in _next_operations:
            next_operations_item = NextOperation.from_dict(next_operations_item_data)

            next_operations.append(next_operations_item)

        def _parse_names(data: object) -> NamesRead | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                names_type_0 = NamesRead.from_dict(data)

                return names_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NamesRead | None | Unset, data)

        names = _parse_names(d.pop("names", UNSET))

        day_line = cls(
            booking_id=booking_id,
            programme=programme,
            day=day,
            time=time,
            time_zone=time_zone,
            starts_at=starts_at,
            modality=modality,
            state=state,
            state_in_words=state_in_words,
            next_operations=next_operations,
            names=names,
        )

        return day_line
