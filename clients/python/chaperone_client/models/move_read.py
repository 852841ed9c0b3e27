from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.move_state import MoveState
from ..models.role import Role
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.decision_read import DecisionRead


T = TypeVar("T", bound="MoveRead")


@_attrs_define
class MoveRead:
    """Another time that was proposed for a session, because a coordinator must approve it.

    Attributes:
        state (MoveState): What became of another time that was proposed for a session.
        starts_at (datetime.datetime):
        ends_at (datetime.datetime):
        expires_at (datetime.datetime): Until when it can be approved.
        decided_at (datetime.datetime | None): When it was approved, declined or withdrawn, or expired.
        agreed_by_both (bool | Unset): Whether both have agreed to it. With `expand=move`.
        outside_hours_reason (None | str | Unset): Why it is outside working hours. With `expand=move`.
        requested_at (datetime.datetime | Unset): When it was proposed. With `expand=move`.
        requested_by (UUID | Unset): The API key that proposed it. With `expand=move`.
        requested_by_role (Role | Unset): On whose behalf a key acts; some rules let only a coordinator of the
            organisation do a thing.
        decided_by (None | Unset | UUID): The API key that approved, declined or withdrew it. With `expand=move`.
        reason (None | str | Unset): The reason of who decided; null for a key without registry:read. With
            `expand=move`.
        decision (DecisionRead | None | Unset): What the rules said of it: what a coordinator approves. With
            `expand=decision`.
    """

    state: MoveState
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    expires_at: datetime.datetime
    decided_at: datetime.datetime | None
    agreed_by_both: bool | Unset = UNSET
    outside_hours_reason: None | str | Unset = UNSET
    requested_at: datetime.datetime | Unset = UNSET
    requested_by: UUID | Unset = UNSET
    requested_by_role: Role | Unset = UNSET
    decided_by: None | Unset | UUID = UNSET
    reason: None | str | Unset = UNSET
    decision: DecisionRead | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.decision_read import DecisionRead  # noqa: PLC0415

        state = self.state.value

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        expires_at = self.expires_at.isoformat()

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        agreed_by_both = self.agreed_by_both

        outside_hours_reason: None | str | Unset
        if isinstance(self.outside_hours_reason, Unset):
            outside_hours_reason = UNSET
        else:
            outside_hours_reason = self.outside_hours_reason

        requested_at: str | Unset = UNSET
        if not isinstance(self.requested_at, Unset):
            requested_at = self.requested_at.isoformat()

        requested_by: str | Unset = UNSET
        if not isinstance(self.requested_by, Unset):
            requested_by = str(self.requested_by)

        requested_by_role: str | Unset = UNSET
        if not isinstance(self.requested_by_role, Unset):
            requested_by_role = self.requested_by_role.value

        decided_by: None | str | Unset
        if isinstance(self.decided_by, Unset):
            decided_by = UNSET
        elif isinstance(self.decided_by, UUID):
            decided_by = str(self.decided_by)
        else:
            decided_by = self.decided_by

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

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
                "state": state,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "expires_at": expires_at,
                "decided_at": decided_at,
            }
        )
        if agreed_by_both is not UNSET:
            field_dict["agreed_by_both"] = agreed_by_both
        if outside_hours_reason is not UNSET:
            field_dict["outside_hours_reason"] = outside_hours_reason
        if requested_at is not UNSET:
            field_dict["requested_at"] = requested_at
        if requested_by is not UNSET:
            field_dict["requested_by"] = requested_by
        if requested_by_role is not UNSET:
            field_dict["requested_by_role"] = requested_by_role
        if decided_by is not UNSET:
            field_dict["decided_by"] = decided_by
        if reason is not UNSET:
            field_dict["reason"] = reason
        if decision is not UNSET:
            field_dict["decision"] = decision

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.decision_read import DecisionRead  # noqa: PLC0415

        d = dict(src_dict)
        state = MoveState(d.pop("state"))

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_decided_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_at_type_0 = datetime.datetime.fromisoformat(data)

                return decided_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decided_at = _parse_decided_at(d.pop("decided_at"))

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

        _requested_at = d.pop("requested_at", UNSET)
        requested_at: datetime.datetime | Unset
        if isinstance(_requested_at, Unset):
            requested_at = UNSET
        else:
            requested_at = datetime.datetime.fromisoformat(_requested_at)

        _requested_by = d.pop("requested_by", UNSET)
        requested_by: UUID | Unset
        if isinstance(_requested_by, Unset):
            requested_by = UNSET
        else:
            requested_by = UUID(_requested_by)

        _requested_by_role = d.pop("requested_by_role", UNSET)
        requested_by_role: Role | Unset
        if isinstance(_requested_by_role, Unset):
            requested_by_role = UNSET
        else:
            requested_by_role = Role(_requested_by_role)

        def _parse_decided_by(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_by_type_0 = UUID(data)

                return decided_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        decided_by = _parse_decided_by(d.pop("decided_by", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

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

        move_read = cls(
            state=state,
            starts_at=starts_at,
            ends_at=ends_at,
            expires_at=expires_at,
            decided_at=decided_at,
            agreed_by_both=agreed_by_both,
            outside_hours_reason=outside_hours_reason,
            requested_at=requested_at,
            requested_by=requested_by,
            requested_by_role=requested_by_role,
            decided_by=decided_by,
            reason=reason,
            decision=decision,
        )

        return move_read
