from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.decision_outcome import DecisionOutcome
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.missing_read import MissingRead
    from ..models.names_read import NamesRead
    from ..models.next_operation import NextOperation


T = TypeVar("T", bound="ReadinessRead")


@_attrs_define
class ReadinessRead:
    """Whether two people could hold a session, as far as it depends on them and on what is on file.

    Attributes:
        pairing_id (UUID): The pairing.
        names (NamesRead): Who meets in the session.
        on (datetime.date): The day of the session that was thought of, in the programme's time zone.
        ready (bool): Whether a session could be booked; `outcome` says whether it needs an approval.
        outcome (DecisionOutcome): The outcome of a whole decision, from best to worst.
        summary (str): The same in one sentence.
        missing (list[MissingRead]): What stands in the way first, then what must be approved, then what to look at.
        next_operations (list[NextOperation]): What can be done now.
    """

    pairing_id: UUID
    names: NamesRead
    on: datetime.date
    ready: bool
    outcome: DecisionOutcome
    summary: str
    missing: list[MissingRead]
    next_operations: list[NextOperation]

    def to_dict(self) -> dict[str, Any]:
        from ..models.missing_read import MissingRead  # noqa: PLC0415
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.next_operation import NextOperation  # noqa: PLC0415

        pairing_id = str(self.pairing_id)

        names = self.names.to_dict()

        on = self.on.isoformat()

        ready = self.ready

        outcome = self.outcome.value

        summary = self.summary

        missing = []
        for missing_item_data in self.missing:
            missing_item = missing_item_data.to_dict()
            missing.append(missing_item)

        next_operations = []
        for next_operations_item_data in self.next_operations:
            next_operations_item = next_operations_item_data.to_dict()
            next_operations.append(next_operations_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "pairing_id": pairing_id,
                "names": names,
                "on": on,
                "ready": ready,
                "outcome": outcome,
                "summary": summary,
                "missing": missing,
                "next_operations": next_operations,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.missing_read import MissingRead  # noqa: PLC0415
        from ..models.names_read import NamesRead  # noqa: PLC0415
        from ..models.next_operation import NextOperation  # noqa: PLC0415

        d = dict(src_dict)
        pairing_id = UUID(d.pop("pairing_id"))

        names = NamesRead.from_dict(d.pop("names"))

        on = datetime.date.fromisoformat(d.pop("on"))

        ready = d.pop("ready")

        outcome = DecisionOutcome(d.pop("outcome"))

        summary = d.pop("summary")

        missing = []
        _missing = d.pop("missing")
        for missing_item_data in _missing:
            missing_item = MissingRead.from_dict(missing_item_data)

            missing.append(missing_item)

        next_operations = []
        _next_operations = d.pop("next_operations")
        for next_operations_item_data in _next_operations:
            next_operations_item = NextOperation.from_dict(next_operations_item_data)

            next_operations.append(next_operations_item)

        readiness_read = cls(
            pairing_id=pairing_id,
            names=names,
            on=on,
            ready=ready,
            outcome=outcome,
            summary=summary,
            missing=missing,
            next_operations=next_operations,
        )

        return readiness_read
