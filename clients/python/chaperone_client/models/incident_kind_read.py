from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.incident_kind import IncidentKind
from ..models.incident_severity import IncidentSeverity


T = TypeVar("T", bound="IncidentKindRead")


@_attrs_define
class IncidentKindRead:
    """A kind of incident about a session.

    Attributes:
        kind (IncidentKind): What an incident is about.
        title (str): What it means.
        severity (IncidentSeverity): How grave an incident is, from what can wait to what cannot.
    """

    kind: IncidentKind
    title: str
    severity: IncidentSeverity

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        title = self.title

        severity = self.severity.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "title": title,
                "severity": severity,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = IncidentKind(d.pop("kind"))

        title = d.pop("title")

        severity = IncidentSeverity(d.pop("severity"))

        incident_kind_read = cls(
            kind=kind,
            title=title,
            severity=severity,
        )

        return incident_kind_read
