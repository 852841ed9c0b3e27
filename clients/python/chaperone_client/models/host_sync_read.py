from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.host_sync_state import HostSyncState
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.host_sync_outcome_read import HostSyncOutcomeRead


T = TypeVar("T", bound="HostSyncRead")


@_attrs_define
class HostSyncRead:
    """A synchronisation of hosts, as far as it is.

    Attributes:
        id (UUID):
        state (HostSyncState): How far a synchronisation is.
        problem (None | str): What kept it from being done; null otherwise.
        requested_at (datetime.datetime):
        finished_at (datetime.datetime | None): When it was done or failed; null before.
        waiting (int): Hosts that are still to be looked at.
        proven (int): Hosts whose Zoom settings were read back and found safe.
        not_proven (int): Hosts that are not used, with those that could not be looked at.
        hosts (list[HostSyncOutcomeRead]): What became of each host.
    """

    id: UUID
    state: HostSyncState
    problem: None | str
    requested_at: datetime.datetime
    finished_at: datetime.datetime | None
    waiting: int
    proven: int
    not_proven: int
    hosts: list[HostSyncOutcomeRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.host_sync_outcome_read import HostSyncOutcomeRead  # noqa: PLC0415

        id = str(self.id)

        state = self.state.value

        problem: None | str
        problem = self.problem

        requested_at = self.requested_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        waiting = self.waiting

        proven = self.proven

        not_proven = self.not_proven

        hosts = []
        for hosts_item_data in self.hosts:
            hosts_item = hosts_item_data.to_dict()
            hosts.append(hosts_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "state": state,
                "problem": problem,
                "requested_at": requested_at,
                "finished_at": finished_at,
                "waiting": waiting,
                "proven": proven,
                "not_proven": not_proven,
                "hosts": hosts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.host_sync_outcome_read import HostSyncOutcomeRead  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        state = HostSyncState(d.pop("state"))

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        requested_at = datetime.datetime.fromisoformat(d.pop("requested_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        waiting = d.pop("waiting")

        proven = d.pop("proven")

        not_proven = d.pop("not_proven")

        hosts = []
        _hosts = d.pop("hosts")
        for hosts_item_data in _hosts:
            hosts_item = HostSyncOutcomeRead.from_dict(hosts_item_data)

            hosts.append(hosts_item)

        host_sync_read = cls(
            id=id,
            state=state,
            problem=problem,
            requested_at=requested_at,
            finished_at=finished_at,
            waiting=waiting,
            proven=proven,
            not_proven=not_proven,
            hosts=hosts,
        )

        return host_sync_read
