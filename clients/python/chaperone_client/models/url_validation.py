from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset


T = TypeVar("T", bound="UrlValidation")


@_attrs_define
class UrlValidation:
    """Proof to Zoom that this address knows the app's secret token.

    Attributes:
        plain_token (str):
        encrypted_token (str):
    """

    plain_token: str
    encrypted_token: str

    def to_dict(self) -> dict[str, Any]:
        plain_token = self.plain_token

        encrypted_token = self.encrypted_token

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plainToken": plain_token,
                "encryptedToken": encrypted_token,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        plain_token = d.pop("plainToken")

        encrypted_token = d.pop("encryptedToken")

        url_validation = cls(
            plain_token=plain_token,
            encrypted_token=encrypted_token,
        )

        return url_validation
