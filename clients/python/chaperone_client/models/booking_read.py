from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.booking_read_modality import BookingReadModality
from ..models.booking_state import BookingState
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.approval_read import ApprovalRead
    from ..models.booking_read_wishes import BookingReadWishes
    from ..models.decision_read import DecisionRead
    from ..models.meeting_read import MeetingRead
    from ..models.move_read import MoveRead
    from ..models.names_read import NamesRead


T = TypeVar("T", bound="BookingRead")


@_attrs_define
class BookingRead:
    """A booking, as a booking website shows it. `expand` adds the rest.

    Attributes:
        id (UUID):
        reference (str): Names the booking where its id is too long; the meeting at Zoom carries it.
        state (BookingState): Where a booking is in its life.
        partner_id (UUID):
        programme_id (UUID):
        pairing_id (UUID):
        starts_at (datetime.datetime):
        ends_at (datetime.datetime):
        time_zone (str): The programme's time zone.
        modality (BookingReadModality):
        series_id (None | UUID): The series that it was booked with.
        move (MoveRead | None): The other time that was proposed last for this session. While it waits, starts_at,
            ends_at and the meeting are those of the time that stands, and both times are reserved.
        approval (ApprovalRead | None): Only where a coordinator's approval was asked for.
        ended_by_request_at (datetime.datetime | None): When the session was ended because somebody asked for that:
            nobody can open its room again. It becomes `completed` or `not_held` after `ends_at`, by its record.
        problem (None | str): What stands in the way, if anything does.
        attempts (int): How often the meeting was attempted since the last success.
        next_attempt_at (datetime.datetime | None): When it is attempted next.
        meeting (MeetingRead | None): The meeting, once it is proven safe and while it may be joined.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
        names (NamesRead | None | Unset): Who meets in the session; for keys that may read the registry.
        agreed_by_both (bool | Unset): Whether both have agreed to the time. With `expand=request`.
        outside_hours_reason (None | str | Unset): Why it is outside working hours. With `expand=request`.
        wishes (BookingReadWishes | Unset): Safety settings that were asked for beside what is required. With
            `expand=request`.
        decision (DecisionRead | None | Unset): The decision that its state follows from: of a suspended session, why it
            is not allowed any more. With `expand=decision`.
    """

    id: UUID
    reference: str
    state: BookingState
    partner_id: UUID
    programme_id: UUID
    pairing_id: UUID
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    time_zone: str
    modality: BookingReadModality
    series_id: None | UUID
    move: MoveRead | None
    approval: ApprovalRead | None
    ended_by_request_at: datetime.datetime | None
    problem: None | str
    attempts: int
    next_attempt_at: datetime.datetime | None
    meeting: MeetingRead | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    names: NamesRead | None | Unset = UNSET
    agreed_by_both: bool | Unset = UNSET
    outside_hours_reason: None | str | Unset = UNSET
    wishes: BookingReadWishes | Unset = UNSET
    decision: DecisionRead | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.approval_read import ApprovalRead  # noqa: PLC0415
        from ..models.booking_read_wishes import BookingReadWishes  # noqa: PLC0415
        from ..models.decision_read import DecisionRead  # noqa: PLC0415
        from ..models.meeting_read import MeetingRead  # noqa: PLC0415
        from ..models.move_read import MoveRead  # noqa: PLC0415
        from ..models.names_read import NamesRead  # noqa: PLC0415

        id = str(self.id)

        reference = self.reference

        state = self.state.value

        partner_id = str(self.partner_id)

        programme_id = str(self.programme_id)

        pairing_id = str(self.pairing_id)

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        time_zone = self.time_zone

        modality = self.modality.value

        series_id: None | str
        if isinstance(self.series_id, UUID):
            series_id = str(self.series_id)
        else:
            series_id = self.series_id

        move: dict[str, Any] | None
        if isinstance(self.move, MoveRead):
            move = self.move.to_dict()
        else:
            move = self.move

        approval: dict[str, Any] | None
        if isinstance(self.approval, ApprovalRead):
            approval = self.approval.to_dict()
        else:
            approval = self.approval

        ended_by_request_at: None | str
        if isinstance(self.ended_by_request_at, datetime.datetime):
            ended_by_request_at = self.ended_by_request_at.isoformat()
        else:
            ended_by_request_at = self.ended_by_request_at

        problem: None | str
        problem = self.problem

        attempts = self.attempts

        next_attempt_at: None | str
        if isinstance(self.next_attempt_at, datetime.datetime):
            next_attempt_at = self.next_attempt_at.isoformat()
        else:
            next_attempt_at = self.next_attempt_at

        meeting: dict[str, Any] | None
        if isinstance(self.meeting, MeetingRead):
            meeting = self.meeting.to_dict()
        else:
            meeting = self.meeting

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        names: dict[str, Any] | None | Unset
        if isinstance(self.names, Unset):
            names = UNSET
        elif isinstance(self.names, NamesRead):
            names = self.names.to_dict()
        else:
            names = self.names

        agreed_by_both = self.agreed_by_both

        outside_hours_reason: None | str | Unset
        if isinstance(self.outside_hours_reason, Unset):
            outside_hours_reason = UNSET
        else:
            outside_hours_reason = self.outside_hours_reason

        wishes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.wishes, Unset):
            wishes = self.wishes.to_dict()

        decision: dict[str, Any] | None | Unset
        if isinstance(self.decision, Unset):
            decision = UNSET
        elif isinstance(self.decision, DecisionRead):
            decision = self.decision.to_dict()
        else:
            decision = self.decision

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "reference": reference,
                "state": state,
                "partner_id": partner_id,
                "programme_id": programme_id,
                "pairing_id": pairing_id,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "time_zone": time_zone,
                "modality": modality,
                "series_id": series_id,
                "move": move,
                "approval": approval,
                "ended_by_request_at": ended_by_request_at,
                "problem": problem,
                "attempts": attempts,
                "next_attempt_at": next_attempt_at,
                "meeting": meeting,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )
        if names is not UNSET:
            field_dict["names"] = names
        if agreed_by_both is not UNSET:
            field_dict["agreed_by_both"] = agreed_by_both
        if outside_hours_reason is not UNSET:
            field_dict["outside_hours_reason"] = outside_hours_reason
        if wishes is not UNSET:
            field_dict["wishes"] = wishes
        if decision is not UNSET:
            field_dict["decision"] = decision

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.approval_read import ApprovalRead  # noqa: PLC0415
        from ..models.booking_read_wishes import BookingReadWishes  # noqa: PLC0415
        from ..models.decision_read import DecisionRead  # noqa: PLC0415
        from ..models.meeting_read import MeetingRead  # noqa: PLC0415
        from ..models.move_read import MoveRead  # noqa: PLC0415
        from ..models.names_read import NamesRead  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        reference = d.pop("reference")

        state = BookingState(d.pop("state"))

        partner_id = UUID(d.pop("partner_id"))

        programme_id = UUID(d.pop("programme_id"))

        pairing_id = UUID(d.pop("pairing_id"))

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        time_zone = d.pop("time_zone")

        modality = BookingReadModality(d.pop("modality"))

        def _parse_series_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                series_id_type_0 = UUID(data)

                return series_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        series_id = _parse_series_id(d.pop("series_id"))

        def _parse_move(data: object) -> MoveRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                move_type_0 = MoveRead.from_dict(data)

                return move_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoveRead | None, data)

        move = _parse_move(d.pop("move"))

        def _parse_approval(data: object) -> ApprovalRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                approval_type_0 = ApprovalRead.from_dict(data)

                return approval_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ApprovalRead | None, data)

        approval = _parse_approval(d.pop("approval"))

        def _parse_ended_by_request_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_by_request_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_by_request_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_by_request_at = _parse_ended_by_request_at(d.pop("ended_by_request_at"))

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        attempts = d.pop("attempts")

        def _parse_next_attempt_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_attempt_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_attempt_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_attempt_at = _parse_next_attempt_at(d.pop("next_attempt_at"))

        def _parse_meeting(data: object) -> MeetingRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                meeting_type_0 = MeetingRead.from_dict(data)

                return meeting_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MeetingRead | None, data)

        meeting = _parse_meeting(d.pop("meeting"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_names(data: object) -> NamesRead | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                names_type_0 = NamesRead.from_dict(data)

                return names_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NamesRead | None | Unset, data)

        names = _parse_names(d.pop("names", UNSET))

        agreed_by_both = d.pop("agreed_by_both", UNSET)

        def _parse_outside_hours_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        outside_hours_reason = _parse_outside_hours_reason(
            d.pop("outside_hours_reason", UNSET)
        )

        _wishes = d.pop("wishes", UNSET)
        wishes: BookingReadWishes | Unset
        if isinstance(_wishes, Unset):
            wishes = UNSET
        else:
            wishes = BookingReadWishes.from_dict(_wishes)

        def _parse_decision(data: object) -> DecisionRead | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                decision_type_0 = DecisionRead.from_dict(data)

                return decision_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DecisionRead | None | Unset, data)

        decision = _parse_decision(d.pop("decision", UNSET))

        booking_read = cls(
            id=id,
            reference=reference,
            state=state,
            partner_id=partner_id,
            programme_id=programme_id,
            pairing_id=pairing_id,
            starts_at=starts_at,
            ends_at=ends_at,
            time_zone=time_zone,
            modality=modality,
            series_id=series_id,
            move=move,
            approval=approval,
            ended_by_request_at=ended_by_request_at,
            problem=problem,
            attempts=attempts,
            next_attempt_at=next_attempt_at,
            meeting=meeting,
            created_at=created_at,
            updated_at=updated_at,
            names=names,
            agreed_by_both=agreed_by_both,
            outside_hours_reason=outside_hours_reason,
            wishes=wishes,
            decision=decision,
        )

        return booking_read
