from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import Literal, cast


T = TypeVar("T", bound="Readiness")


@_attrs_define
class Readiness:
    """The service can do what it is asked for.

    Attributes:
        workers (int): Workers that are alive now. Without one, nothing is done at Zoom.
        status (Literal['ok'] | Unset):  Default: 'ok'.
    """

    workers: int
    status: Literal["ok"] | Unset = "ok"

    def to_dict(self) -> dict[str, Any]:
        workers = self.workers

        status = self.status

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "workers": workers,
            }
        )
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        workers = d.pop("workers")

        status = cast(Literal["ok"] | Unset, d.pop("status", UNSET))
        if status != "ok" and not isinstance(status, Unset):
            raise ValueError(f"status must match const 'ok', got '{status}'")

        readiness = cls(
            workers=workers,
            status=status,
        )

        return readiness
