from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.safety_setting_read_packs import SafetySettingReadPacks


T = TypeVar("T", bound="SafetySettingRead")


@_attrs_define
class SafetySettingRead:
    """A safety setting of every meeting.

    Attributes:
        code (str): The setting's stable name.
        title (str): Its title.
        description (str): What it means for a meeting.
        source (str): The guidance that asks for it.
        levels (list[str]): Its levels, from loose to tight.
        baseline (str): The loosest level that any meeting may have.
        packs (SafetySettingReadPacks): The level in each pack.
    """

    code: str
    title: str
    description: str
    source: str
    levels: list[str]
    baseline: str
    packs: SafetySettingReadPacks

    def to_dict(self) -> dict[str, Any]:
        from ..models.safety_setting_read_packs import SafetySettingReadPacks  # noqa: PLC0415

        code = self.code

        title = self.title

        description = self.description

        source = self.source

        levels = self.levels

        baseline = self.baseline

        packs = self.packs.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "title": title,
                "description": description,
                "source": source,
                "levels": levels,
                "baseline": baseline,
                "packs": packs,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.safety_setting_read_packs import SafetySettingReadPacks  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        title = d.pop("title")

        description = d.pop("description")

        source = d.pop("source")

        levels = cast(list[str], d.pop("levels"))

        baseline = d.pop("baseline")

        packs = SafetySettingReadPacks.from_dict(d.pop("packs"))

        safety_setting_read = cls(
            code=code,
            title=title,
            description=description,
            source=source,
            levels=levels,
            baseline=baseline,
            packs=packs,
        )

        return safety_setting_read
