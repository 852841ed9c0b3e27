from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.participant_role import ParticipantRole
from ..models.participant_status import ParticipantStatus
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.window import Window


T = TypeVar("T", bound="ParticipantRead")


@_attrs_define
class ParticipantRead:
    """Somebody who takes part in a session.

    Attributes:
        id (UUID):
        role (ParticipantRole): What somebody is in a session.
        status (ParticipantStatus): How far somebody has come on the way into their session.
        window (Window): When somebody may go in.
        opened_at (datetime.datetime | None): When they first pressed the button on their page.
        joined_at (datetime.datetime | None): When they were first in the meeting, as Zoom reports it.
    """

    id: UUID
    role: ParticipantRole
    status: ParticipantStatus
    window: Window
    opened_at: datetime.datetime | None
    joined_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.window import Window  # noqa: PLC0415

        id = str(self.id)

        role = self.role.value

        status = self.status.value

        window = self.window.to_dict()

        opened_at: None | str
        if isinstance(self.opened_at, datetime.datetime):
            opened_at = self.opened_at.isoformat()
        else:
            opened_at = self.opened_at

        joined_at: None | str
        if isinstance(self.joined_at, datetime.datetime):
            joined_at = self.joined_at.isoformat()
        else:
            joined_at = self.joined_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "role": role,
                "status": status,
                "window": window,
                "opened_at": opened_at,
                "joined_at": joined_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.window import Window  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        role = ParticipantRole(d.pop("role"))

        status = ParticipantStatus(d.pop("status"))

        window = Window.from_dict(d.pop("window"))

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

        def _parse_joined_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                joined_at_type_0 = datetime.datetime.fromisoformat(data)

                return joined_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        joined_at = _parse_joined_at(d.pop("joined_at"))

        participant_read = cls(
            id=id,
            role=role,
            status=status,
            window=window,
            opened_at=opened_at,
            joined_at=joined_at,
        )

        return participant_read
