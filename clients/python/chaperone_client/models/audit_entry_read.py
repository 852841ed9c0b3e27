from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.actor_kind import ActorKind
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.audit_entry_read_after_type_0 import AuditEntryReadAfterType0
    from ..models.audit_entry_read_before_type_0 import AuditEntryReadBeforeType0


T = TypeVar("T", bound="AuditEntryRead")


@_attrs_define
class AuditEntryRead:
    """One line of the audit trail.

    Attributes:
        id (UUID):
        position (int): Where it stands in the trail: 1, 2, 3 and so on. What becomes readable later has a higher
            position.
        at (datetime.datetime): When it was written, by the clock of the database.
        actor_kind (ActorKind): What kind of actor did something.
        actor (str): The id of the API key, or the part of the service.
        action (str): What was done.
        subject_type (str): What kind of thing it was done to.
        subject_id (str): The id of that thing.
        booking_id (None | UUID): The booking that it belongs to, if it belongs to one.
        before (AuditEntryReadBeforeType0 | None): What changed: as it was. Never personal data.
        after (AuditEntryReadAfterType0 | None): What changed: as it is since.
        decision_digest (None | str): The digest of the decision that it rests on.
        request_id (None | str): The request in which it happened.
        database_role (None | str): The role that wrote it, as the database saw it; null for entries from before it was
            noted.
    """

    id: UUID
    position: int
    at: datetime.datetime
    actor_kind: ActorKind
    actor: str
    action: str
    subject_type: str
    subject_id: str
    booking_id: None | UUID
    before: AuditEntryReadBeforeType0 | None
    after: AuditEntryReadAfterType0 | None
    decision_digest: None | str
    request_id: None | str
    database_role: None | str

    def to_dict(self) -> dict[str, Any]:
        from ..models.audit_entry_read_after_type_0 import AuditEntryReadAfterType0  # noqa: PLC0415
        from ..models.audit_entry_read_before_type_0 import AuditEntryReadBeforeType0  # noqa: PLC0415

        id = str(self.id)

        position = self.position

        at = self.at.isoformat()

        actor_kind = self.actor_kind.value

        actor = self.actor

        action = self.action

        subject_type = self.subject_type

        subject_id = self.subject_id

        booking_id: None | str
        if isinstance(self.booking_id, UUID):
            booking_id = str(self.booking_id)
        else:
            booking_id = self.booking_id

        before: dict[str, Any] | None
        if isinstance(self.before, AuditEntryReadBeforeType0):
            before = self.before.to_dict()
        else:
            before = self.before

        after: dict[str, Any] | None
        if isinstance(self.after, AuditEntryReadAfterType0):
            after = self.after.to_dict()
        else:
            after = self.after

        decision_digest: None | str
        decision_digest = self.decision_digest

        request_id: None | str
        request_id = self.request_id

        database_role: None | str
        database_role = self.database_role

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "position": position,
                "at": at,
                "actor_kind": actor_kind,
                "actor": actor,
                "action": action,
                "subject_type": subject_type,
                "subject_id": subject_id,
                "booking_id": booking_id,
                "before": before,
                "after": after,
                "decision_digest": decision_digest,
                "request_id": request_id,
                "database_role": database_role,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.audit_entry_read_after_type_0 import AuditEntryReadAfterType0  # noqa: PLC0415
        from ..models.audit_entry_read_before_type_0 import AuditEntryReadBeforeType0  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        position = d.pop("position")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        actor_kind = ActorKind(d.pop("actor_kind"))

        actor = d.pop("actor")

        action = d.pop("action")

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

        def _parse_before(data: object) -> AuditEntryReadBeforeType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                before_type_0 = AuditEntryReadBeforeType0.from_dict(data)

                return before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AuditEntryReadBeforeType0 | None, data)

        before = _parse_before(d.pop("before"))

        def _parse_after(data: object) -> AuditEntryReadAfterType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                after_type_0 = AuditEntryReadAfterType0.from_dict(data)

                return after_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AuditEntryReadAfterType0 | None, data)

        after = _parse_after(d.pop("after"))

        def _parse_decision_digest(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        decision_digest = _parse_decision_digest(d.pop("decision_digest"))

        def _parse_request_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        request_id = _parse_request_id(d.pop("request_id"))

        def _parse_database_role(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        database_role = _parse_database_role(d.pop("database_role"))

        audit_entry_read = cls(
            id=id,
            position=position,
            at=at,
            actor_kind=actor_kind,
            actor=actor,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            booking_id=booking_id,
            before=before,
            after=after,
            decision_digest=decision_digest,
            request_id=request_id,
            database_role=database_role,
        )

        return audit_entry_read
