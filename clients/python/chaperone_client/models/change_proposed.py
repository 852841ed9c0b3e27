from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.proposed_change_summary import ProposedChangeSummary


T = TypeVar("T", bound="ChangeProposed")


@_attrs_define
class ChangeProposed:
    """Part of a change, or all of it, waits for a second person. Until they confirm it, what was there before counts.

    Attributes:
        proposed_change (ProposedChangeSummary): A change that loosens something, without its values.
        took_effect (list[str]): The fields that changed at once, because that loosened nothing.
    """

    proposed_change: ProposedChangeSummary
    took_effect: list[str]

    def to_dict(self) -> dict[str, Any]:
        from ..models.proposed_change_summary import ProposedChangeSummary  # noqa: PLC0415

        proposed_change = self.proposed_change.to_dict()

        took_effect = self.took_effect

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "proposed_change": proposed_change,
                "took_effect": took_effect,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.proposed_change_summary import ProposedChangeSummary  # noqa: PLC0415

        d = dict(src_dict)
        proposed_change = ProposedChangeSummary.from_dict(d.pop("proposed_change"))

        took_effect = cast(list[str], d.pop("took_effect"))

        change_proposed = cls(
            proposed_change=proposed_change,
            took_effect=took_effect,
        )

        return change_proposed
