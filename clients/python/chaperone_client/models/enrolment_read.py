from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.evidence_read import EvidenceRead
    from ..models.pairing_read import PairingRead
    from ..models.person_read import PersonRead
    from ..models.readiness_read import ReadinessRead


T = TypeVar("T", bound="EnrolmentRead")


@_attrs_define
class EnrolmentRead:
    """A pair that was enrolled, and what is still missing for a first session.

    Attributes:
        readiness (ReadinessRead): Whether two people could hold a session, as far as it depends on them and on what is
            on file.
        pairing (PairingRead): One mentor and one mentee in one programme at one partner.
        mentor (PersonRead): A mentor or a mentee.
        mentee (PersonRead): A mentor or a mentee.
        evidence (list[EvidenceRead]): What is on file about the two and their pairing and counts.
    """

    readiness: ReadinessRead
    pairing: PairingRead
    mentor: PersonRead
    mentee: PersonRead
    evidence: list[EvidenceRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.evidence_read import EvidenceRead  # noqa: PLC0415
        from ..models.pairing_read import PairingRead  # noqa: PLC0415
        from ..models.person_read import PersonRead  # noqa: PLC0415
        from ..models.readiness_read import ReadinessRead  # noqa: PLC0415

        readiness = self.readiness.to_dict()

        pairing = self.pairing.to_dict()

        mentor = self.mentor.to_dict()

        mentee = self.mentee.to_dict()

        evidence = []
        for evidence_item_data in self.evidence:
            evidence_item = evidence_item_data.to_dict()
            evidence.append(evidence_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "readiness": readiness,
                "pairing": pairing,
                "mentor": mentor,
                "mentee": mentee,
                "evidence": evidence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.evidence_read import EvidenceRead  # noqa: PLC0415
        from ..models.pairing_read import PairingRead  # noqa: PLC0415
        from ..models.person_read import PersonRead  # noqa: PLC0415
        from ..models.readiness_read import ReadinessRead  # noqa: PLC0415

        d = dict(src_dict)
        readiness = ReadinessRead.from_dict(d.pop("readiness"))

        pairing = PairingRead.from_dict(d.pop("pairing"))

        mentor = PersonRead.from_dict(d.pop("mentor"))

        mentee = PersonRead.from_dict(d.pop("mentee"))

        evidence = []
        _evidence = d.pop("evidence")
        for evidence_item_data in _evidence:
            evidence_item = EvidenceRead.from_dict(evidence_item_data)

            evidence.append(evidence_item)

        enrolment_read = cls(
            readiness=readiness,
            pairing=pairing,
            mentor=mentor,
            mentee=mentee,
            evidence=evidence,
        )

        return enrolment_read
