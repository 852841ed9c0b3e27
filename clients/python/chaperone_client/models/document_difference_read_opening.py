from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.ordered_difference_read import OrderedDifferenceRead


T = TypeVar("T", bound="DocumentDifferenceReadOpening")


@_attrs_define
class DocumentDifferenceReadOpening:
    """Who opens the room, and by which ways, by name."""

    additional_properties: dict[str, OrderedDifferenceRead] = _attrs_field(
        init=False, factory=dict
    )

    def to_dict(self) -> dict[str, Any]:
        from ..models.ordered_difference_read import OrderedDifferenceRead  # noqa: PLC0415

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ordered_difference_read import OrderedDifferenceRead  # noqa: PLC0415

        d = dict(src_dict)
        document_difference_read_opening = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = OrderedDifferenceRead.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        document_difference_read_opening.additional_properties = additional_properties
        return document_difference_read_opening

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> OrderedDifferenceRead:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: OrderedDifferenceRead) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
