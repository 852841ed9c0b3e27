"""API schemas for what a programme says on the pages of its participants."""

import base64
import binascii
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.http.fields import Line, Schema, printable_lines
from app.joining.pages.questions import QuestionKind
from app.joining.pages.words import ENGLISH, catalogue, is_language, places_in

LARGEST_LOGO: Final = 100 * 1024
_SIGNATURES: Final = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}

_WORDS: Final = (
    "The programme's own sentences by their key, in place of the product's: GET /v1/page-words lists them. In braces stands "
    "what is put in. An empty sentence leaves out an item of a list."
)


def _known_language(tag: str) -> str:
    if not is_language(tag):
        message = "is not a language that dates can be written in; write it as en-GB or cy"
        raise ValueError(message)
    return tag


def _known_words(words: dict[str, str]) -> dict[str, str]:
    known = catalogue(ENGLISH)
    for key, sentence in words.items():
        if key not in known:
            message = f"{key} is no key of a sentence: GET /v1/page-words lists them"
            raise ValueError(message)
        if unknown := places_in(sentence) - places_in(known[key]):
            message = f"{key} has nothing to put in for {', '.join(sorted(unknown))}"
            raise ValueError(message)
    return words


Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(printable_lines)]
Code = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30_000), AfterValidator(printable_lines)
]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ()./-]{2,20}$")]


class Helpline(Schema):
    """Somebody to talk to outside of the programme."""

    name: Line = Field(description="What it is called.")
    phone: Phone | None = Field(default=None, description="The telephone number.")
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>]{3,200}$")] | None = Field(
        default=None, description="Its website."
    )

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.phone is None and self.url is None:
            message = "give a phone number or a website, so that they can be reached"
            raise ValueError(message)
        return self


class Logo(Schema):
    """A small picture beside the programme's name."""

    media_type: Annotated[str, StringConstraints(pattern=r"^image/(png|jpeg|webp)$")] = Field(
        description="image/png, image/jpeg or image/webp."
    )
    base64: Annotated[str, StringConstraints(max_length=LARGEST_LOGO * 4 // 3 + 4)] = Field(
        description="The picture in base64, at most 100 KiB."
    )

    @model_validator(mode="after")
    def _is_such_a_picture(self) -> Self:
        try:
            content = base64.b64decode(self.base64, validate=True)
        except binascii.Error:
            content = b""
        if not content.startswith(_SIGNATURES[self.media_type]) or len(content) > LARGEST_LOGO:
            message = f"is no picture of the type {self.media_type} of at most 100 KiB, in base64"
            raise ValueError(message)
        return self


class QuestionWrite(Schema):
    """A question of a feedback survey."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")] = Field(
        description="Its name among the answers. Keep it when the words change a little."
    )
    text: Line = Field(description="The question, as people read it.")
    kind: QuestionKind = Field(default=QuestionKind.TEXT, description="text, or scale: from 1 to 5.")


class SurveyWrite(Schema):
    """Questions that are asked once, after a certain session of a pairing."""

    after_session: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None,
        description="After which session of the pairing. Without it, the middle and the last of the sessions that the policy "
        "plans (`plan.count`).",
    )
    questions: Annotated[list[QuestionWrite], Field(min_length=1, max_length=20)] | None = Field(
        default=None, description="The questions. Without them, the product's own three."
    )

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [each.name for each in self.questions or ()]
        if len(set(names)) < len(names):
            message = "give each question a name of its own"
            raise ValueError(message)
        return self


class Feedback(Schema):
    """What is asked at the mid-point and at the end-point of a pairing's sessions."""

    mid_point: SurveyWrite = Field(default_factory=SurveyWrite, description="In the middle.")
    end_point: SurveyWrite = Field(default_factory=SurveyWrite, description="At the end.")


class ProgrammePageWrite(Schema):
    """The whole of what a programme says on the pages of its participants. What it leaves out is the product's own."""

    language: Annotated[str, StringConstraints(max_length=20), AfterValidator(_known_language)] = Field(
        default="en-GB", description="The language of its pages (BCP 47), in which days and times are written, too."
    )
    words: Annotated[dict[str, Sentence], Field(max_length=500), AfterValidator(_known_words)] = Field(
        default_factory=dict, description=_WORDS
    )
    emergency_number: Phone = Field(default="999", description="Whom to call when somebody is in danger.")
    helplines: Annotated[list[Helpline], Field(max_length=10)] | None = Field(
        default=None, description="Whom else to talk to. Without it, Childline."
    )
    code_of_conduct: Code | None = Field(
        default=None,
        description="The text of the code of conduct in force, which mentors accept on their page. Its edition is a parameter of "
        "the rule `mentor.code-of-conduct`.",
    )
    logo: Logo | None = Field(default=None, description="A small picture beside the programme's name.")
    feedback: Feedback = Field(default_factory=Feedback, description="What is asked after some sessions.")


class ProgrammePageRead(ProgrammePageWrite):
    """What a programme says on the pages of its participants."""

    programme_id: UUID = Field(description="The programme.")
    updated_at: datetime | None = Field(description="When it was last changed; null while it is all the product's own.")


class SentenceRead(Schema):
    """A sentence of the pages."""

    key: str = Field(description="Names it, for `words` of a programme.")
    text: str = Field(description="What the product says.")
    places: list[str] = Field(description="What is put in where it stands in braces.")


class SentenceList(Schema):
    """Every sentence of the pages."""

    items: list[SentenceRead] = Field(description="In the catalogue's order.")


class Asked(StrEnum):
    """What somebody's page asks of them before it shows anything."""

    NONE = "none"
    BIRTHDAY = "birthday"
    CODE = "code"


class DoorCodeRead(Schema):
    """What somebody must know beside having their personal link."""

    asked_for: Asked = Field(description="What their page asks for: none, birthday or code.")
    code: str | None = Field(
        description="Their code, where it is asked for and they have a link. Give it to them another way than their link; a new "
        "link has a new code."
    )
    is_locked: bool = Field(description="Whether too many wrong answers were given. A new link begins anew.")
