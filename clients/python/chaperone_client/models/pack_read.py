from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.pack_read_doors import PackReadDoors
    from ..models.pack_read_incidents import PackReadIncidents
    from ..models.pack_read_opening import PackReadOpening
    from ..models.pack_read_room import PackReadRoom
    from ..models.pack_read_rules import PackReadRules
    from ..models.pack_read_safety import PackReadSafety


T = TypeVar("T", bound="PackRead")


@_attrs_define
class PackRead:
    """A pack with all that it sets.

    Attributes:
        name (str): Its name, for `pack` of a new programme.
        title (str): Whose guidance it follows.
        rules (PackReadRules): How it takes each rule.
        safety (PackReadSafety): The level of each safety setting.
        room (PackReadRoom): What may happen in the room of a session.
        doors (PackReadDoors): How the people of a session come in.
        opening (PackReadOpening): Who opens the room, and by which ways.
        incidents (PackReadIncidents): How grave each kind of incident is.
        digest (str): SHA-256 of its canonical JSON (RFC 8785): that of a programme's first policy version.
    """

    name: str
    title: str
    rules: PackReadRules
    safety: PackReadSafety
    room: PackReadRoom
    doors: PackReadDoors
    opening: PackReadOpening
    incidents: PackReadIncidents
    digest: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.pack_read_doors import PackReadDoors  # noqa: PLC0415
        from ..models.pack_read_incidents import PackReadIncidents  # noqa: PLC0415
        from ..models.pack_read_opening import PackReadOpening  # noqa: PLC0415
        from ..models.pack_read_room import PackReadRoom  # noqa: PLC0415
        from ..models.pack_read_rules import PackReadRules  # noqa: PLC0415
        from ..models.pack_read_safety import PackReadSafety  # noqa: PLC0415

        name = self.name

        title = self.title

        rules = self.rules.to_dict()

        safety = self.safety.to_dict()

        room = self.room.to_dict()

        doors = self.doors.to_dict()

        opening = self.opening.to_dict()

        incidents = self.incidents.to_dict()

        digest = self.digest

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "title": title,
                "rules": rules,
                "safety": safety,
                "room": room,
                "doors": doors,
                "opening": opening,
                "incidents": incidents,
                "digest": digest,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pack_read_doors import PackReadDoors  # noqa: PLC0415
        from ..models.pack_read_incidents import PackReadIncidents  # noqa: PLC0415
        from ..models.pack_read_opening import PackReadOpening  # noqa: PLC0415
        from ..models.pack_read_room import PackReadRoom  # noqa: PLC0415
        from ..models.pack_read_rules import PackReadRules  # noqa: PLC0415
        from ..models.pack_read_safety import PackReadSafety  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        title = d.pop("title")

        rules = PackReadRules.from_dict(d.pop("rules"))

        safety = PackReadSafety.from_dict(d.pop("safety"))

        room = PackReadRoom.from_dict(d.pop("room"))

        doors = PackReadDoors.from_dict(d.pop("doors"))

        opening = PackReadOpening.from_dict(d.pop("opening"))

        incidents = PackReadIncidents.from_dict(d.pop("incidents"))

        digest = d.pop("digest")

        pack_read = cls(
            name=name,
            title=title,
            rules=rules,
            safety=safety,
            room=room,
            doors=doors,
            opening=opening,
            incidents=incidents,
            digest=digest,
        )

        return pack_read
