from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.policy_write_doors import PolicyWriteDoors
    from ..models.policy_write_incidents import PolicyWriteIncidents
    from ..models.policy_write_opening import PolicyWriteOpening
    from ..models.policy_write_room import PolicyWriteRoom
    from ..models.policy_write_rules import PolicyWriteRules
    from ..models.policy_write_safety import PolicyWriteSafety


T = TypeVar("T", bound="PolicyWrite")


@_attrs_define
class PolicyWrite:
    """A programme's policy. What it leaves out is as its pack has it; it never asks for less than the floor.

    Attributes:
        pack (str): The pack of rules that it started from: /v1/policy/packs lists them.
        title (str): Whose guidance it follows.
        rules (PolicyWriteRules | Unset): By the rule's code: /v1/policy/rules lists them. A rule that is left out is
            taken as the pack takes it.
        safety (PolicyWriteSafety | Unset): The level of each safety setting by its code. One that is left out has the
            pack's.
        room (PolicyWriteRoom | Unset): What may happen in the room of a session, and what is done by itself about what
            may not, by name: /v1/policy/rules lists them. What is left out is as the pack has it.
        doors (PolicyWriteDoors | Unset): How the people of a session come in, by name: /v1/policy/rules lists them.
            What is left out is as the pack has it.
        opening (PolicyWriteOpening | Unset): Who opens the room, and by which ways, by name: /v1/policy/rules lists
            them. What is left out is as the pack has it.
        incidents (PolicyWriteIncidents | Unset): How grave an incident is, by its kind: low, medium, high or critical.
            What is left out is the pack's.
        confirm_loosening (bool | Unset): Whether it is meant to loosen something. That is then proposed, and counts
            once another person has confirmed it. With false, a policy that loosens something is refused, and the refusal
            shows what. Default: False.
    """

    pack: str
    title: str
    rules: PolicyWriteRules | Unset = UNSET
    safety: PolicyWriteSafety | Unset = UNSET
    room: PolicyWriteRoom | Unset = UNSET
    doors: PolicyWriteDoors | Unset = UNSET
    opening: PolicyWriteOpening | Unset = UNSET
    incidents: PolicyWriteIncidents | Unset = UNSET
    confirm_loosening: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        from ..models.policy_write_doors import PolicyWriteDoors  # noqa: PLC0415
        from ..models.policy_write_incidents import PolicyWriteIncidents  # noqa: PLC0415
        from ..models.policy_write_opening import PolicyWriteOpening  # noqa: PLC0415
        from ..models.policy_write_room import PolicyWriteRoom  # noqa: PLC0415
        from ..models.policy_write_rules import PolicyWriteRules  # noqa: PLC0415
        from ..models.policy_write_safety import PolicyWriteSafety  # noqa: PLC0415

        pack = self.pack

        title = self.title

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

        incidents: dict[str, Any] | Unset = UNSET
        if not isinstance(self.incidents, Unset):
            incidents = self.incidents.to_dict()

        confirm_loosening = self.confirm_loosening

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "pack": pack,
                "title": title,
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
        if incidents is not UNSET:
            field_dict["incidents"] = incidents
        if confirm_loosening is not UNSET:
            field_dict["confirm_loosening"] = confirm_loosening

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.policy_write_doors import PolicyWriteDoors  # noqa: PLC0415
        from ..models.policy_write_incidents import PolicyWriteIncidents  # noqa: PLC0415
        from ..models.policy_write_opening import PolicyWriteOpening  # noqa: PLC0415
        from ..models.policy_write_room import PolicyWriteRoom  # noqa: PLC0415
        from ..models.policy_write_rules import PolicyWriteRules  # noqa: PLC0415
        from ..models.policy_write_safety import PolicyWriteSafety  # noqa: PLC0415

        d = dict(src_dict)
        pack = d.pop("pack")

        title = d.pop("title")

        _rules = d.pop("rules", UNSET)
        rules: PolicyWriteRules | Unset
        if isinstance(_rules, Unset):
            rules = UNSET
        else:
            rules = PolicyWriteRules.from_dict(_rules)

        _safety = d.pop("safety", UNSET)
        safety: PolicyWriteSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = PolicyWriteSafety.from_dict(_safety)

        _room = d.pop("room", UNSET)
        room: PolicyWriteRoom | Unset
        if isinstance(_room, Unset):
            room = UNSET
        else:
            room = PolicyWriteRoom.from_dict(_room)

        _doors = d.pop("doors", UNSET)
        doors: PolicyWriteDoors | Unset
        if isinstance(_doors, Unset):
            doors = UNSET
        else:
            doors = PolicyWriteDoors.from_dict(_doors)

        _opening = d.pop("opening", UNSET)
        opening: PolicyWriteOpening | Unset
        if isinstance(_opening, Unset):
            opening = UNSET
        else:
            opening = PolicyWriteOpening.from_dict(_opening)

        _incidents = d.pop("incidents", UNSET)
        incidents: PolicyWriteIncidents | Unset
        if isinstance(_incidents, Unset):
            incidents = UNSET
        else:
            incidents = PolicyWriteIncidents.from_dict(_incidents)

        confirm_loosening = d.pop("confirm_loosening", UNSET)

        policy_write = cls(
            pack=pack,
            title=title,
            rules=rules,
            safety=safety,
            room=room,
            doors=doors,
            opening=opening,
            incidents=incidents,
            confirm_loosening=confirm_loosening,
        )

        return policy_write
