from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID


T = TypeVar("T", bound="WithdrawalWritten")


@_attrs_define
class WithdrawalWritten:
    """A withdrawal, to a key that may write the registry and not read it.

    Attributes:
        id (UUID): Its id.
        version (int): Its version since then.
        still_counting (None | UUID): The newer evidence of this kind about the same subject, which stands.
    """

    id: UUID
    version: int
    still_counting: None | UUID

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        version = self.version

        still_counting: None | str
        if isinstance(self.still_counting, UUID):
            still_counting = str(self.still_counting)
        else:
            still_counting = self.still_counting

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "version": version,
                "still_counting": still_counting,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        version = d.pop("version")

        def _parse_still_counting(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                still_counting_type_0 = UUID(data)

                return still_counting_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        still_counting = _parse_still_counting(d.pop("still_counting"))

        withdrawal_written = cls(
            id=id,
            version=version,
            still_counting=still_counting,
        )

        return withdrawal_written
