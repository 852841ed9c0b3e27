from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.rule_read_packs import RuleReadPacks
    from ..models.rule_read_parameters import RuleReadParameters


T = TypeVar("T", bound="RuleRead")


@_attrs_define
class RuleRead:
    """A rule of the catalogue.

    Attributes:
        code (str): The rule's stable name, as findings carry it.
        title (str): Its title.
        description (str): What it asks for.
        source (str): The guidance that asks for it.
        parameters (RuleReadParameters): JSON schema of what it can be set to; `tighter` says which way is stricter.
        packs (RuleReadPacks): How each pack takes it.
    """

    code: str
    title: str
    description: str
    source: str
    parameters: RuleReadParameters
    packs: RuleReadPacks

    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_read_packs import RuleReadPacks  # noqa: PLC0415
        from ..models.rule_read_parameters import RuleReadParameters  # noqa: PLC0415

        code = self.code

        title = self.title

        description = self.description

        source = self.source

        parameters = self.parameters.to_dict()

        packs = self.packs.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "title": title,
                "description": description,
                "source": source,
                "parameters": parameters,
                "packs": packs,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_read_packs import RuleReadPacks  # noqa: PLC0415
        from ..models.rule_read_parameters import RuleReadParameters  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        title = d.pop("title")

        description = d.pop("description")

        source = d.pop("source")

        parameters = RuleReadParameters.from_dict(d.pop("parameters"))

        packs = RuleReadPacks.from_dict(d.pop("packs"))

        rule_read = cls(
            code=code,
            title=title,
            description=description,
            source=source,
            parameters=parameters,
            packs=packs,
        )

        return rule_read
