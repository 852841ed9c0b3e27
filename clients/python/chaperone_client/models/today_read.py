from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
    from ..models.caller_read import CallerRead
    from ..models.day_line import DayLine
    from ..models.need_read import NeedRead


T = TypeVar("T", bound="TodayRead")


@_attrs_define
class TodayRead:
    """A coordinator's day.

    Attributes:
        you (CallerRead): Whose key asks.
        day (datetime.date): The day that is shown.
        summary (str): All of it in one sentence.
        today (list[DayLine]): The sessions of the day, in the programmes' time.
        needs (list[NeedRead]): What needs somebody now, the gravest and most urgent first.
        week (list[DayLine]): The sessions of its week, Monday to Sunday, those of the day included.
        left_out (bool): Whether there is more than is shown: /v1/bookings, /v1/incidents and /v1/evidence list all of
            it.
    """

    you: CallerRead
    day: datetime.date
    summary: str
    today: list[DayLine]
    needs: list[NeedRead]
    week: list[DayLine]
    left_out: bool

    def to_dict(self) -> dict[str, Any]:
        from ..models.caller_read import CallerRead  # noqa: PLC0415
        from ..models.day_line import DayLine  # noqa: PLC0415
        from ..models.need_read import NeedRead  # noqa: PLC0415

        you = self.you.to_dict()

        day = self.day.isoformat()

        summary = self.summary

        today = []
        for today_item_data in self.today:
            today_item = today_item_data.to_dict()
            today.append(today_item)

        needs = []
        for needs_item_data in self.needs:
            needs_item = needs_item_data.to_dict()
            needs.append(needs_item)

        week = []
        for week_item_data in self.week:
            week_item = week_item_data.to_dict()
            week.append(week_item)

        left_out = self.left_out

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "you": you,
                "day": day,
                "summary": summary,
                "today": today,
                "needs": needs,
                "week": week,
                "left_out": left_out,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.caller_read import CallerRead  # noqa: PLC0415
        from ..models.day_line import DayLine  # noqa: PLC0415
        from ..models.need_read import NeedRead  # noqa: PLC0415

        d = dict(src_dict)
        you = CallerRead.from_dict(d.pop("you"))

        day = datetime.date.fromisoformat(d.pop("day"))

        summary = d.pop("summary")

        today = []
        _today = d.pop("today")
        for today_item_data in _today:
            today_item = DayLine.from_dict(today_item_data)

            today.append(today_item)

        needs = []
        _needs = d.pop("needs")
        for needs_item_data in _needs:
            needs_item = NeedRead.from_dict(needs_item_data)

            needs.append(needs_item)

        week = []
        _week = d.pop("week")
        for week_item_data in _week:
            week_item = DayLine.from_dict(week_item_data)

            week.append(week_item)

        left_out = d.pop("left_out")

        today_read = cls(
            you=you,
            day=day,
            summary=summary,
            today=today,
            needs=needs,
            week=week,
            left_out=left_out,
        )

        return today_read
