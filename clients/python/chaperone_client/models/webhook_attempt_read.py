from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.attempt_outcome import AttemptOutcome
from ..models.event_type import EventType
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="WebhookAttemptRead")


@_attrs_define
class WebhookAttemptRead:
    """One attempt to deliver an event.

    Attributes:
        id (UUID):
        event_id (UUID):
        event_type (EventType): What happened.
        at (datetime.datetime):
        outcome (AttemptOutcome): What came of an attempt. Why a receiver was not reached is not told: it would map the
            network that this stands in.
        status_code (int | None): The status that the receiver has answered with.
        milliseconds (int | None): How long the answer took.
    """

    id: UUID
    event_id: UUID
    event_type: EventType
    at: datetime.datetime
    outcome: AttemptOutcome
    status_code: int | None
    milliseconds: int | None

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        event_id = str(self.event_id)

        event_type = self.event_type.value

        at = self.at.isoformat()

        outcome = self.outcome.value

        status_code: int | None
        status_code = self.status_code

        milliseconds: int | None
        milliseconds = self.milliseconds

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "event_id": event_id,
                "event_type": event_type,
                "at": at,
                "outcome": outcome,
                "status_code": status_code,
                "milliseconds": milliseconds,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        event_id = UUID(d.pop("event_id"))

        event_type = EventType(d.pop("event_type"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        outcome = AttemptOutcome(d.pop("outcome"))

        def _parse_status_code(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status_code = _parse_status_code(d.pop("status_code"))

        def _parse_milliseconds(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        milliseconds = _parse_milliseconds(d.pop("milliseconds"))

        webhook_attempt_read = cls(
            id=id,
            event_id=event_id,
            event_type=event_type,
            at=at,
            outcome=outcome,
            status_code=status_code,
            milliseconds=milliseconds,
        )

        return webhook_attempt_read
