from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID


T = TypeVar("T", bound="CalendarRead")


@_attrs_define
class CalendarRead:
    """The address of a person's calendar. Whoever has it sees when their sessions are, and reaches their pages.

    Attributes:
        person_id (UUID):
        url (None | str): To subscribe to. Give it to them alone. Null where it was revoked meanwhile.
    """

    person_id: UUID
    url: None | str

    def to_dict(self) -> dict[str, Any]:
        person_id = str(self.person_id)

        url: None | str
        url = self.url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "person_id": person_id,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        person_id = UUID(d.pop("person_id"))

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        calendar_read = cls(
            person_id=person_id,
            url=url,
        )

        return calendar_read
