from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.licence import Licence
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.host_read_proof_item import HostReadProofItem


T = TypeVar("T", bound="HostRead")


@_attrs_define
class HostRead:
    """A Zoom user of the account that meetings are created under.

    Attributes:
        id (UUID): The host's id.
        zoom_user_id (str): The user's id at Zoom.
        email (str): The address that the user signs in to Zoom with.
        pool (str): Programmes that use this pool have their meetings created under this host.
        licence (Licence): What a host's Zoom licence allows.
        active (bool): Whether Zoom lets the user in.
        enabled (bool): Whether it may be used; a coordinator takes a host out of use by setting it to false.
        person_id (None | UUID): The mentor whose own Zoom user this is. It is chosen first for their sessions and never
            for anybody else's, and they open the room by signing in to Zoom as themselves. null: it is nobody's own.
        proven (bool): Whether all its safety settings were read back from Zoom and found right.
        proof (list[HostReadProofItem]): Each of these settings: what is required, and what was found.
        proven_at (datetime.datetime | None): When the settings were last read.
    """

    id: UUID
    zoom_user_id: str
    email: str
    pool: str
    licence: Licence
    active: bool
    enabled: bool
    person_id: None | UUID
    proven: bool
    proof: list[HostReadProofItem]
    proven_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.host_read_proof_item import HostReadProofItem  # noqa: PLC0415

        id = str(self.id)

        zoom_user_id = self.zoom_user_id

        email = self.email

        pool = self.pool

        licence = self.licence.value

        active = self.active

        enabled = self.enabled

        person_id: None | str
        if isinstance(self.person_id, UUID):
            person_id = str(self.person_id)
        else:
            person_id = self.person_id

        proven = self.proven

        proof = []
        for proof_item_data in self.proof:
            proof_item = proof_item_data.to_dict()
            proof.append(proof_item)

        proven_at: None | str
        if isinstance(self.proven_at, datetime.datetime):
            proven_at = self.proven_at.isoformat()
        else:
            proven_at = self.proven_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "zoom_user_id": zoom_user_id,
                "email": email,
                "pool": pool,
                "licence": licence,
                "active": active,
                "enabled": enabled,
                "person_id": person_id,
                "proven": proven,
                "proof": proof,
                "proven_at": proven_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.host_read_proof_item import HostReadProofItem  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        zoom_user_id = d.pop("zoom_user_id")

        email = d.pop("email")

        pool = d.pop("pool")

        licence = Licence(d.pop("licence"))

        active = d.pop("active")

        enabled = d.pop("enabled")

        def _parse_person_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                person_id_type_0 = UUID(data)

                return person_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        person_id = _parse_person_id(d.pop("person_id"))

        proven = d.pop("proven")

        proof = []
        _proof = d.pop("proof")
        for proof_item_data in _proof:
            proof_item = HostReadProofItem.from_dict(proof_item_data)

            proof.append(proof_item)

        def _parse_proven_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                proven_at_type_0 = datetime.datetime.fromisoformat(data)

                return proven_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        proven_at = _parse_proven_at(d.pop("proven_at"))

        host_read = cls(
            id=id,
            zoom_user_id=zoom_user_id,
            email=email,
            pool=pool,
            licence=licence,
            active=active,
            enabled=enabled,
            person_id=person_id,
            proven=proven,
            proof=proof,
            proven_at=proven_at,
        )

        return host_read
