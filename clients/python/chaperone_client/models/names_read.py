from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset


T = TypeVar("T", bound="NamesRead")


@_attrs_define
class NamesRead:
    """Who meets in the session.

    Attributes:
        mentor (str): The mentor's name.
        mentee (str): The mentee's name.
    """

    mentor: str
    mentee: str

    def to_dict(self) -> dict[str, Any]:
        mentor = self.mentor

        mentee = self.mentee

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "mentor": mentor,
                "mentee": mentee,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        mentor = d.pop("mentor")

        mentee = d.pop("mentee")

        names_read = cls(
            mentor=mentor,
            mentee=mentee,
        )

        return names_read
