from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast


T = TypeVar("T", bound="Assignment")


@_attrs_define
class Assignment:
    """Who looks after an incident.

    Attributes:
        assigned_to (None | str): A label of your own, such as a role or a staff number; null for nobody. It is not in
            the audit trail.
    """

    assigned_to: None | str

    def to_dict(self) -> dict[str, Any]:
        assigned_to: None | str
        assigned_to = self.assigned_to

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "assigned_to": assigned_to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_assigned_to(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        assigned_to = _parse_assigned_to(d.pop("assigned_to"))

        assignment = cls(
            assigned_to=assigned_to,
        )

        return assignment
