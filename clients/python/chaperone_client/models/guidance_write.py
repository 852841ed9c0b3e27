from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.guidance_write_doors import GuidanceWriteDoors
    from ..models.guidance_write_opening import GuidanceWriteOpening
    from ..models.guidance_write_room import GuidanceWriteRoom
    from ..models.guidance_write_rules import GuidanceWriteRules
    from ..models.guidance_write_safety import GuidanceWriteSafety


T = TypeVar("T", bound="GuidanceWrite")


@_attrs_define
class GuidanceWrite:
    """The whole of a partner's own guidance. With what it leaves out, the programme's rules hold unchanged.

    Attributes:
        rules (GuidanceWriteRules | Unset): By the rule's code: /v1/policy/rules lists them. A rule that is left out
            stays as the programme takes it.
        safety (GuidanceWriteSafety | Unset): The level of each safety setting by its code. One that is left out stays
            as the programme has it.
        room (GuidanceWriteRoom | Unset): Rules of the room by name: /v1/policy/rules lists them. One that is left out
            stays as the programme has it.
        doors (GuidanceWriteDoors | Unset): Rules of the doors by name: /v1/policy/rules lists them. One that is left
            out stays as the programme has it.
        opening (GuidanceWriteOpening | Unset): Who opens the room, by name: /v1/policy/rules lists the names. One that
            is left out stays as the programme has it.
    """

    rules: GuidanceWriteRules | Unset = UNSET
    safety: GuidanceWriteSafety | Unset = UNSET
    room: GuidanceWriteRoom | Unset = UNSET
    doors: GuidanceWriteDoors | Unset = UNSET
    opening: GuidanceWriteOpening | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.guidance_write_doors import GuidanceWriteDoors  # noqa: PLC0415
        from ..models.guidance_write_opening import GuidanceWriteOpening  # noqa: PLC0415
        from ..models.guidance_write_room import GuidanceWriteRoom  # noqa: PLC0415
        from ..models.guidance_write_rules import GuidanceWriteRules  # noqa: PLC0415
        from ..models.guidance_write_safety import GuidanceWriteSafety  # noqa: PLC0415

        rules: dict[str, Any] | Unset = UNSET
        if not isinstance(self.rules, Unset):
            rules = self.rules.to_dict()

        safety: dict[str, Any] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = self.safety.to_dict()

        room: dict[str, Any] | Unset = UNSET
        if not isinstance(self.room, Unset):
            room = self.room.to_dict()

        doors: dict[str, Any] | Unset = UNSET
        if not isinstance(self.doors, Unset):
            doors = self.doors.to_dict()

        opening: dict[str, Any] | Unset = UNSET
        if not isinstance(self.opening, Unset):
            opening = self.opening.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if rules is not UNSET:
            field_dict["rules"] = rules
        if safety is not UNSET:
            field_dict["safety"] = safety
        if room is not UNSET:
            field_dict["room"] = room
        if doors is not UNSET:
            field_dict["doors"] = doors
        if opening is not UNSET:
            field_dict["opening"] = opening

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.guidance_write_doors import GuidanceWriteDoors  # noqa: PLC0415
        from ..models.guidance_write_opening import GuidanceWriteOpening  # noqa: PLC0415
        from ..models.guidance_write_room import GuidanceWriteRoom  # noqa: PLC0415
        from ..models.guidance_write_rules import GuidanceWriteRules  # noqa: PLC0415
        from ..models.guidance_write_safety import GuidanceWriteSafety  # noqa: PLC0415

        d = dict(src_dict)
        _rules = d.pop("rules", UNSET)
        rules: GuidanceWriteRules | Unset
        if isinstance(_rules, Unset):
            rules = UNSET
        else:
            rules = GuidanceWriteRules.from_dict(_rules)

        _safety = d.pop("safety", UNSET)
        safety: GuidanceWriteSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = GuidanceWriteSafety.from_dict(_safety)

        _room = d.pop("room", UNSET)
        room: GuidanceWriteRoom | Unset
        if isinstance(_room, Unset):
            room = UNSET
        else:
            room = GuidanceWriteRoom.from_dict(_room)

        _doors = d.pop("doors", UNSET)
        doors: GuidanceWriteDoors | Unset
        if isinstance(_doors, Unset):
            doors = UNSET
        else:
            doors = GuidanceWriteDoors.from_dict(_doors)

        _opening = d.pop("opening", UNSET)
        opening: GuidanceWriteOpening | Unset
        if isinstance(_opening, Unset):
            opening = UNSET
        else:
            opening = GuidanceWriteOpening.from_dict(_opening)

        guidance_write = cls(
            rules=rules,
            safety=safety,
            room=room,
            doors=doors,
            opening=opening,
        )

        return guidance_write
