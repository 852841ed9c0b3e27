from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset


T = TypeVar("T", bound="HostConfirm")


@_attrs_define
class HostConfirm:
    """What somebody looked at, in Zoom's portal, and found right.

    Attributes:
        code (str): The setting, as `GET /v1/hosts/{host_id}/readiness` names it: one whose state is about confirmation.
        valid_days (int | Unset): After so many days somebody looks again. Default: 180.
    """

    code: str
    valid_days: int | Unset = 180

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        valid_days = self.valid_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
            }
        )
        if valid_days is not UNSET:
            field_dict["valid_days"] = valid_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        valid_days = d.pop("valid_days", UNSET)

        host_confirm = cls(
            code=code,
            valid_days=valid_days,
        )

        return host_confirm
