from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.feedback import Feedback
    from ..models.helpline import Helpline
    from ..models.logo import Logo
    from ..models.programme_page_read_words import ProgrammePageReadWords


T = TypeVar("T", bound="ProgrammePageRead")


@_attrs_define
class ProgrammePageRead:
    """What a programme says on the pages of its participants.

    Attributes:
        programme_id (UUID): The programme.
        updated_at (datetime.datetime | None): When it was last changed; null while it is all the product's own.
        language (str | Unset): The language of its pages (BCP 47), in which days and times are written, too. Default:
            'en-GB'.
        words (ProgrammePageReadWords | Unset): The programme's own sentences by their key, in place of the product's:
            GET /v1/page-words lists them. In braces stands what is put in. An empty sentence leaves out an item of a list.
        emergency_number (str | Unset): Whom to call when somebody is in danger. Default: '999'.
        helplines (list[Helpline] | None | Unset): Whom else to talk to. Without it, Childline.
        code_of_conduct (None | str | Unset): The text of the code of conduct in force, which mentors accept on their
            page. Its edition is a parameter of the rule `mentor.code-of-conduct`.
        logo (Logo | None | Unset): A small picture beside the programme's name.
        feedback (Feedback | Unset): What is asked at the mid-point and at the end-point of a pairing's sessions.
    """

    programme_id: UUID
    updated_at: datetime.datetime | None
    language: str | Unset = "en-GB"
    words: ProgrammePageReadWords | Unset = UNSET
    emergency_number: str | Unset = "999"
    helplines: list[Helpline] | None | Unset = UNSET
    code_of_conduct: None | str | Unset = UNSET
    logo: Logo | None | Unset = UNSET
    feedback: Feedback | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.feedback import Feedback  # noqa: PLC0415
        from ..models.helpline import Helpline  # noqa: PLC0415
        from ..models.logo import Logo  # noqa: PLC0415
        from ..models.programme_page_read_words import ProgrammePageReadWords  # noqa: PLC0415

        programme_id = str(self.programme_id)

        updated_at: None | str
        if isinstance(self.updated_at, datetime.datetime):
            updated_at = self.updated_at.isoformat()
        else:
            updated_at = self.updated_at

        language = self.language

        words: dict[str, Any] | Unset = UNSET
        if not isinstance(self.words, Unset):
            words = self.words.to_dict()

        emergency_number = self.emergency_number

        helplines: list[dict[str, Any]] | None | Unset
        if isinstance(self.helplines, Unset):
            helplines = UNSET
        elif isinstance(self.helplines, list):
            helplines = []
            for helplines_type_0_item_data in self.helplines:
                helplines_type_0_item = helplines_type_0_item_data.to_dict()
                helplines.append(helplines_type_0_item)

        else:
            helplines = self.helplines

        code_of_conduct: None | str | Unset
        if isinstance(self.code_of_conduct, Unset):
            code_of_conduct = UNSET
        else:
            code_of_conduct = self.code_of_conduct

        logo: dict[str, Any] | None | Unset
        if isinstance(self.logo, Unset):
            logo = UNSET
        elif isinstance(self.logo, Logo):
            logo = self.logo.to_dict()
        else:
            logo = self.logo

        feedback: dict[str, Any] | Unset = UNSET
        if not isinstance(self.feedback, Unset):
            feedback = self.feedback.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme_id": programme_id,
                "updated_at": updated_at,
            }
        )
        if language is not UNSET:
            field_dict["language"] = language
        if words is not UNSET:
            field_dict["words"] = words
        if emergency_number is not UNSET:
            field_dict["emergency_number"] = emergency_number
        if helplines is not UNSET:
            field_dict["helplines"] = helplines
        if code_of_conduct is not UNSET:
            field_dict["code_of_conduct"] = code_of_conduct
        if logo is not UNSET:
            field_dict["logo"] = logo
        if feedback is not UNSET:
            field_dict["feedback"] = feedback

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feedback import Feedback  # noqa: PLC0415
        from ..models.helpline import Helpline  # noqa: PLC0415
        from ..models.logo import Logo  # noqa: PLC0415
        from ..models.programme_page_read_words import ProgrammePageReadWords  # noqa: PLC0415

        d = dict(src_dict)
        programme_id = UUID(d.pop("programme_id"))

        def _parse_updated_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_at_type_0 = datetime.datetime.fromisoformat(data)

                return updated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        updated_at = _parse_updated_at(d.pop("updated_at"))

        language = d.pop("language", UNSET)

        _words = d.pop("words", UNSET)
        words: ProgrammePageReadWords | Unset
        if isinstance(_words, Unset):
            words = UNSET
        else:
            words = ProgrammePageReadWords.from_dict(_words)

        emergency_number = d.pop("emergency_number", UNSET)

        def _parse_helplines(data: object) -> list[Helpline] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                helplines_type_0 = []
                _helplines_type_0 = data
                for helplines_type_0_item_data in _helplines_type_0:
                    helplines_type_0_item = Helpline.from_dict(
                        helplines_type_0_item_data
                    )

                    helplines_type_0.append(helplines_type_0_item)

                return helplines_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Helpline] | None | Unset, data)

        helplines = _parse_helplines(d.pop("helplines", UNSET))

        def _parse_code_of_conduct(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        code_of_conduct = _parse_code_of_conduct(d.pop("code_of_conduct", UNSET))

        def _parse_logo(data: object) -> Logo | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                logo_type_0 = Logo.from_dict(data)

                return logo_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Logo | None | Unset, data)

        logo = _parse_logo(d.pop("logo", UNSET))

        _feedback = d.pop("feedback", UNSET)
        feedback: Feedback | Unset
        if isinstance(_feedback, Unset):
            feedback = UNSET
        else:
            feedback = Feedback.from_dict(_feedback)

        programme_page_read = cls(
            programme_id=programme_id,
            updated_at=updated_at,
            language=language,
            words=words,
            emergency_number=emergency_number,
            helplines=helplines,
            code_of_conduct=code_of_conduct,
            logo=logo,
            feedback=feedback,
        )

        return programme_page_read
