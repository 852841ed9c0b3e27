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
    from ..models.cause_read import CauseRead


T = TypeVar("T", bound="StoryLine")


@_attrs_define
class StoryLine:
    """Something that happened, or that the rules were asked.

    Attributes:
        when (str): When, in the programme's time.
        at (datetime.datetime): The same as a moment.
        sentence (str): What happened, in one sentence.
        because (list[CauseRead]): What it followed from, where something on file changed.
        action (str): The action as the audit trail names it.
        entry_id (UUID): The entry in the audit trail.
        decision_id (None | UUID): The decision that it rests on: /v1/decisions/{id} reads it.
    """

    when: str
    at: datetime.datetime
    sentence: str
    because: list[CauseRead]
    action: str
    entry_id: UUID
    decision_id: None | UUID

    def to_dict(self) -> dict[str, Any]:
        from ..models.cause_read import CauseRead  # noqa: PLC0415

        when = self.when

        at = self.at.isoformat()

        sentence = self.sentence

        because = []
        for because_item_data in self.because:
            because_item = because_item_data.to_dict()
            because.append(because_item)

        action = self.action

        entry_id = str(self.entry_id)

        decision_id: None | str
        if isinstance(self.decision_id, UUID):
            decision_id = str(self.decision_id)
        else:
            decision_id = self.decision_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "when": when,
                "at": at,
                "sentence": sentence,
                "because": because,
                "action": action,
                "entry_id": entry_id,
                "decision_id": decision_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cause_read import CauseRead  # noqa: PLC0415

        d = dict(src_dict)
        when = d.pop("when")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        sentence = d.pop("sentence")

        because = []
        _because = d.pop("because")
        for because_item_data in _because:
            because_item = CauseRead.from_dict(because_item_data)

            because.append(because_item)

        action = d.pop("action")

        entry_id = UUID(d.pop("entry_id"))

        def _parse_decision_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decision_id_type_0 = UUID(data)

                return decision_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        decision_id = _parse_decision_id(d.pop("decision_id"))

        story_line = cls(
            when=when,
            at=at,
            sentence=sentence,
            because=because,
            action=action,
            entry_id=entry_id,
            decision_id=decision_id,
        )

        return story_line
