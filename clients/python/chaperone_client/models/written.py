from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID


T = TypeVar("T", bound="Written")


@_attrs_define
class Written:
    """What was added or changed, to a key that may write the registry and not read it: the same whatever it is.

    The ETag is that of the version, for If-Match.

        Attributes:
            id (UUID): Its id.
            version (int): Its version since then.
    """

    id: UUID
    version: int

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        version = d.pop("version")

        written = cls(
            id=id,
            version=version,
        )

        return written
