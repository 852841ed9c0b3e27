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
    from ..models.feedback_answer import FeedbackAnswer


T = TypeVar("T", bound="FeedbackRead")


@_attrs_define
class FeedbackRead:
    """What a mentor or a mentee answered at the mid-point or the end-point of their sessions; `date` is that of the
    session.

        Attributes:
            booking_id (UUID): After which session.
            pairing_id (UUID): Of which pairing.
            participant_id (UUID): Who answered, as in the list of a session's participants.
            role (ParticipantRole): What somebody is in a session.
            kind (AnswerKind): What somebody answered on their page.
            date (datetime.date):
            answers (list[FeedbackAnswer]): What they answered; what they left out is not in it.
            answered_at (datetime.datetime): When they answered. Who answers again later: the newest counts.
    """

    booking_id: UUID
    pairing_id: UUID
    participant_id: UUID
    role: ParticipantRole
    kind: AnswerKind
    date: datetime.date
    answers: list[FeedbackAnswer]
    answered_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        from ..models.feedback_answer import FeedbackAnswer  # noqa: PLC0415

        booking_id = str(self.booking_id)

        pairing_id = str(self.pairing_id)

        participant_id = str(self.participant_id)

        role = self.role.value

        kind = self.kind.value

        date = self.date.isoformat()

        answers = []
        for answers_item_data in self.answers:
            answers_item = answers_item_data.to_dict()
            answers.append(answers_item)

        answered_at = self.answered_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "booking_id": booking_id,
                "pairing_id": pairing_id,
                "participant_id": participant_id,
                "role": role,
                "kind": kind,
                "date": date,
                "answers": answers,
                "answered_at": answered_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feedback_answer import FeedbackAnswer  # noqa: PLC0415

        d = dict(src_dict)
        booking_id = UUID(d.pop("booking_id"))

        pairing_id = UUID(d.pop("pairing_id"))

        participant_id = UUID(d.pop("participant_id"))

        role = ParticipantRole(d.pop("role"))

        kind = AnswerKind(d.pop("kind"))

        date = datetime.date.fromisoformat(d.pop("date"))

        answers = []
        _answers = d.pop("answers")
        for answers_item_data in _answers:
            answers_item = FeedbackAnswer.from_dict(answers_item_data)

            answers.append(answers_item)

        answered_at = datetime.datetime.fromisoformat(d.pop("answered_at"))

        feedback_read = cls(
            booking_id=booking_id,
            pairing_id=pairing_id,
            participant_id=participant_id,
            role=role,
            kind=kind,
            date=date,
            answers=answers,
            answered_at=answered_at,
        )

        return feedback_read
