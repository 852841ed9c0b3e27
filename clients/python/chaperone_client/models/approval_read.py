from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.role import Role
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="ApprovalRead")


@_attrs_define
class ApprovalRead:
    """How it stands with a coordinator's approval.

    Attributes:
        expires_at (datetime.datetime | None): Until when it can be given, while the session waits for it.
        decided_at (datetime.datetime | None): When a coordinator approved or declined.
        decided_by (None | Unset | UUID): The API key of the coordinator. With `expand=approval`.
        requested_by (UUID | Unset): The API key that asked for the session at this time. With `expand=approval`.
        requested_by_role (Role | Unset): On whose behalf a key acts; some rules let only a coordinator of the
            organisation do a thing.
        reason (None | str | Unset): The coordinator's reason; null for a key without registry:read. With
            `expand=approval`.
        rules (list[str] | Unset): The rules that were approved. For a key without registry:read, `registry` stands for
            those that rest on it. With `expand=approval`.
    """

    expires_at: datetime.datetime | None
    decided_at: datetime.datetime | None
    decided_by: None | Unset | UUID = UNSET
    requested_by: UUID | Unset = UNSET
    requested_by_role: Role | Unset = UNSET
    reason: None | str | Unset = UNSET
    rules: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        decided_by: None | str | Unset
        if isinstance(self.decided_by, Unset):
            decided_by = UNSET
        elif isinstance(self.decided_by, UUID):
            decided_by = str(self.decided_by)
        else:
            decided_by = self.decided_by

        requested_by: str | Unset = UNSET
        if not isinstance(self.requested_by, Unset):
            requested_by = str(self.requested_by)

        requested_by_role: str | Unset = UNSET
        if not isinstance(self.requested_by_role, Unset):
            requested_by_role = self.requested_by_role.value

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        rules: list[str] | Unset = UNSET
        if not isinstance(self.rules, Unset):
            rules = self.rules

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "expires_at": expires_at,
                "decided_at": decided_at,
            }
        )
        if decided_by is not UNSET:
            field_dict["decided_by"] = decided_by
        if requested_by is not UNSET:
            field_dict["requested_by"] = requested_by
        if requested_by_role is not UNSET:
            field_dict["requested_by_role"] = requested_by_role
        if reason is not UNSET:
            field_dict["reason"] = reason
        if rules is not UNSET:
            field_dict["rules"] = rules

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

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

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        rules = cast(list[str], d.pop("rules", UNSET))

        approval_read = cls(
            expires_at=expires_at,
            decided_at=decided_at,
            decided_by=decided_by,
            requested_by=requested_by,
            requested_by_role=requested_by_role,
            reason=reason,
            rules=rules,
        )

        return approval_read
