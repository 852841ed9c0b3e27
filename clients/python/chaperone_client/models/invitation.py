from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.invited_role import InvitedRole


T = TypeVar("T", bound="Invitation")


@_attrs_define
class Invitation:
    """Somebody who is to take part in a session beside mentor and mentee.

    Attributes:
        role (InvitedRole): What somebody beside mentor and mentee is in a session.
        name (str): The first name that they are greeted by and that others see of them.
        reason (str): Why they take part. Coordinators read it; it is in no list and not in the trail.
    """

    role: InvitedRole
    name: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        role = self.role.value

        name = self.name

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "role": role,
                "name": name,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        role = InvitedRole(d.pop("role"))

        name = d.pop("name")

        reason = d.pop("reason")

        invitation = cls(
            role=role,
            name=name,
            reason=reason,
        )

        return invitation
