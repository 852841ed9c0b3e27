from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.incident_severity import IncidentSeverity
from ..models.need_kind import NeedKind
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.names_read import NamesRead
    from ..models.next_operation import NextOperation


T = TypeVar("T", bound="NeedRead")


@_attrs_define
class NeedRead:
    """Something that needs somebody now.

    Attributes:
        kind (NeedKind): Why something needs somebody.
        id (UUID): The id of the incident, the booking, the proposed change or the evidence.
        what (str): What it is, in one sentence.
        next_operations (list[NextOperation]): What your key can do about it.
        names (NamesRead | None | Unset): Who meets; for keys that may read the registry.
        person (None | str | Unset): Whom evidence is about; for keys that may read the registry.
        severity (IncidentSeverity | None | Unset): How grave an incident is.
        until (None | str | Unset): Until when somebody can act, in the programme's time.
    """

    kind: NeedKind
    id: UUID
    what: str
    next_operations: list[NextOperation]
    names: NamesRead | None | Unset = UNSET
    person: None | str | Unset = UNSET
    severity: IncidentSeverity | None | Unset = UNSET
    until: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.next_operation import NextOperation  # noqa: PLC0415

        kind = self.kind.value

        id = str(self.id)

        what = self.what

        next_operations = []
        for next_operations_item_data in self.next_operations:
            next_operations_item = next_operations_item_data.to_dict()
            next_operations.append(next_operations_item)

        names: dict[str, Any] | None | Unset
        if isinstance(self.names, Unset):
            names = UNSET
        elif isinstance(self.names, NamesRead):
            names = self.names.to_dict()
        else:
            names = self.names

        person: None | str | Unset
        if isinstance(self.person, Unset):
            person = UNSET
        else:
            person = self.person

        severity: None | str | Unset
        if isinstance(self.severity, Unset):
            severity = UNSET
        elif isinstance(self.severity, IncidentSeverity):
            severity = self.severity.value
        else:
            severity = self.severity

        until: None | str | Unset
        if isinstance(self.until, Unset):
            until = UNSET
        else:
            until = self.until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "id": id,
                "what": what,
                "next_operations": next_operations,
            }
        )
        if names is not UNSET:
            field_dict["names"] = names
        if person is not UNSET:
            field_dict["person"] = person
        if severity is not UNSET:
            field_dict["severity"] = severity
        if until is not UNSET:
            field_dict["until"] = until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.next_operation import NextOperation  # noqa: PLC0415

        d = dict(src_dict)
        kind = NeedKind(d.pop("kind"))

        id = UUID(d.pop("id"))

        what = d.pop("what")

        next_operations = []
        _next_operations = d.pop("next_operations")
        for next_operations_item_data in _next_operations:
            next_operations_item = NextOperation.from_dict(next_operations_item_data)

            next_operations.append(next_operations_item)

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

        def _parse_person(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person = _parse_person(d.pop("person", UNSET))

        def _parse_severity(data: object) -> IncidentSeverity | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                severity_type_0 = IncidentSeverity(data)

                return severity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IncidentSeverity | None | Unset, data)

        severity = _parse_severity(d.pop("severity", UNSET))

        def _parse_until(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        until = _parse_until(d.pop("until", UNSET))

        need_read = cls(
            kind=kind,
            id=id,
            what=what,
            next_operations=next_operations,
            names=names,
            person=person,
            severity=severity,
            until=until,
        )

        return need_read
