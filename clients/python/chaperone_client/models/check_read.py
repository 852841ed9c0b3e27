from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.decision_outcome import DecisionOutcome
from typing import cast

if TYPE_CHECKING:
    from ..models.checked_session import CheckedSession
    from ..models.coordinator_read import CoordinatorRead


T = TypeVar("T", bound="CheckRead")


@_attrs_define
class CheckRead:
    """What would be decided now. Nothing is booked, nobody is reserved.

    Attributes:
        for_user (None | str): One sentence for the person at the screen. It tells nothing about anybody's age, risks or
            papers. Null where nothing stands in the way.
        outcome (DecisionOutcome): The outcome of a whole decision, from best to worst.
        sessions (list[CheckedSession]):
        contacts (list[CoordinatorRead]): How to reach the coordinators, where one of them can do something about what
            stands in the way, for a key that may read contacts.
    """

    for_user: None | str
    outcome: DecisionOutcome
    sessions: list[CheckedSession]
    contacts: list[CoordinatorRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.checked_session import CheckedSession  # noqa: PLC0415
        from ..models.coordinator_read import CoordinatorRead  # noqa: PLC0415

        for_user: None | str
        for_user = self.for_user

        outcome = self.outcome.value

        sessions = []
        for sessions_item_data in self.sessions:
            sessions_item = sessions_item_data.to_dict()
            sessions.append(sessions_item)

        contacts = []
        for contacts_item_data in self.contacts:
            contacts_item = contacts_item_data.to_dict()
            contacts.append(contacts_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "for_user": for_user,
                "outcome": outcome,
                "sessions": sessions,
                "contacts": contacts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.checked_session import CheckedSession  # noqa: PLC0415
        from ..models.coordinator_read import CoordinatorRead  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_for_user(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        for_user = _parse_for_user(d.pop("for_user"))

        outcome = DecisionOutcome(d.pop("outcome"))

        sessions = []
        _sessions = d.pop("sessions")
        for sessions_item_data in _sessions:
            sessions_item = CheckedSession.from_dict(sessions_item_data)

            sessions.append(sessions_item)

        contacts = []
        _contacts = d.pop("contacts")
        for contacts_item_data in _contacts:
            contacts_item = CoordinatorRead.from_dict(contacts_item_data)

            contacts.append(contacts_item)

        check_read = cls(
            for_user=for_user,
            outcome=outcome,
            sessions=sessions,
            contacts=contacts,
        )

        return check_read
