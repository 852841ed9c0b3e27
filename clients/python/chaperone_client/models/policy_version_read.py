from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.policy_version_read_document import PolicyVersionReadDocument


T = TypeVar("T", bound="PolicyVersionRead")


@_attrs_define
class PolicyVersionRead:
    """One version of a programme's policy. It never changes: a new policy is a new version.

    Attributes:
        programme_id (UUID): The programme.
        version (int): Versions count from 1.
        digest (str): SHA-256 of the document's canonical JSON (RFC 8785); decisions name it.
        created_at (datetime.datetime): Since when there is this version.
        created_by (None | UUID): The id of the API key that made it; null where nobody wrote it down.
        document (PolicyVersionReadDocument): Every rule's severity and parameters, every safety setting, the rules of
            room and doors, who opens the room, how grave incidents are.
    """

    programme_id: UUID
    version: int
    digest: str
    created_at: datetime.datetime
    created_by: None | UUID
    document: PolicyVersionReadDocument

    def to_dict(self) -> dict[str, Any]:
        from ..models.policy_version_read_document import PolicyVersionReadDocument  # noqa: PLC0415

        programme_id = str(self.programme_id)

        version = self.version

        digest = self.digest

        created_at = self.created_at.isoformat()

        created_by: None | str
        if isinstance(self.created_by, UUID):
            created_by = str(self.created_by)
        else:
            created_by = self.created_by

        document = self.document.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme_id": programme_id,
                "version": version,
                "digest": digest,
                "created_at": created_at,
                "created_by": created_by,
                "document": document,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.policy_version_read_document import PolicyVersionReadDocument  # noqa: PLC0415

        d = dict(src_dict)
        programme_id = UUID(d.pop("programme_id"))

        version = d.pop("version")

        digest = d.pop("digest")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_created_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_by_type_0 = UUID(data)

                return created_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        created_by = _parse_created_by(d.pop("created_by"))

        document = PolicyVersionReadDocument.from_dict(d.pop("document"))

        policy_version_read = cls(
            programme_id=programme_id,
            version=version,
            digest=digest,
            created_at=created_at,
            created_by=created_by,
            document=document,
        )

        return policy_version_read
