from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset


T = TypeVar("T", bound="ProposalJudgement")


@_attrs_define
class ProposalJudgement:
    """Why a proposed change is confirmed, declined or withdrawn.

    Attributes:
        reason (str): For the record of the programme; kept out of the audit trail. Name nobody.
    """

    reason: str

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

        proposal_judgement = cls(
            reason=reason,
        )

        return proposal_judgement
