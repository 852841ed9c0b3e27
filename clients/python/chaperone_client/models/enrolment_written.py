from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID


T = TypeVar("T", bound="EnrolmentWritten")


@_attrs_define
class EnrolmentWritten:
    """A pair that was enrolled, to a key that may write the registry and not read it.

    Attributes:
        pairing_id (UUID): The pairing.
        mentor_id (UUID): The mentor.
        mentee_id (UUID): The mentee.
    """

    pairing_id: UUID
    mentor_id: UUID
    mentee_id: UUID

    def to_dict(self) -> dict[str, Any]:
        pairing_id = str(self.pairing_id)

        mentor_id = str(self.mentor_id)

        mentee_id = str(self.mentee_id)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "pairing_id": pairing_id,
                "mentor_id": mentor_id,
                "mentee_id": mentee_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        pairing_id = UUID(d.pop("pairing_id"))

        mentor_id = UUID(d.pop("mentor_id"))

        mentee_id = UUID(d.pop("mentee_id"))

        enrolment_written = cls(
            pairing_id=pairing_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
        )

        return enrolment_written
