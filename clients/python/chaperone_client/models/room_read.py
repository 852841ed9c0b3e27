from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.ended_by import EndedBy
from typing import cast
import datetime


T = TypeVar("T", bound="RoomRead")


@_attrs_define
class RoomRead:
    """One time that the room was open.

    Attributes:
        opened_at (datetime.datetime | None): null where nothing tells it.
        closed_at (datetime.datetime | None): null while it is open, and where nothing tells it.
        ended_by (EndedBy): What closed the room.
    """

    opened_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    ended_by: EndedBy

    def to_dict(self) -> dict[str, Any]:
        opened_at: None | str
        if isinstance(self.opened_at, datetime.datetime):
            opened_at = self.opened_at.isoformat()
        else:
            opened_at = self.opened_at

        closed_at: None | str
        if isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        ended_by = self.ended_by.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "opened_at": opened_at,
                "closed_at": closed_at,
                "ended_by": ended_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_opened_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                opened_at_type_0 = datetime.datetime.fromisoformat(data)

                return opened_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        opened_at = _parse_opened_at(d.pop("opened_at"))

        def _parse_closed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))

        ended_by = EndedBy(d.pop("ended_by"))

        room_read = cls(
            opened_at=opened_at,
            closed_at=closed_at,
            ended_by=ended_by,
        )

        return room_read
