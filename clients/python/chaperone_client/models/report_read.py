from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID


T = TypeVar("T", bound="ReportRead")


@_attrs_define
class ReportRead:
    """What somebody reported.

    Attributes:
        incident_id (UUID):
        text (str): In their own words. It is stored encrypted; each reading is an entry in the audit trail.
    """

    incident_id: UUID
    text: str

    def to_dict(self) -> dict[str, Any]:
        incident_id = str(self.incident_id)

        text = self.text

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "incident_id": incident_id,
                "text": text,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        incident_id = UUID(d.pop("incident_id"))

        text = d.pop("text")

        report_read = cls(
            incident_id=incident_id,
            text=text,
        )

        return report_read
