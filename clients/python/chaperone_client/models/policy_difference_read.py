from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.difference_read import DifferenceRead
    from ..models.policy_difference_read_doors import PolicyDifferenceReadDoors
    from ..models.policy_difference_read_incidents import PolicyDifferenceReadIncidents
    from ..models.policy_difference_read_opening import PolicyDifferenceReadOpening
    from ..models.policy_difference_read_room import PolicyDifferenceReadRoom
    from ..models.rule_difference_read import RuleDifferenceRead
    from ..models.setting_difference_read import SettingDifferenceRead


T = TypeVar("T", bound="PolicyDifferenceRead")


@_attrs_define
class PolicyDifferenceRead:
    """What differs between two versions of a policy; what is the same is left out.

    Attributes:
        pack (DifferenceRead | None): The pack of rules that it started from: /v1/policy/packs lists them.
        title (DifferenceRead | None): Whose guidance it follows.
        rules (list[RuleDifferenceRead]): The rules that are taken otherwise.
        safety (list[SettingDifferenceRead]): The safety settings that have another level.
        room (PolicyDifferenceReadRoom): What may happen in the room, by name.
        doors (PolicyDifferenceReadDoors): How people come in, by name.
        opening (PolicyDifferenceReadOpening): Who opens the room, and by which ways, by name.
        incidents (PolicyDifferenceReadIncidents): How grave an incident is, by its kind.
        programme_id (UUID): The programme.
        from_version (int): The version that `before` is of.
        to_version (int): The version that `after` is of.
    """

    pack: DifferenceRead | None
    title: DifferenceRead | None
    rules: list[RuleDifferenceRead]
    safety: list[SettingDifferenceRead]
    room: PolicyDifferenceReadRoom
    doors: PolicyDifferenceReadDoors
    opening: PolicyDifferenceReadOpening
    incidents: PolicyDifferenceReadIncidents
    programme_id: UUID
    from_version: int
    to_version: int

    def to_dict(self) -> dict[str, Any]:
        from ..models.difference_read import DifferenceRead  # noqa: PLC0415
        from ..models.policy_difference_read_doors import PolicyDifferenceReadDoors  # noqa: PLC0415
        from ..models.policy_difference_read_incidents import (
            PolicyDifferenceReadIncidents,
        )  # noqa: PLC0415
        from ..models.policy_difference_read_opening import PolicyDifferenceReadOpening  # noqa: PLC0415
        from ..models.policy_difference_read_room import PolicyDifferenceReadRoom  # noqa: PLC0415
        from ..models.rule_difference_read import RuleDifferenceRead  # noqa: PLC0415
        from ..models.setting_difference_read import SettingDifferenceRead  # noqa: PLC0415

        pack: dict[str, Any] | None
        if isinstance(self.pack, DifferenceRead):
            pack = self.pack.to_dict()
        else:
            pack = self.pack

        title: dict[str, Any] | None
        if isinstance(self.title, DifferenceRead):
            title = self.title.to_dict()
        else:
            title = self.title

        rules = []
        for rules_item_data in self.rules:
            rules_item = rules_item_data.to_dict()
            rules.append(rules_item)

        safety = []
        for safety_item_data in self.safety:
            safety_item = safety_item_data.to_dict()
            safety.append(safety_item)

        room = self.room.to_dict()

        doors = self.doors.to_dict()

        opening = self.opening.to_dict()

        incidents = self.incidents.to_dict()

        programme_id = str(self.programme_id)

        from_version = self.from_version

        to_version = self.to_version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "pack": pack,
                "title": title,
                "rules": rules,
                "safety": safety,
                "room": room,
                "doors": doors,
                "opening": opening,
                "incidents": incidents,
                "programme_id": programme_id,
                "from_version": from_version,
                "to_version": to_version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.difference_read import DifferenceRead  # noqa: PLC0415
        from ..models.policy_difference_read_doors import PolicyDifferenceReadDoors  # noqa: PLC0415
        from ..models.policy_difference_read_incidents import (
            PolicyDifferenceReadIncidents,
        )  # noqa: PLC0415
        from ..models.policy_difference_read_opening import PolicyDifferenceReadOpening  # noqa: PLC0415
        from ..models.policy_difference_read_room import PolicyDifferenceReadRoom  # noqa: PLC0415
        from ..models.rule_difference_read import RuleDifferenceRead  # noqa: PLC0415
        from ..models.setting_difference_read import SettingDifferenceRead  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_pack(data: object) -> DifferenceRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                pack_type_0 = DifferenceRead.from_dict(data)

                return pack_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DifferenceRead | None, data)

        pack = _parse_pack(d.pop("pack"))

        def _parse_title(data: object) -> DifferenceRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                title_type_0 = DifferenceRead.from_dict(data)

                return title_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DifferenceRead | None, data)

        title = _parse_title(d.pop("title"))

        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = RuleDifferenceRead.from_dict(rules_item_data)

            rules.append(rules_item)

        safety = []
        _safety = d.pop("safety")
        for safety_item_data in _safety:
            safety_item = SettingDifferenceRead.from_dict(safety_item_data)

            safety.append(safety_item)

        room = PolicyDifferenceReadRoom.from_dict(d.pop("room"))

        doors = PolicyDifferenceReadDoors.from_dict(d.pop("doors"))

        opening = PolicyDifferenceReadOpening.from_dict(d.pop("opening"))

        incidents = PolicyDifferenceReadIncidents.from_dict(d.pop("incidents"))

        programme_id = UUID(d.pop("programme_id"))

        from_version = d.pop("from_version")

        to_version = d.pop("to_version")

        policy_difference_read = cls(
            pack=pack,
            title=title,
            rules=rules,
            safety=safety,
            room=room,
            doors=doors,
            opening=opening,
            incidents=incidents,
            programme_id=programme_id,
            from_version=from_version,
            to_version=to_version,
        )

        return policy_difference_read
