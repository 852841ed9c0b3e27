from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.question_write import QuestionWrite


T = TypeVar("T", bound="SurveyWrite")


@_attrs_define
class SurveyWrite:
    """Questions that are asked once, after a certain session of a pairing.

    Attributes:
        after_session (int | None | Unset): After which session of the pairing. Without it, the middle and the last of
            the sessions that the policy plans (`plan.count`).
        questions (list[QuestionWrite] | None | Unset): The questions. Without them, the product's own three.
    """

    after_session: int | None | Unset = UNSET
    questions: list[QuestionWrite] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.question_write import QuestionWrite  # noqa: PLC0415

        after_session: int | None | Unset
        if isinstance(self.after_session, Unset):
            after_session = UNSET
        else:
            after_session = self.after_session

        questions: list[dict[str, Any]] | None | Unset
        if isinstance(self.questions, Unset):
            questions = UNSET
        elif isinstance(self.questions, list):
            questions = []
            for questions_type_0_item_data in self.questions:
                questions_type_0_item = questions_type_0_item_data.to_dict()
                questions.append(questions_type_0_item)

        else:
            questions = self.questions

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if after_session is not UNSET:
            field_dict["after_session"] = after_session
        if questions is not UNSET:
            field_dict["questions"] = questions

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.question_write import QuestionWrite  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_after_session(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        after_session = _parse_after_session(d.pop("after_session", UNSET))

        def _parse_questions(data: object) -> list[QuestionWrite] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                questions_type_0 = []
                _questions_type_0 = data
                for questions_type_0_item_data in _questions_type_0:
                    questions_type_0_item = QuestionWrite.from_dict(
                        questions_type_0_item_data
                    )

                    questions_type_0.append(questions_type_0_item)

                return questions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[QuestionWrite] | None | Unset, data)

        questions = _parse_questions(d.pop("questions", UNSET))

        survey_write = cls(
            after_session=after_session,
            questions=questions,
        )

        return survey_write
