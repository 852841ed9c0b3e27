from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.ordered_difference_read import OrderedDifferenceRead


T = TypeVar("T", bound="SettingDifferenceRead")


@_attrs_define
class SettingDifferenceRead:
    """The two levels of a safety setting.

    Attributes:
        code (str): Its stable name, as findings carry it.
        title (str): Its title.
        level (OrderedDifferenceRead): Two values that are not the same, and which way it went.
    """

    code: str
    title: str
    level: OrderedDifferenceRead

    def to_dict(self) -> dict[str, Any]:
        from ..models.ordered_difference_read import OrderedDifferenceRead  # noqa: PLC0415

        code = self.code

        title = self.title

        level = self.level.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "title": title,
                "level": level,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ordered_difference_read import OrderedDifferenceRead  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        title = d.pop("title")

        level = OrderedDifferenceRead.from_dict(d.pop("level"))

        setting_difference_read = cls(
            code=code,
            title=title,
            level=level,
        )

        return setting_difference_read
