from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
    from ..models.setting_proof_read import SettingProofRead


T = TypeVar("T", bound="MeetingRead")


@_attrs_define
class MeetingRead:
    """A meeting that was proven safe.

    Attributes:
        zoom_meeting_id (int): Zoom's meeting id.
        proven_at (datetime.datetime): When every setting was last read back from Zoom and found right.
        join_url (None | str | Unset): For mentor and mentee alone. It contains the passcode. Only in the answer to
            creating, moving or approving a session, and only for keys with links:read; `/v1/bookings/{id}/meeting-access`
            tells it later.
        passcode (None | str | Unset): As `join_url`.
        problem (None | str | Unset): Why the link is missing, where it could be here.
        safety (list[SettingProofRead] | Unset): Every safety setting, and how it is ensured. With `expand=safety`.
    """

    zoom_meeting_id: int
    proven_at: datetime.datetime
    join_url: None | str | Unset = UNSET
    passcode: None | str | Unset = UNSET
    problem: None | str | Unset = UNSET
    safety: list[SettingProofRead] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.setting_proof_read import SettingProofRead  # noqa: PLC0415

        zoom_meeting_id = self.zoom_meeting_id

        proven_at = self.proven_at.isoformat()

        join_url: None | str | Unset
        if isinstance(self.join_url, Unset):
            join_url = UNSET
        else:
            join_url = self.join_url

        passcode: None | str | Unset
        if isinstance(self.passcode, Unset):
            passcode = UNSET
        else:
            passcode = self.passcode

        problem: None | str | Unset
        if isinstance(self.problem, Unset):
            problem = UNSET
        else:
            problem = self.problem

        safety: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = []
            for safety_item_data in self.safety:
                safety_item = safety_item_data.to_dict()
                safety.append(safety_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "zoom_meeting_id": zoom_meeting_id,
                "proven_at": proven_at,
            }
        )
        if join_url is not UNSET:
            field_dict["join_url"] = join_url
        if passcode is not UNSET:
            field_dict["passcode"] = passcode
        if problem is not UNSET:
            field_dict["problem"] = problem
        if safety is not UNSET:
            field_dict["safety"] = safety

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.setting_proof_read import SettingProofRead  # noqa: PLC0415

        d = dict(src_dict)
        zoom_meeting_id = d.pop("zoom_meeting_id")

        proven_at = datetime.datetime.fromisoformat(d.pop("proven_at"))

        def _parse_join_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        join_url = _parse_join_url(d.pop("join_url", UNSET))

        def _parse_passcode(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        passcode = _parse_passcode(d.pop("passcode", UNSET))

        def _parse_problem(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        problem = _parse_problem(d.pop("problem", UNSET))

        _safety = d.pop("safety", UNSET)
        safety: list[SettingProofRead] | Unset = UNSET
        if _safety is not UNSET:
            safety = []
            for safety_item_data in _safety:
                safety_item = SettingProofRead.from_dict(safety_item_data)

                safety.append(safety_item)

        meeting_read = cls(
            zoom_meeting_id=zoom_meeting_id,
            proven_at=proven_at,
            join_url=join_url,
            passcode=passcode,
            problem=problem,
            safety=safety,
        )

        return meeting_read
