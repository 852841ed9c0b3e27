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
    from ..models.document_difference_read import DocumentDifferenceRead
    from ..models.policy_difference_read import PolicyDifferenceRead
    from ..models.policy_set_read_document import PolicySetReadDocument
    from ..models.proposed_change_summary import ProposedChangeSummary


T = TypeVar("T", bound="PolicySetRead")


@_attrs_define
class PolicySetRead:
    """The policy that counts now, and what of the one that was sent waits for a second person.

    Attributes:
        programme_id (UUID): The programme.
        version (int): Versions count from 1.
        digest (str): SHA-256 of the document's canonical JSON (RFC 8785); decisions name it.
        created_at (datetime.datetime): Since when there is this version.
        created_by (None | UUID): The id of the API key that made it; null where nobody wrote it down.
        document (PolicySetReadDocument): Every rule's severity and parameters, every safety setting, the rules of room
            and doors, who opens the room, how grave incidents are.
        difference (PolicyDifferenceRead): What differs between two versions of a policy; what is the same is left out.
        proposed_change (None | ProposedChangeSummary): What waits until a coordinator's key of another person has
            confirmed it; null where nothing does.
        proposed_difference (DocumentDifferenceRead | None): What will change when it is confirmed; null where nothing
            waits.
    """

    programme_id: UUID
    version: int
    digest: str
    created_at: datetime.datetime
    created_by: None | UUID
    document: PolicySetReadDocument
    difference: PolicyDifferenceRead
    proposed_change: None | ProposedChangeSummary
    proposed_difference: DocumentDifferenceRead | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.document_difference_read import DocumentDifferenceRead  # noqa: PLC0415
        from ..models.policy_difference_read import PolicyDifferenceRead  # noqa: PLC0415
        from ..models.policy_set_read_document import PolicySetReadDocument  # noqa: PLC0415
        from ..models.proposed_change_summary import ProposedChangeSummary  # noqa: PLC0415

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

        difference = self.difference.to_dict()

        proposed_change: dict[str, Any] | None
        if isinstance(self.proposed_change, ProposedChangeSummary):
            proposed_change = self.proposed_change.to_dict()
        else:
            proposed_change = self.proposed_change

        proposed_difference: dict[str, Any] | None
        if isinstance(self.proposed_difference, DocumentDifferenceRead):
            proposed_difference = self.proposed_difference.to_dict()
        else:
            proposed_difference = self.proposed_difference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme_id": programme_id,
                "version": version,
                "digest": digest,
                "created_at": created_at,
                "created_by": created_by,
                "document": document,
                "difference": difference,
                "proposed_change": proposed_change,
                "proposed_difference": proposed_difference,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.document_difference_read import DocumentDifferenceRead  # noqa: PLC0415
        from ..models.policy_difference_read import PolicyDifferenceRead  # noqa: PLC0415
        from ..models.policy_set_read_document import PolicySetReadDocument  # noqa: PLC0415
        from ..models.proposed_change_summary import ProposedChangeSummary  # noqa: PLC0415

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

        document = PolicySetReadDocument.from_dict(d.pop("document"))

        difference = PolicyDifferenceRead.from_dict(d.pop("difference"))

        def _parse_proposed_change(data: object) -> None | ProposedChangeSummary:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                proposed_change_type_0 = ProposedChangeSummary.from_dict(data)

                return proposed_change_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProposedChangeSummary, data)

        proposed_change = _parse_proposed_change(d.pop("proposed_change"))

        def _parse_proposed_difference(data: object) -> DocumentDifferenceRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                proposed_difference_type_0 = DocumentDifferenceRead.from_dict(data)

                return proposed_difference_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DocumentDifferenceRead | None, data)

        proposed_difference = _parse_proposed_difference(d.pop("proposed_difference"))

        policy_set_read = cls(
            programme_id=programme_id,
            version=version,
            digest=digest,
            created_at=created_at,
            created_by=created_by,
            document=document,
            difference=difference,
            proposed_change=proposed_change,
            proposed_difference=proposed_difference,
        )

        return policy_set_read
