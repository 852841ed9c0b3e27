from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.record_kind import RecordKind
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="ArchivedRead")


@_attrs_define
class ArchivedRead:
    """Whether a record is archived.

    Attributes:
        kind (RecordKind): What can be archived.
        id (UUID): Its id.
        archived_at (datetime.datetime | None): Since when it is archived; null where it is in use.
        version (int): Its version since then.
    """

    kind: RecordKind
    id: UUID
    archived_at: datetime.datetime | None
    version: int

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        id = str(self.id)

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "id": id,
                "archived_at": archived_at,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = RecordKind(d.pop("kind"))

        id = UUID(d.pop("id"))

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)

                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))

        version = d.pop("version")

        archived_read = cls(
            kind=kind,
            id=id,
            archived_at=archived_at,
            version=version,
        )

        return archived_read
