from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.enforcement import Enforcement
from ..models.setting_state import SettingState
from typing import cast
import datetime


T = TypeVar("T", bound="SettingReadinessRead")


@_attrs_define
class SettingReadinessRead:
    """One safety setting of a host.

    Attributes:
        code (str): The setting, as in a programme's safety profile.
        required (str): The level that the programmes of its pool require.
        found (str): Zoom's own fields as they were found.
        state (SettingState): What is known of one setting of a host.
        settable (bool): Whether Chaperone sets it through Zoom's API; otherwise a person does.
        locked_by (None | str): The name of the lock that holds it, if that is known.
        confirmed_until (datetime.datetime | None): Until when a person's confirmation counts or counted.
        remedy (None | str): Who does what about it; null where nothing is to be done.
        enforcement (Enforcement): How firmly a setting holds while a meeting runs.
    """

    code: str
    required: str
    found: str
    state: SettingState
    settable: bool
    locked_by: None | str
    confirmed_until: datetime.datetime | None
    remedy: None | str
    enforcement: Enforcement

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        required = self.required

        found = self.found

        state = self.state.value

        settable = self.settable

        locked_by: None | str
        locked_by = self.locked_by

        confirmed_until: None | str
        if isinstance(self.confirmed_until, datetime.datetime):
            confirmed_until = self.confirmed_until.isoformat()
        else:
            confirmed_until = self.confirmed_until

        remedy: None | str
        remedy = self.remedy

        enforcement = self.enforcement.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "required": required,
                "found": found,
                "state": state,
                "settable": settable,
                "locked_by": locked_by,
                "confirmed_until": confirmed_until,
                "remedy": remedy,
                "enforcement": enforcement,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        required = d.pop("required")

        found = d.pop("found")

        state = SettingState(d.pop("state"))

        settable = d.pop("settable")

        def _parse_locked_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        locked_by = _parse_locked_by(d.pop("locked_by"))

        def _parse_confirmed_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                confirmed_until_type_0 = datetime.datetime.fromisoformat(data)

                return confirmed_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        confirmed_until = _parse_confirmed_until(d.pop("confirmed_until"))

        def _parse_remedy(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        remedy = _parse_remedy(d.pop("remedy"))

        enforcement = Enforcement(d.pop("enforcement"))

        setting_readiness_read = cls(
            code=code,
            required=required,
            found=found,
            state=state,
            settable=settable,
            locked_by=locked_by,
            confirmed_until=confirmed_until,
            remedy=remedy,
            enforcement=enforcement,
        )

        return setting_readiness_read
