from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID


T = TypeVar("T", bound="EventData")


@_attrs_define
class EventData:
    """What an event is about: ids and states alone. Read the rest where it is, with a key that may see it.

    Attributes:
        subject_type (str): What kind of thing it happened to.
        subject_id (str): The id of that thing.
        booking_id (None | UUID): The booking that it belongs to, if it belongs to one.
        partner_id (None | UUID): Whose it is; null for what is the organisation's alone.
        state (None | str): The state of that thing since, where it has one.
        kind (None | str): The kind of an incident or of evidence.
        move_id (None | UUID): The other time for a session that it is about.
    """

    subject_type: str
    subject_id: str
    booking_id: None | UUID
    partner_id: None | UUID
    state: None | str
    kind: None | str
    move_id: None | UUID

    def to_dict(self) -> dict[str, Any]:
        subject_type = self.subject_type

        subject_id = self.subject_id

        booking_id: None | str
        if isinstance(self.booking_id, UUID):
            booking_id = str(self.booking_id)
        else:
            booking_id = self.booking_id

        partner_id: None | str
        if isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        state: None | str
        state = self.state

        kind: None | str
        kind = self.kind

        move_id: None | str
        if isinstance(self.move_id, UUID):
            move_id = str(self.move_id)
        else:
            move_id = self.move_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "subject_type": subject_type,
                "subject_id": subject_id,
                "booking_id": booking_id,
                "partner_id": partner_id,
                "state": state,
                "kind": kind,
                "move_id": move_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        subject_type = d.pop("subject_type")

        subject_id = d.pop("subject_id")

        def _parse_booking_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                booking_id_type_0 = UUID(data)

                return booking_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        booking_id = _parse_booking_id(d.pop("booking_id"))

        def _parse_partner_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                partner_id_type_0 = UUID(data)

                return partner_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        partner_id = _parse_partner_id(d.pop("partner_id"))

        def _parse_state(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        state = _parse_state(d.pop("state"))

        def _parse_kind(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        kind = _parse_kind(d.pop("kind"))

        def _parse_move_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                move_id_type_0 = UUID(data)

                return move_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        move_id = _parse_move_id(d.pop("move_id"))

        event_data = cls(
            subject_type=subject_type,
            subject_id=subject_id,
            booking_id=booking_id,
            partner_id=partner_id,
            state=state,
            kind=kind,
            move_id=move_id,
        )

        return event_data
