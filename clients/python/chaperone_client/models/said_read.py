from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.participant_role import ParticipantRole


T = TypeVar("T", bound="SaidRead")


@_attrs_define
class SaidRead:
    """What somebody said of a session on their page.

    Attributes:
        role (ParticipantRole): What somebody is in a session.
        is_held (bool): Whether they say that the session took place.
        notes (str): Their notes for the record; empty where they wrote none.
    """

    role: ParticipantRole
    is_held: bool
    notes: str

    def to_dict(self) -> dict[str, Any]:
        role = self.role.value

        is_held = self.is_held

        notes = self.notes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "role": role,
                "is_held": is_held,
                "notes": notes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        role = ParticipantRole(d.pop("role"))

        is_held = d.pop("is_held")

        notes = d.pop("notes")

        said_read = cls(
            role=role,
            is_held=is_held,
            notes=notes,
        )

        return said_read
