from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.event_read import EventRead


T = TypeVar("T", bound="EventPage")


@_attrs_define
class EventPage:
    """A part of the feed.

    Attributes:
        items (list[EventRead]): In the order in which they can be read; none is ever put in between later.
        next_after (str): Send it as `after` to read on. Keep it with what you have done about these events.
        has_more (bool): Whether there is more to read at once.
    """

    items: list[EventRead]
    next_after: str
    has_more: bool

    def to_dict(self) -> dict[str, Any]:
        from ..models.event_read import EventRead  # noqa: PLC0415

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_after = self.next_after

        has_more = self.has_more

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "items": items,
                "next_after": next_after,
                "has_more": has_more,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.event_read import EventRead  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = EventRead.from_dict(items_item_data)

            items.append(items_item)

        next_after = d.pop("next_after")

        has_more = d.pop("has_more")

        event_page = cls(
            items=items,
            next_after=next_after,
            has_more=has_more,
        )

        return event_page
