from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="ConcernRead")


@_attrs_define
class ConcernRead:
    """That a concern was taken in. What it says is read by those alone who look after it.

    Attributes:
        id (UUID): Its number, to ask after it.
        booking_id (UUID): The session that it is about.
        received_at (datetime.datetime): When it was taken in.
    """

    id: UUID
    booking_id: UUID
    received_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        booking_id = str(self.booking_id)

        received_at = self.received_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "booking_id": booking_id,
                "received_at": received_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        booking_id = UUID(d.pop("booking_id"))

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))

        concern_read = cls(
            id=id,
            booking_id=booking_id,
            received_at=received_at,
        )

        return concern_read
