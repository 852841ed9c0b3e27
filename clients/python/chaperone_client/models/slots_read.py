from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.slot_read import SlotRead


T = TypeVar("T", bound="SlotsRead")


@_attrs_define
class SlotsRead:
    """The times at which a pairing could meet, as things stand. Nobody is reserved.

    Attributes:
        for_user (None | str): One sentence for the person at the screen. It tells nothing about anybody's age, risks or
            papers. Where there is no slot at all: what stands in the way most often. Null otherwise.
        pairing_id (UUID):
        time_zone (str): The programme's time zone: dates and the grid of starts are of its clocks.
        minutes (int): How long each session would be.
        items (list[SlotRead]): The earliest first. They may overlap each other.
    """

    for_user: None | str
    pairing_id: UUID
    time_zone: str
    minutes: int
    items: list[SlotRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.slot_read import SlotRead  # noqa: PLC0415

        for_user: None | str
        for_user = self.for_user

        pairing_id = str(self.pairing_id)

        time_zone = self.time_zone

        minutes = self.minutes

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "for_user": for_user,
                "pairing_id": pairing_id,
                "time_zone": time_zone,
                "minutes": minutes,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.slot_read import SlotRead  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_for_user(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        for_user = _parse_for_user(d.pop("for_user"))

        pairing_id = UUID(d.pop("pairing_id"))

        time_zone = d.pop("time_zone")

        minutes = d.pop("minutes")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = SlotRead.from_dict(items_item_data)

            items.append(items_item)

        slots_read = cls(
            for_user=for_user,
            pairing_id=pairing_id,
            time_zone=time_zone,
            minutes=minutes,
            items=items,
        )

        return slots_read
