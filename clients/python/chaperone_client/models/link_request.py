from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.participant_role import ParticipantRole
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID


T = TypeVar("T", bound="LinkRequest")


@_attrs_define
class LinkRequest:
    """For whom links are asked.

    Attributes:
        participants (list[ParticipantRole | UUID] | None | Unset): Only these, by id, or `mentor` and `mentee`. Without
            it, everybody who takes part.
        replace (bool | Unset): Make new links; the former ones stop working at once. Without it, who has a link keeps
            it. Default: False.
    """

    participants: list[ParticipantRole | UUID] | None | Unset = UNSET
    replace: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        participants: list[str] | None | Unset
        if isinstance(self.participants, Unset):
            participants = UNSET
        elif isinstance(self.participants, list):
            participants = []
            for participants_type_0_item_data in self.participants:
                participants_type_0_item: str
                if isinstance(participants_type_0_item_data, UUID):
                    participants_type_0_item = str(participants_type_0_item_data)
                else:
                    participants_type_0_item = participants_type_0_item_data.value

                participants.append(participants_type_0_item)

        else:
            participants = self.participants

        replace = self.replace

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if participants is not UNSET:
            field_dict["participants"] = participants
        if replace is not UNSET:
            field_dict["replace"] = replace

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_participants(
            data: object,
        ) -> list[ParticipantRole | UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                participants_type_0 = []
                _participants_type_0 = data
                for participants_type_0_item_data in _participants_type_0:

                    def _parse_participants_type_0_item(
                        data: object,
                    ) -> ParticipantRole | UUID:
                        try:
                            if not isinstance(data, str):
                                raise TypeError()
                            participants_type_0_item_type_0 = UUID(data)

                            return participants_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        if not isinstance(data, str):
                            raise TypeError()
                        participants_type_0_item_type_1 = ParticipantRole(data)

                        return participants_type_0_item_type_1

                    participants_type_0_item = _parse_participants_type_0_item(
                        participants_type_0_item_data
                    )

                    participants_type_0.append(participants_type_0_item)

                return participants_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ParticipantRole | UUID] | None | Unset, data)

        participants = _parse_participants(d.pop("participants", UNSET))

        replace = d.pop("replace", UNSET)

        link_request = cls(
            participants=participants,
            replace=replace,
        )

        return link_request
