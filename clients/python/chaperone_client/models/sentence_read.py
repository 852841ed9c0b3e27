from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast


T = TypeVar("T", bound="SentenceRead")


@_attrs_define
class SentenceRead:
    """A sentence of the pages.

    Attributes:
        key (str): Names it, for `words` of a programme.
        text (str): What the product says.
        places (list[str]): What is put in where it stands in braces.
    """

    key: str
    text: str
    places: list[str]

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        text = self.text

        places = self.places

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key": key,
                "text": text,
                "places": places,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key = d.pop("key")

        text = d.pop("text")

        places = cast(list[str], d.pop("places"))

        sentence_read = cls(
            key=key,
            text=text,
            places=places,
        )

        return sentence_read
