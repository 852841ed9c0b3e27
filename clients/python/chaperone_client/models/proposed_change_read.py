from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.change_subject import ChangeSubject
from ..models.proposal_state import ProposalState
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.proposed_change_read_changes_type_0 import (
        ProposedChangeReadChangesType0,
    )


T = TypeVar("T", bound="ProposedChangeRead")


@_attrs_define
class ProposedChangeRead:
    """A change that loosens something. It counts once a coordinator's key of another person has confirmed it.

    Attributes:
        id (UUID): The proposed change's id.
        subject_type (ChangeSubject): What a proposed change is about.
        subject_id (UUID): The id of what it is about.
        partner_id (None | UUID): Whose it is; null for what is the organisation's alone.
        fields (list[str]): The fields that would change.
        loosened (list[str]): The fields, rules and safety settings that would be looser.
        state (ProposalState): What has become of a proposed change.
        proposed_by (UUID): The id of the API key that proposed it.
        created_at (datetime.datetime): When it was proposed.
        expires_at (datetime.datetime): Until when somebody can decide about it.
        decided_by (None | UUID): The id of the API key that decided about it.
        decided_at (datetime.datetime | None): When it was no longer open.
        reason (None | str): Why it was confirmed, declined or withdrawn.
        changes (None | ProposedChangeReadChangesType0): The values by field; null to a key that may not read the
            registry.
    """

    id: UUID
    subject_type: ChangeSubject
    subject_id: UUID
    partner_id: None | UUID
    fields: list[str]
    loosened: list[str]
    state: ProposalState
    proposed_by: UUID
    created_at: datetime.datetime
    expires_at: datetime.datetime
    decided_by: None | UUID
    decided_at: datetime.datetime | None
    reason: None | str
    changes: None | ProposedChangeReadChangesType0

    def to_dict(self) -> dict[str, Any]:
        from ..models.proposed_change_read_changes_type_0 import (
            ProposedChangeReadChangesType0,
        )  # noqa: PLC0415

        id = str(self.id)

        subject_type = self.subject_type.value

        subject_id = str(self.subject_id)

        partner_id: None | str
        if isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        fields = self.fields

        loosened = self.loosened

        state = self.state.value

        proposed_by = str(self.proposed_by)

        created_at = self.created_at.isoformat()

        expires_at = self.expires_at.isoformat()

        decided_by: None | str
        if isinstance(self.decided_by, UUID):
            decided_by = str(self.decided_by)
        else:
            decided_by = self.decided_by

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        reason: None | str
        reason = self.reason

        changes: dict[str, Any] | None
        if isinstance(self.changes, ProposedChangeReadChangesType0):
            changes = self.changes.to_dict()
        else:
            changes = self.changes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "subject_type": subject_type,
                "subject_id": subject_id,
                "partner_id": partner_id,
                "fields": fields,
                "loosened": loosened,
                "state": state,
                "proposed_by": proposed_by,
                "created_at": created_at,
                "expires_at": expires_at,
                "decided_by": decided_by,
                "decided_at": decided_at,
                "reason": reason,
                "changes": changes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.proposed_change_read_changes_type_0 import (
            ProposedChangeReadChangesType0,
        )  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        subject_type = ChangeSubject(d.pop("subject_type"))

        subject_id = UUID(d.pop("subject_id"))

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

        fields = cast(list[str], d.pop("fields"))

        loosened = cast(list[str], d.pop("loosened"))

        state = ProposalState(d.pop("state"))

        proposed_by = UUID(d.pop("proposed_by"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_decided_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_by_type_0 = UUID(data)

                return decided_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        decided_by = _parse_decided_by(d.pop("decided_by"))

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

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_changes(data: object) -> None | ProposedChangeReadChangesType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                changes_type_0 = ProposedChangeReadChangesType0.from_dict(data)

                return changes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProposedChangeReadChangesType0, data)

        changes = _parse_changes(d.pop("changes"))

        proposed_change_read = cls(
            id=id,
            subject_type=subject_type,
            subject_id=subject_id,
            partner_id=partner_id,
            fields=fields,
            loosened=loosened,
            state=state,
            proposed_by=proposed_by,
            created_at=created_at,
            expires_at=expires_at,
            decided_by=decided_by,
            decided_at=decided_at,
            reason=reason,
            changes=changes,
        )

        return proposed_change_read
