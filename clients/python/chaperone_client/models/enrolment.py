from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.enrolled_evidence import EnrolledEvidence
    from ..models.enrolled_person import EnrolledPerson
    from ..models.enrolment_safety import EnrolmentSafety


T = TypeVar("T", bound="Enrolment")


@_attrs_define
class Enrolment:
    """A pair to enrol.

    Attributes:
        programme_id (UUID): The programme in which they meet.
        mentor (EnrolledPerson): Somebody who is on file, by `id` alone; or somebody new, by `name` and the rest.
        mentee (EnrolledPerson): Somebody who is on file, by `id` alone; or somebody new, by `name` and the rest.
        partner_id (None | Unset | UUID): The partner through which they take part. Needed where one of them is new.
        safety (EnrolmentSafety | Unset): The levels of safety settings that measures for this pairing ask for, by code.
        evidence (list[EnrolledEvidence] | Unset): What is on paper already: consents, trainings, acceptances.
    """

    programme_id: UUID
    mentor: EnrolledPerson
    mentee: EnrolledPerson
    partner_id: None | Unset | UUID = UNSET
    safety: EnrolmentSafety | Unset = UNSET
    evidence: list[EnrolledEvidence] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.enrolled_evidence import EnrolledEvidence  # noqa: PLC0415
        from ..models.enrolled_person import EnrolledPerson  # noqa: PLC0415
        from ..models.enrolment_safety import EnrolmentSafety  # noqa: PLC0415

        programme_id = str(self.programme_id)

        mentor = self.mentor.to_dict()

        mentee = self.mentee.to_dict()

        partner_id: None | str | Unset
        if isinstance(self.partner_id, Unset):
            partner_id = UNSET
        elif isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        safety: dict[str, Any] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = self.safety.to_dict()

        evidence: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.evidence, Unset):
            evidence = []
            for evidence_item_data in self.evidence:
                evidence_item = evidence_item_data.to_dict()
                evidence.append(evidence_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme_id": programme_id,
                "mentor": mentor,
                "mentee": mentee,
            }
        )
        if partner_id is not UNSET:
            field_dict["partner_id"] = partner_id
        if safety is not UNSET:
            field_dict["safety"] = safety
        if evidence is not UNSET:
            field_dict["evidence"] = evidence

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.enrolled_evidence import EnrolledEvidence  # noqa: PLC0415
        from ..models.enrolled_person import EnrolledPerson  # noqa: PLC0415
        from ..models.enrolment_safety import EnrolmentSafety  # noqa: PLC0415

        d = dict(src_dict)
        programme_id = UUID(d.pop("programme_id"))

        mentor = EnrolledPerson.from_dict(d.pop("mentor"))

        mentee = EnrolledPerson.from_dict(d.pop("mentee"))

        def _parse_partner_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                partner_id_type_0 = UUID(data)

                return partner_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        partner_id = _parse_partner_id(d.pop("partner_id", UNSET))

        _safety = d.pop("safety", UNSET)
        safety: EnrolmentSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = EnrolmentSafety.from_dict(_safety)

        _evidence = d.pop("evidence", UNSET)
        evidence: list[EnrolledEvidence] | Unset = UNSET
        if _evidence is not UNSET:
            evidence = []
            for evidence_item_data in _evidence:
                evidence_item = EnrolledEvidence.from_dict(evidence_item_data)

                evidence.append(evidence_item)

        enrolment = cls(
            programme_id=programme_id,
            mentor=mentor,
            mentee=mentee,
            partner_id=partner_id,
            safety=safety,
            evidence=evidence,
        )

        return enrolment
