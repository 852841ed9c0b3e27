from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.week_row import WeekRow


T = TypeVar("T", bound="WeekRead")


@_attrs_define
class WeekRead:
    """The sessions of a programme in a week.

    Attributes:
        programme_id (UUID):
        week (str):
        time_zone (str):
        sessions (list[WeekRow]):
    """

    programme_id: UUID
    week: str
    time_zone: str
    sessions: list[WeekRow]

    def to_dict(self) -> dict[str, Any]:
        from ..models.week_row import WeekRow  # noqa: PLC0415

        programme_id = str(self.programme_id)

        week = self.week

        time_zone = self.time_zone

        sessions = []
        for sessions_item_data in self.sessions:
            sessions_item = sessions_item_data.to_dict()
            sessions.append(sessions_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme_id": programme_id,
                "week": week,
                "time_zone": time_zone,
                "sessions": sessions,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.week_row import WeekRow  # noqa: PLC0415

        d = dict(src_dict)
        programme_id = UUID(d.pop("programme_id"))

        week = d.pop("week")

        time_zone = d.pop("time_zone")

        sessions = []
        _sessions = d.pop("sessions")
        for sessions_item_data in _sessions:
            sessions_item = WeekRow.from_dict(sessions_item_data)

            sessions.append(sessions_item)

        week_read = cls(
            programme_id=programme_id,
            week=week,
            time_zone=time_zone,
            sessions=sessions,
        )

        return week_read
