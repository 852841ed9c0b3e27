from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime


T = TypeVar("T", bound="Measures")


@_attrs_define
class Measures:
    """What was agreed for a pairing of which somebody is an adult at risk.

    Attributes:
        agreed (str): What was agreed: what mentor, mentee and partner do, and what the meeting must have.
        discussed_with (str): With whom it was discussed, by their part: the partner's safeguarding lead, say.
        review_on (datetime.date): The day on which they are reviewed, within a year: after it they do not count.
    """

    agreed: str
    discussed_with: str
    review_on: datetime.date

    def to_dict(self) -> dict[str, Any]:
        agreed = self.agreed

        discussed_with = self.discussed_with

        review_on = self.review_on.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "agreed": agreed,
                "discussed_with": discussed_with,
                "review_on": review_on,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        agreed = d.pop("agreed")

        discussed_with = d.pop("discussed_with")

        review_on = datetime.date.fromisoformat(d.pop("review_on"))

        measures = cls(
            agreed=agreed,
            discussed_with=discussed_with,
            review_on=review_on,
        )

        return measures
