from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.reporter import Reporter


T = TypeVar("T", bound="ConcernReport")


@_attrs_define
class ConcernReport:
    """A concern about a session.

    Attributes:
        reported_by (Reporter): Who reports a concern.
        text (str): What happened, in their own words. Stored encrypted; for people who may read incidents and the
            registry.
    """

    reported_by: Reporter
    text: str

    def to_dict(self) -> dict[str, Any]:
        reported_by = self.reported_by.value

        text = self.text

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reported_by": reported_by,
                "text": text,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reported_by = Reporter(d.pop("reported_by"))

        text = d.pop("text")

        concern_report = cls(
            reported_by=reported_by,
            text=text,
        )

        return concern_report
