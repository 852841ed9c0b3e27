from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.asked import Asked
from typing import cast


T = TypeVar("T", bound="DoorCodeRead")


@_attrs_define
class DoorCodeRead:
    """What somebody must know beside having their personal link.

    Attributes:
        asked_for (Asked): What somebody's page asks of them before it shows anything.
        code (None | str): Their code, where it is asked for and they have a link. Give it to them another way than
            their link; a new link has a new code.
        is_locked (bool): Whether too many wrong answers were given. A new link begins anew.
    """

    asked_for: Asked
    code: None | str
    is_locked: bool

    def to_dict(self) -> dict[str, Any]:
        asked_for = self.asked_for.value

        code: None | str
        code = self.code

        is_locked = self.is_locked

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "asked_for": asked_for,
                "code": code,
                "is_locked": is_locked,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        asked_for = Asked(d.pop("asked_for"))

        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))

        is_locked = d.pop("is_locked")

        door_code_read = cls(
            asked_for=asked_for,
            code=code,
            is_locked=is_locked,
        )

        return door_code_read
