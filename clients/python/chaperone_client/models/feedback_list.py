from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.feedback_read import FeedbackRead


T = TypeVar("T", bound="FeedbackList")


@_attrs_define
class FeedbackList:
    """The feedback of a programme after the sessions of some days.

    Attributes:
        programme_id (UUID):
        time_zone (str): The programme's.
        items (list[FeedbackRead]): In the order of the sessions.
    """

    programme_id: UUID
    time_zone: str
    items: list[FeedbackRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.feedback_read import FeedbackRead  # noqa: PLC0415

        programme_id = str(self.programme_id)

        time_zone = self.time_zone

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme_id": programme_id,
                "time_zone": time_zone,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feedback_read import FeedbackRead  # noqa: PLC0415

        d = dict(src_dict)
        programme_id = UUID(d.pop("programme_id"))

        time_zone = d.pop("time_zone")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = FeedbackRead.from_dict(items_item_data)

            items.append(items_item)

        feedback_list = cls(
            programme_id=programme_id,
            time_zone=time_zone,
            items=items,
        )

        return feedback_list
