from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.attendee_role import AttendeeRole
from typing import cast
import datetime

if TYPE_CHECKING:
    from ..models.period_read import PeriodRead


T = TypeVar("T", bound="AttendeeRead")


@_attrs_define
class AttendeeRead:
    """Somebody who waited or was in. Nobody is recognised by a display name.

    Attributes:
        number (int): In the order in which they came.
        role (AttendeeRole): Who somebody is in the session.
        waited (list[PeriodRead]): In the waiting room.
        admitted_at (list[datetime.datetime]): When they were let in.
        inside (list[PeriodRead]): In the meeting.
    """

    number: int
    role: AttendeeRole
    waited: list[PeriodRead]
    admitted_at: list[datetime.datetime]
    inside: list[PeriodRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.period_read import PeriodRead  # noqa: PLC0415

        number = self.number

        role = self.role.value

        waited = []
        for waited_item_data in self.waited:
            waited_item = waited_item_data.to_dict()
            waited.append(waited_item)

        admitted_at = []
        for admitted_at_item_data in self.admitted_at:
            admitted_at_item = admitted_at_item_data.isoformat()
            admitted_at.append(admitted_at_item)

        inside = []
        for inside_item_data in self.inside:
            inside_item = inside_item_data.to_dict()
            inside.append(inside_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "number": number,
                "role": role,
                "waited": waited,
                "admitted_at": admitted_at,
                "inside": inside,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.period_read import PeriodRead  # noqa: PLC0415

        d = dict(src_dict)
        number = d.pop("number")

        role = AttendeeRole(d.pop("role"))

        waited = []
        _waited = d.pop("waited")
        for waited_item_data in _waited:
            waited_item = PeriodRead.from_dict(waited_item_data)

            waited.append(waited_item)

        admitted_at = []
        _admitted_at = d.pop("admitted_at")
        for admitted_at_item_data in _admitted_at:
            admitted_at_item = datetime.datetime.fromisoformat(admitted_at_item_data)

            admitted_at.append(admitted_at_item)

        inside = []
        _inside = d.pop("inside")
        for inside_item_data in _inside:
            inside_item = PeriodRead.from_dict(inside_item_data)

            inside.append(inside_item)

        attendee_read = cls(
            number=number,
            role=role,
            waited=waited,
            admitted_at=admitted_at,
            inside=inside,
        )

        return attendee_read
