from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.guidance_read_doors import GuidanceReadDoors
    from ..models.guidance_read_opening import GuidanceReadOpening
    from ..models.guidance_read_room import GuidanceReadRoom
    from ..models.guidance_read_rules import GuidanceReadRules
    from ..models.guidance_read_safety import GuidanceReadSafety


T = TypeVar("T", bound="GuidanceRead")


@_attrs_define
class GuidanceRead:
    """A partner's own guidance, on top of the rules of every programme that it delivers.

    Attributes:
        partner_id (UUID): The partner.
        rules (GuidanceReadRules | Unset): By the rule's code: /v1/policy/rules lists them. A rule that is left out
            stays as the programme takes it.
        safety (GuidanceReadSafety | Unset): The level of each safety setting by its code. One that is left out stays as
            the programme has it.
        room (GuidanceReadRoom | Unset): Rules of the room by name: /v1/policy/rules lists them. One that is left out
            stays as the programme has it.
        doors (GuidanceReadDoors | Unset): Rules of the doors by name: /v1/policy/rules lists them. One that is left out
            stays as the programme has it.
        opening (GuidanceReadOpening | Unset): Who opens the room, by name: /v1/policy/rules lists the names. One that
            is left out stays as the programme has it.
    """

    partner_id: UUID
    rules: GuidanceReadRules | Unset = UNSET
    safety: GuidanceReadSafety | Unset = UNSET
    room: GuidanceReadRoom | Unset = UNSET
    doors: GuidanceReadDoors | Unset = UNSET
    opening: GuidanceReadOpening | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.guidance_read_doors import GuidanceReadDoors  # noqa: PLC0415
        from ..models.guidance_read_opening import GuidanceReadOpening  # noqa: PLC0415
        from ..models.guidance_read_room import GuidanceReadRoom  # noqa: PLC0415
        from ..models.guidance_read_rules import GuidanceReadRules  # noqa: PLC0415
        from ..models.guidance_read_safety import GuidanceReadSafety  # noqa: PLC0415

        partner_id = str(self.partner_id)

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

        field_dict.update(
            {
                "partner_id": partner_id,
            }
        )
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
        from ..models.guidance_read_doors import GuidanceReadDoors  # noqa: PLC0415
        from ..models.guidance_read_opening import GuidanceReadOpening  # noqa: PLC0415
        from ..models.guidance_read_room import GuidanceReadRoom  # noqa: PLC0415
        from ..models.guidance_read_rules import GuidanceReadRules  # noqa: PLC0415
        from ..models.guidance_read_safety import GuidanceReadSafety  # noqa: PLC0415

        d = dict(src_dict)
        partner_id = UUID(d.pop("partner_id"))

        _rules = d.pop("rules", UNSET)
        rules: GuidanceReadRules | Unset
        if isinstance(_rules, Unset):
            rules = UNSET
        else:
            rules = GuidanceReadRules.from_dict(_rules)

        _safety = d.pop("safety", UNSET)
        safety: GuidanceReadSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = GuidanceReadSafety.from_dict(_safety)

        _room = d.pop("room", UNSET)
        room: GuidanceReadRoom | Unset
        if isinstance(_room, Unset):
            room = UNSET
        else:
            room = GuidanceReadRoom.from_dict(_room)

        _doors = d.pop("doors", UNSET)
        doors: GuidanceReadDoors | Unset
        if isinstance(_doors, Unset):
            doors = UNSET
        else:
            doors = GuidanceReadDoors.from_dict(_doors)

        _opening = d.pop("opening", UNSET)
        opening: GuidanceReadOpening | Unset
        if isinstance(_opening, Unset):
            opening = UNSET
        else:
            opening = GuidanceReadOpening.from_dict(_opening)

        guidance_read = cls(
            partner_id=partner_id,
            rules=rules,
            safety=safety,
            room=room,
            doors=doors,
            opening=opening,
        )

        return guidance_read
