from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime


T = TypeVar("T", bound="DoneRead")


@_attrs_define
class DoneRead:
    """Something that was done by itself.

    Attributes:
        at (datetime.datetime):
        action (str): What was done, for example end_room or stop_recording.
        outcome (str): What became of it.
    """

    at: datetime.datetime
    action: str
    outcome: str

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        action = self.action

        outcome = self.outcome

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "action": action,
                "outcome": outcome,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        action = d.pop("action")

        outcome = d.pop("outcome")

        done_read = cls(
            at=at,
            action=action,
            outcome=outcome,
        )

        return done_read
