from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.incident_kind import IncidentKind
from ..models.incident_severity import IncidentSeverity
from ..models.incident_state import IncidentState
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.done_read import DoneRead
    from ..models.incident_read_details import IncidentReadDetails
    from ..models.names_read import NamesRead


T = TypeVar("T", bound="IncidentRead")


@_attrs_define
class IncidentRead:
    """Something a person must look at. What rests on the registry is neutral for a key without registry:read.

    Attributes:
        id (UUID):
        kind (IncidentKind): What an incident is about.
        severity (IncidentSeverity): How grave an incident is, from what can wait to what cannot.
        state (IncidentState): Where an incident is in its life.
        partner_id (None | UUID): The partner concerned; none where it is the whole organisation.
        programme_id (None | UUID): The programme concerned.
        booking_id (None | UUID): The booking concerned.
        host_id (None | UUID): The Zoom host concerned.
        proposed_change_id (None | UUID): The proposed change concerned.
        summary (str): What is wrong.
        remedy (str): Who must do what.
        details (IncidentReadDetails): What was seen: rules, settings before and after.
        done (list[DoneRead]): What was done by itself, in its order.
        count (int): How often it was seen. What is seen again is not another incident.
        opened_at (datetime.datetime):
        last_seen_at (datetime.datetime): When it was seen last.
        updated_at (datetime.datetime):
        assigned_to (None | str): Who looks after it, by a label of your own.
        acknowledged_at (datetime.datetime | None): When a person first acknowledged it.
        acknowledged_by (None | UUID): The key of who acknowledged it.
        resolved_at (datetime.datetime | None): Since when it is resolved; none before.
        resolved_by (None | UUID): The key of who resolved it; none where it put itself right.
        resolution (None | str): How it was resolved.
        names (NamesRead | None | Unset): Who meets in the session; for keys that may read the registry.
    """

    id: UUID
    kind: IncidentKind
    severity: IncidentSeverity
    state: IncidentState
    partner_id: None | UUID
    programme_id: None | UUID
    booking_id: None | UUID
    host_id: None | UUID
    proposed_change_id: None | UUID
    summary: str
    remedy: str
    details: IncidentReadDetails
    done: list[DoneRead]
    count: int
    opened_at: datetime.datetime
    last_seen_at: datetime.datetime
    updated_at: datetime.datetime
    assigned_to: None | str
    acknowledged_at: datetime.datetime | None
    acknowledged_by: None | UUID
    resolved_at: datetime.datetime | None
    resolved_by: None | UUID
    resolution: None | str
    names: NamesRead | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.done_read import DoneRead  # noqa: PLC0415
        from ..models.incident_read_details import IncidentReadDetails  # noqa: PLC0415
        from ..models.names_read import NamesRead  # noqa: PLC0415

        id = str(self.id)

        kind = self.kind.value

        severity = self.severity.value

        state = self.state.value

        partner_id: None | str
        if isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        programme_id: None | str
        if isinstance(self.programme_id, UUID):
            programme_id = str(self.programme_id)
        else:
            programme_id = self.programme_id

        booking_id: None | str
        if isinstance(self.booking_id, UUID):
            booking_id = str(self.booking_id)
        else:
            booking_id = self.booking_id

        host_id: None | str
        if isinstance(self.host_id, UUID):
            host_id = str(self.host_id)
        else:
            host_id = self.host_id

        proposed_change_id: None | str
        if isinstance(self.proposed_change_id, UUID):
            proposed_change_id = str(self.proposed_change_id)
        else:
            proposed_change_id = self.proposed_change_id

        summary = self.summary

        remedy = self.remedy

        details = self.details.to_dict()

        done = []
        for done_item_data in self.done:
            done_item = done_item_data.to_dict()
            done.append(done_item)

        count = self.count

        opened_at = self.opened_at.isoformat()

        last_seen_at = self.last_seen_at.isoformat()

        updated_at = self.updated_at.isoformat()

        assigned_to: None | str
        assigned_to = self.assigned_to

        acknowledged_at: None | str
        if isinstance(self.acknowledged_at, datetime.datetime):
            acknowledged_at = self.acknowledged_at.isoformat()
        else:
            acknowledged_at = self.acknowledged_at

        acknowledged_by: None | str
        if isinstance(self.acknowledged_by, UUID):
            acknowledged_by = str(self.acknowledged_by)
        else:
            acknowledged_by = self.acknowledged_by

        resolved_at: None | str
        if isinstance(self.resolved_at, datetime.datetime):
            resolved_at = self.resolved_at.isoformat()
        else:
            resolved_at = self.resolved_at

        resolved_by: None | str
        if isinstance(self.resolved_by, UUID):
            resolved_by = str(self.resolved_by)
        else:
            resolved_by = self.resolved_by

        resolution: None | str
        resolution = self.resolution

        names: dict[str, Any] | None | Unset
        if isinstance(self.names, Unset):
            names = UNSET
        elif isinstance(self.names, NamesRead):
            names = self.names.to_dict()
        else:
            names = self.names

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "severity": severity,
                "state": state,
                "partner_id": partner_id,
                "programme_id": programme_id,
                "booking_id": booking_id,
                "host_id": host_id,
                "proposed_change_id": proposed_change_id,
                "summary": summary,
                "remedy": remedy,
                "details": details,
                "done": done,
                "count": count,
                "opened_at": opened_at,
                "last_seen_at": last_seen_at,
                "updated_at": updated_at,
                "assigned_to": assigned_to,
                "acknowledged_at": acknowledged_at,
                "acknowledged_by": acknowledged_by,
                "resolved_at": resolved_at,
                "resolved_by": resolved_by,
                "resolution": resolution,
            }
        )
        if names is not UNSET:
            field_dict["names"] = names

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.done_read import DoneRead  # noqa: PLC0415
        from ..models.incident_read_details import IncidentReadDetails  # noqa: PLC0415
        from ..models.names_read import NamesRead  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        kind = IncidentKind(d.pop("kind"))

        severity = IncidentSeverity(d.pop("severity"))

        state = IncidentState(d.pop("state"))

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

        def _parse_programme_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                programme_id_type_0 = UUID(data)

                return programme_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        programme_id = _parse_programme_id(d.pop("programme_id"))

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

        def _parse_host_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                host_id_type_0 = UUID(data)

                return host_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        host_id = _parse_host_id(d.pop("host_id"))

        def _parse_proposed_change_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                proposed_change_id_type_0 = UUID(data)

                return proposed_change_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        proposed_change_id = _parse_proposed_change_id(d.pop("proposed_change_id"))

        summary = d.pop("summary")

        remedy = d.pop("remedy")

        details = IncidentReadDetails.from_dict(d.pop("details"))

        done = []
        _done = d.pop("done")
        for done_item_data in _done:
            done_item = DoneRead.from_dict(done_item_data)

            done.append(done_item)

        count = d.pop("count")

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        last_seen_at = datetime.datetime.fromisoformat(d.pop("last_seen_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_assigned_to(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        assigned_to = _parse_assigned_to(d.pop("assigned_to"))

        def _parse_acknowledged_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acknowledged_at_type_0 = datetime.datetime.fromisoformat(data)

                return acknowledged_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        acknowledged_at = _parse_acknowledged_at(d.pop("acknowledged_at"))

        def _parse_acknowledged_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acknowledged_by_type_0 = UUID(data)

                return acknowledged_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        acknowledged_by = _parse_acknowledged_by(d.pop("acknowledged_by"))

        def _parse_resolved_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolved_at_type_0 = datetime.datetime.fromisoformat(data)

                return resolved_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        resolved_at = _parse_resolved_at(d.pop("resolved_at"))

        def _parse_resolved_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolved_by_type_0 = UUID(data)

                return resolved_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        resolved_by = _parse_resolved_by(d.pop("resolved_by"))

        def _parse_resolution(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        resolution = _parse_resolution(d.pop("resolution"))

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

        incident_read = cls(
            id=id,
            kind=kind,
            severity=severity,
            state=state,
            partner_id=partner_id,
            programme_id=programme_id,
            booking_id=booking_id,
            host_id=host_id,
            proposed_change_id=proposed_change_id,
            summary=summary,
            remedy=remedy,
            details=details,
            done=done,
            count=count,
            opened_at=opened_at,
            last_seen_at=last_seen_at,
            updated_at=updated_at,
            assigned_to=assigned_to,
            acknowledged_at=acknowledged_at,
            acknowledged_by=acknowledged_by,
            resolved_at=resolved_at,
            resolved_by=resolved_by,
            resolution=resolution,
            names=names,
        )

        return incident_read
