from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.programme_read import ProgrammeRead


T = TypeVar("T", bound="ProgrammePage")


@_attrs_define
class ProgrammePage:
    """
    Attributes:
        items (list[ProgrammeRead]): Oldest first, where the list does not say otherwise.
        next_cursor (None | str | Unset): Send it as `cursor` for the next page; null on the last one.
    """

    items: list[ProgrammeRead]
    next_cursor: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.programme_read import ProgrammeRead  # noqa: PLC0415

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_cursor: None | str | Unset
        if isinstance(self.next_cursor, Unset):
            next_cursor = UNSET
        else:
            next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "items": items,
            }
        )
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.programme_read import ProgrammeRead  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = ProgrammeRead.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor", UNSET))

        programme_page = cls(
            items=items,
            next_cursor=next_cursor,
        )

        return programme_page
