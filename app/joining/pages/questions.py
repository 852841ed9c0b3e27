"""What is asked after sessions: whether it took place, and at the mid-point and the end-point how it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from app.bookings.answers.models import AnswerKind
from app.joining.pages.words import Words

SCALE: Final = ("1", "2", "3", "4", "5")
LONGEST_ANSWER: Final = 5000


class QuestionKind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    """From 1 to 5."""
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """A question, by a name that does not change while its words may."""

    name: str
    text: str
    kind: QuestionKind


@dataclass(frozen=True)
class Survey:
    """Questions that are asked once, after a certain session of a pairing."""

    kind: AnswerKind
    questions: Sequence[Question]


_DEFAULTS: Final = (
    ("going_well", QuestionKind.SCALE),
    ("helped", QuestionKind.TEXT),
    ("change", QuestionKind.TEXT),
)


def survey_after(number: int, planned: int | None, settings: Mapping[str, Any], words: Words) -> Survey | None:
    """Return what is asked after a session.

    Args:
        number: Which session of its pairing it is, from 1.
        planned: How many sessions the programme's policy plans; None where it plans none.
        settings: What the programme says of feedback: `after_session` and `questions`, of each.
        words: The words of its pages.
    """
    for kind, usual in ((AnswerKind.MID_POINT, planned and (planned + 1) // 2), (AnswerKind.END_POINT, planned)):
        said = settings.get(kind, {})
        if number == (said.get("after_session") or usual):
            return Survey(kind, _questions(said.get("questions"), words))
    return None


def _questions(own: Sequence[Mapping[str, str]] | None, words: Words) -> Sequence[Question]:
    if own:
        return [Question(each["name"], each["text"], QuestionKind(each["kind"])) for each in own]
    return [Question(name, words.say(f"feedback.question.{name}"), kind) for name, kind in _DEFAULTS]


def answers_in(form: Mapping[str, str], survey: Survey) -> dict[str, str]:
    """Return the answers that a form gives to a survey; what is no answer to a question of it is left out."""
    given = {each.name: form.get(f"answer.{each.name}", "").strip()[:LONGEST_ANSWER] for each in survey.questions}
    of_scale = {each.name for each in survey.questions if each.kind is QuestionKind.SCALE}
    return {name: text for name, text in given.items() if text and (name not in of_scale or text in SCALE)}
