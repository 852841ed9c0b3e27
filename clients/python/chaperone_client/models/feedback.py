from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
    from ..models.survey_write import SurveyWrite


T = TypeVar("T", bound="Feedback")


@_attrs_define
class Feedback:
    """What is asked at the mid-point and at the end-point of a pairing's sessions.

    Attributes:
        mid_point (SurveyWrite | Unset): Questions that are asked once, after a certain session of a pairing.
        end_point (SurveyWrite | Unset): Questions that are asked once, after a certain session of a pairing.
    """

    mid_point: SurveyWrite | Unset = UNSET
    end_point: SurveyWrite | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.survey_write import SurveyWrite  # noqa: PLC0415

        mid_point: dict[str, Any] | Unset = UNSET
        if not isinstance(self.mid_point, Unset):
            mid_point = self.mid_point.to_dict()

        end_point: dict[str, Any] | Unset = UNSET
        if not isinstance(self.end_point, Unset):
            end_point = self.end_point.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if mid_point is not UNSET:
            field_dict["mid_point"] = mid_point
        if end_point is not UNSET:
            field_dict["end_point"] = end_point

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.survey_write import SurveyWrite  # noqa: PLC0415

        d = dict(src_dict)
        _mid_point = d.pop("mid_point", UNSET)
        mid_point: SurveyWrite | Unset
        if isinstance(_mid_point, Unset):
            mid_point = UNSET
        else:
            mid_point = SurveyWrite.from_dict(_mid_point)

        _end_point = d.pop("end_point", UNSET)
        end_point: SurveyWrite | Unset
        if isinstance(_end_point, Unset):
            end_point = UNSET
        else:
            end_point = SurveyWrite.from_dict(_end_point)

        feedback = cls(
            mid_point=mid_point,
            end_point=end_point,
        )

        return feedback
