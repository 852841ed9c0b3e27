from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.booking_state import BookingState
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.names_read import NamesRead
    from ..models.story_line import StoryLine


T = TypeVar("T", bound="StoryRead")


@_attrs_define
class StoryRead:
    """What happened to a booking.

    Attributes:
        booking_id (UUID):
        session (str): Who meets and when, in one line.
        names (NamesRead | None): Who meets; for keys that may read the registry.
        time_zone (str): The programme's time zone, which all times are in.
        state (BookingState): Where a booking is in its life.
        state_in_words (str): The state in words.
        actions (list[StoryLine]): What was done, oldest first.
        checks (list[StoryLine]): What the rules were asked without anything being done by that, oldest first.
        left_out (bool): Whether there is more: /v1/bookings/{id}/audit lists all of it.
    """

    booking_id: UUID
    session: str
    names: NamesRead | None
    time_zone: str
    state: BookingState
    state_in_words: str
    actions: list[StoryLine]
    checks: list[StoryLine]
    left_out: bool

    def to_dict(self) -> dict[str, Any]:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.story_line import StoryLine  # noqa: PLC0415

        booking_id = str(self.booking_id)

        session = self.session

        names: dict[str, Any] | None
        if isinstance(self.names, NamesRead):
            names = self.names.to_dict()
        else:
            names = self.names

        time_zone = self.time_zone

        state = self.state.value

        state_in_words = self.state_in_words

        actions = []
        for actions_item_data in self.actions:
            actions_item = actions_item_data.to_dict()
            actions.append(actions_item)

        checks = []
        for checks_item_data in self.checks:
            checks_item = checks_item_data.to_dict()
            checks.append(checks_item)

        left_out = self.left_out

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "booking_id": booking_id,
                "session": session,
                "names": names,
                "time_zone": time_zone,
                "state": state,
                "state_in_words": state_in_words,
                "actions": actions,
                "checks": checks,
                "left_out": left_out,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.story_line import StoryLine  # noqa: PLC0415

        d = dict(src_dict)
        booking_id = UUID(d.pop("booking_id"))

        session = d.pop("session")

        def _parse_names(data: object) -> NamesRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                names_type_0 = NamesRead.from_dict(data)

                return names_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NamesRead | None, data)

        names = _parse_names(d.pop("names"))

        time_zone = d.pop("time_zone")

        state = BookingState(d.pop("state"))

        state_in_words = d.pop("state_in_words")

        actions = []
        _actions = d.pop("actions")
        for actions_item_data in _actions:
            actions_item = StoryLine.from_dict(actions_item_data)

            actions.append(actions_item)

        checks = []
        _checks = d.pop("checks")
        for checks_item_data in _checks:
            checks_item = StoryLine.from_dict(checks_item_data)

            checks.append(checks_item)

        left_out = d.pop("left_out")

        story_read = cls(
            booking_id=booking_id,
            session=session,
            names=names,
            time_zone=time_zone,
            state=state,
            state_in_words=state_in_words,
            actions=actions,
            checks=checks,
            left_out=left_out,
        )

        return story_read
