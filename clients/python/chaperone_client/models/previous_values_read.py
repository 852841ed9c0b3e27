from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.change_subject import ChangeSubject
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.previous_values_read_values import PreviousValuesReadValues


T = TypeVar("T", bound="PreviousValuesRead")


@_attrs_define
class PreviousValuesRead:
    """What fields were until somebody changed them.

    Attributes:
        id (UUID): The id of this line.
        subject_type (ChangeSubject): What a proposed change is about.
        subject_id (UUID): The id of what it is about.
        partner_id (None | UUID): Whose it is; null for what is the organisation's alone.
        subject_version (int): The version that had these values.
        values (PreviousValuesReadValues): The values by field.
        replaced_at (datetime.datetime): When they were replaced.
        replaced_by (UUID): The id of the API key that replaced them.
        reason (None | str): Why, where whoever corrected them said so.
    """

    id: UUID
    subject_type: ChangeSubject
    subject_id: UUID
    partner_id: None | UUID
    subject_version: int
    values: PreviousValuesReadValues
    replaced_at: datetime.datetime
    replaced_by: UUID
    reason: None | str

    def to_dict(self) -> dict[str, Any]:
        from ..models.previous_values_read_values import PreviousValuesReadValues  # noqa: PLC0415

        id = str(self.id)

        subject_type = self.subject_type.value

        subject_id = str(self.subject_id)

        partner_id: None | str
        if isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        subject_version = self.subject_version

        values = self.values.to_dict()

        replaced_at = self.replaced_at.isoformat()

        replaced_by = str(self.replaced_by)

        reason: None | str
        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "subject_type": subject_type,
                "subject_id": subject_id,
                "partner_id": partner_id,
                "subject_version": subject_version,
                "values": values,
                "replaced_at": replaced_at,
                "replaced_by": replaced_by,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.previous_values_read_values import PreviousValuesReadValues  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        subject_type = ChangeSubject(d.pop("subject_type"))

        subject_id = UUID(d.pop("subject_id"))

        def _parse_partner_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                partner_id_type_0 = UUID(data)

                return partner_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        partner_id = _parse_partner_id(d.pop("partner_id"))

        subject_version = d.pop("subject_version")

        values = PreviousValuesReadValues.from_dict(d.pop("values"))

        replaced_at = datetime.datetime.fromisoformat(d.pop("replaced_at"))

        replaced_by = UUID(d.pop("replaced_by"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        previous_values_read = cls(
            id=id,
            subject_type=subject_type,
            subject_id=subject_id,
            partner_id=partner_id,
            subject_version=subject_version,
            values=values,
            replaced_at=replaced_at,
            replaced_by=replaced_by,
            reason=reason,
        )

        return previous_values_read
