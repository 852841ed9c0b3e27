from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="HostConfirmationRead")


@_attrs_define
class HostConfirmationRead:
    """A confirmation.

    Attributes:
        id (UUID):
        host_id (UUID):
        code (str): The setting.
        confirmed_by (UUID): The API key of who confirmed it.
        confirmed_at (datetime.datetime):
        valid_until (datetime.datetime): From then on it counts no longer. `chaperone doctor` reminds 14 days before.
    """

    id: UUID
    host_id: UUID
    code: str
    confirmed_by: UUID
    confirmed_at: datetime.datetime
    valid_until: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        host_id = str(self.host_id)

        code = self.code

        confirmed_by = str(self.confirmed_by)

        confirmed_at = self.confirmed_at.isoformat()

        valid_until = self.valid_until.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "host_id": host_id,
                "code": code,
                "confirmed_by": confirmed_by,
                "confirmed_at": confirmed_at,
                "valid_until": valid_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        host_id = UUID(d.pop("host_id"))

        code = d.pop("code")

        confirmed_by = UUID(d.pop("confirmed_by"))

        confirmed_at = datetime.datetime.fromisoformat(d.pop("confirmed_at"))

        valid_until = datetime.datetime.fromisoformat(d.pop("valid_until"))

        host_confirmation_read = cls(
            id=id,
            host_id=host_id,
            code=code,
            confirmed_by=confirmed_by,
            confirmed_at=confirmed_at,
            valid_until=valid_until,
        )

        return host_confirmation_read
