from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.answer_kind import AnswerKind
from ..models.participant_role import ParticipantRole
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.answer_read_content import AnswerReadContent


T = TypeVar("T", bound="AnswerRead")


@_attrs_define
class AnswerRead:
    """What somebody said on their page.

    Attributes:
        id (UUID): Its id.
        participant_id (UUID): Who said it.
        role (ParticipantRole): What somebody is in a session.
        kind (AnswerKind): What somebody answered on their page.
        content (AnswerReadContent): What they said, by field: `message`; `held` and `notes`; or by the question's name
            `question` and `answer`.
        created_at (datetime.datetime): When they said it.
    """

    id: UUID
    participant_id: UUID
    role: ParticipantRole
    kind: AnswerKind
    content: AnswerReadContent
    created_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        from ..models.answer_read_content import AnswerReadContent  # noqa: PLC0415

        id = str(self.id)

        participant_id = str(self.participant_id)

        role = self.role.value

        kind = self.kind.value

        content = self.content.to_dict()

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "participant_id": participant_id,
                "role": role,
                "kind": kind,
                "content": content,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.answer_read_content import AnswerReadContent  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        participant_id = UUID(d.pop("participant_id"))

        role = ParticipantRole(d.pop("role"))

        kind = AnswerKind(d.pop("kind"))

        content = AnswerReadContent.from_dict(d.pop("content"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        answer_read = cls(
            id=id,
            participant_id=participant_id,
            role=role,
            kind=kind,
            content=content,
            created_at=created_at,
        )

        return answer_read
