from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.licence import Licence
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.condition_read import ConditionRead
    from ..models.setting_readiness_read import SettingReadinessRead


T = TypeVar("T", bound="HostReadinessRead")


@_attrs_define
class HostReadinessRead:
    """Whether a host can be used for a new meeting now, and what stands in the way.

    Attributes:
        host_id (UUID):
        zoom_user_id (str): The user's id at Zoom.
        pool (str): The pool whose programmes say what is required.
        ready (bool): Every condition holds and no setting stands in the way. A confirmation that is missing or over
            does not: the host is told in writing, with every meeting, what to look after.
        fresh (bool): Whether Zoom was asked for this answer; otherwise it is what was stored.
        read_at (datetime.datetime | None): When Zoom told it; null if never.
        licence (Licence): What a host's Zoom licence allows.
        active (bool): Whether Zoom lets the user in.
        enabled (bool): Whether a coordinator leaves it in use.
        changes_left_today (int): Meetings that can still be created or changed under it this UTC day.
        conditions (list[ConditionRead]):
        settings (list[SettingReadinessRead]):
    """

    host_id: UUID
    zoom_user_id: str
    pool: str
    ready: bool
    fresh: bool
    read_at: datetime.datetime | None
    licence: Licence
    active: bool
    enabled: bool
    changes_left_today: int
    conditions: list[ConditionRead]
    settings: list[SettingReadinessRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.condition_read import ConditionRead  # noqa: PLC0415
        from ..models.setting_readiness_read import SettingReadinessRead  # noqa: PLC0415

        host_id = str(self.host_id)

        zoom_user_id = self.zoom_user_id

        pool = self.pool

        ready = self.ready

        fresh = self.fresh

        read_at: None | str
        if isinstance(self.read_at, datetime.datetime):
            read_at = self.read_at.isoformat()
        else:
            read_at = self.read_at

        licence = self.licence.value

        active = self.active

        enabled = self.enabled

        changes_left_today = self.changes_left_today

        conditions = []
        for conditions_item_data in self.conditions:
            conditions_item = conditions_item_data.to_dict()
            conditions.append(conditions_item)

        settings = []
        for settings_item_data in self.settings:
            settings_item = settings_item_data.to_dict()
            settings.append(settings_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "host_id": host_id,
                "zoom_user_id": zoom_user_id,
                "pool": pool,
                "ready": ready,
                "fresh": fresh,
                "read_at": read_at,
                "licence": licence,
                "active": active,
                "enabled": enabled,
                "changes_left_today": changes_left_today,
                "conditions": conditions,
                "settings": settings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.condition_read import ConditionRead  # noqa: PLC0415
        from ..models.setting_readiness_read import SettingReadinessRead  # noqa: PLC0415

        d = dict(src_dict)
        host_id = UUID(d.pop("host_id"))

        zoom_user_id = d.pop("zoom_user_id")

        pool = d.pop("pool")

        ready = d.pop("ready")

        fresh = d.pop("fresh")

        def _parse_read_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                read_at_type_0 = datetime.datetime.fromisoformat(data)

                return read_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        read_at = _parse_read_at(d.pop("read_at"))

        licence = Licence(d.pop("licence"))

        active = d.pop("active")

        enabled = d.pop("enabled")

        changes_left_today = d.pop("changes_left_today")

        conditions = []
        _conditions = d.pop("conditions")
        for conditions_item_data in _conditions:
            conditions_item = ConditionRead.from_dict(conditions_item_data)

            conditions.append(conditions_item)

        settings = []
        _settings = d.pop("settings")
        for settings_item_data in _settings:
            settings_item = SettingReadinessRead.from_dict(settings_item_data)

            settings.append(settings_item)

        host_readiness_read = cls(
            host_id=host_id,
            zoom_user_id=zoom_user_id,
            pool=pool,
            ready=ready,
            fresh=fresh,
            read_at=read_at,
            licence=licence,
            active=active,
            enabled=enabled,
            changes_left_today=changes_left_today,
            conditions=conditions,
            settings=settings,
        )

        return host_readiness_read
