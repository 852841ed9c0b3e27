from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID


T = TypeVar("T", bound="HostChange")


@_attrs_define
class HostChange:
    """What may change about a host here; the rest is Zoom's. What is left out stays as it is.

    Attributes:
        pool (str | Unset): Programmes that use this pool have their meetings created under this host.
        enabled (bool | Unset): Whether it may be used; a coordinator takes a host out of use by setting it to false.
        person_id (None | Unset | UUID): The mentor whose own Zoom user this is. It is chosen first for their sessions
            and never for anybody else's, and they open the room by signing in to Zoom as themselves. null: it is nobody's
            own.
    """

    pool: str | Unset = UNSET
    enabled: bool | Unset = UNSET
    person_id: None | Unset | UUID = UNSET

    def to_dict(self) -> dict[str, Any]:
        pool = self.pool

        enabled = self.enabled

        person_id: None | str | Unset
        if isinstance(self.person_id, Unset):
            person_id = UNSET
        elif isinstance(self.person_id, UUID):
            person_id = str(self.person_id)
        else:
            person_id = self.person_id

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if pool is not UNSET:
            field_dict["pool"] = pool
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if person_id is not UNSET:
            field_dict["person_id"] = person_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        pool = d.pop("pool", UNSET)

        enabled = d.pop("enabled", UNSET)

        def _parse_person_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                person_id_type_0 = UUID(data)

                return person_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        person_id = _parse_person_id(d.pop("person_id", UNSET))

        host_change = cls(
            pool=pool,
            enabled=enabled,
            person_id=person_id,
        )

        return host_change
