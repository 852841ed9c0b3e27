from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.booking_read import BookingRead


T = TypeVar("T", bound="SeriesRead")


@_attrs_define
class SeriesRead:
    """A series with its sessions, in order.

    Attributes:
        id (UUID):
        partner_id (UUID):
        pairing_id (UUID):
        every_days (int):
        bookings (list[BookingRead]): Each with its own decision, state and meeting.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: UUID
    partner_id: UUID
    pairing_id: UUID
    every_days: int
    bookings: list[BookingRead]
    created_at: datetime.datetime
    updated_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        from ..models.booking_read import BookingRead  # noqa: PLC0415

        id = str(self.id)

        partner_id = str(self.partner_id)

        pairing_id = str(self.pairing_id)

        every_days = self.every_days

        bookings = []
        for bookings_item_data in self.bookings:
            bookings_item = bookings_item_data.to_dict()
            bookings.append(bookings_item)

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "partner_id": partner_id,
                "pairing_id": pairing_id,
                "every_days": every_days,
                "bookings": bookings,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.booking_read import BookingRead  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        partner_id = UUID(d.pop("partner_id"))

        pairing_id = UUID(d.pop("pairing_id"))

        every_days = d.pop("every_days")

        bookings = []
        _bookings = d.pop("bookings")
        for bookings_item_data in _bookings:
            bookings_item = BookingRead.from_dict(bookings_item_data)

            bookings.append(bookings_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        series_read = cls(
            id=id,
            partner_id=partner_id,
            pairing_id=pairing_id,
            every_days=every_days,
            bookings=bookings,
            created_at=created_at,
            updated_at=updated_at,
        )

        return series_read
