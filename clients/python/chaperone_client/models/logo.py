from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset


T = TypeVar("T", bound="Logo")


@_attrs_define
class Logo:
    """A small picture beside the programme's name.

    Attributes:
        media_type (str): image/png, image/jpeg or image/webp.
        base64 (str): The picture in base64, at most 100 KiB.
    """

    media_type: str
    base64: str

    def to_dict(self) -> dict[str, Any]:
        media_type = self.media_type

        base64 = self.base64

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "media_type": media_type,
                "base64": base64,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        media_type = d.pop("media_type")

        base64 = d.pop("base64")

        logo = cls(
            media_type=media_type,
            base64=base64,
        )

        return logo
