from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.host_outcome import HostOutcome
from typing import cast

if TYPE_CHECKING:
    from ..models.host_read import HostRead


T = TypeVar("T", bound="HostSyncOutcomeRead")


@_attrs_define
class HostSyncOutcomeRead:
    """One host of a synchronisation.

    Attributes:
        outcome (HostOutcome): What became of one host in a synchronisation.
        problem (None | str): Why it could not be looked at; null otherwise.
        host (HostRead): A Zoom user of the account that meetings are created under.
    """

    outcome: HostOutcome
    problem: None | str
    host: HostRead

    def to_dict(self) -> dict[str, Any]:
        from ..models.host_read import HostRead  # noqa: PLC0415

        outcome = self.outcome.value

        problem: None | str
        problem = self.problem

        host = self.host.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "outcome": outcome,
                "problem": problem,
                "host": host,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.host_read import HostRead  # noqa: PLC0415

        d = dict(src_dict)
        outcome = HostOutcome(d.pop("outcome"))

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        host = HostRead.from_dict(d.pop("host"))

        host_sync_outcome_read = cls(
            outcome=outcome,
            problem=problem,
            host=host,
        )

        return host_sync_outcome_read
