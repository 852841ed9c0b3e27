from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.role import Role
from typing import cast
from uuid import UUID


T = TypeVar("T", bound="CallerRead")


@_attrs_define
class CallerRead:
    """Whose key asks.

    Attributes:
        name (str): The name of the API key.
        role (Role): On whose behalf a key acts; some rules let only a coordinator of the organisation do a thing.
        partner_id (None | UUID): The only partner that it sees; null for the whole organisation.
    """

    name: str
    role: Role
    partner_id: None | UUID

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        role = self.role.value

        partner_id: None | str
        if isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "role": role,
                "partner_id": partner_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        role = Role(d.pop("role"))

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

        caller_read = cls(
            name=name,
            role=role,
            partner_id=partner_id,
        )

        return caller_read
