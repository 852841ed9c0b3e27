from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.decision_outcome import DecisionOutcome
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.decision_kept_facts_type_0 import DecisionKeptFactsType0
    from ..models.finding_read import FindingRead


T = TypeVar("T", bound="DecisionKept")


@_attrs_define
class DecisionKept:
    """A decision as it was made, with everything that it was made from.

    Attributes:
        id (UUID): The decision's id, also in the answer to a refused request.
        outcome (DecisionOutcome): The outcome of a whole decision, from best to worst.
        findings (list[FindingRead]):
        policy_version (int): The version of the programme's policy that decided.
        policy_digest (str):
        digest (str): The digest of the decision, also in the audit trail.
        created_at (datetime.datetime):
        booking_id (None | UUID): The booking that it is about; null where there came to be none.
        pairing_id (UUID):
        facts (DecisionKeptFactsType0 | None): All that the rules saw; with it the decision can be computed again. Ages
            and risks are among it: null for a key without registry:read.
    """

    id: UUID
    outcome: DecisionOutcome
    findings: list[FindingRead]
    policy_version: int
    policy_digest: str
    digest: str
    created_at: datetime.datetime
    booking_id: None | UUID
    pairing_id: UUID
    facts: DecisionKeptFactsType0 | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.decision_kept_facts_type_0 import DecisionKeptFactsType0  # noqa: PLC0415
        from ..models.finding_read import FindingRead  # noqa: PLC0415

        id = str(self.id)

        outcome = self.outcome.value

        findings = []
        for findings_item_data in self.findings:
            findings_item = findings_item_data.to_dict()
            findings.append(findings_item)

        policy_version = self.policy_version

        policy_digest = self.policy_digest

        digest = self.digest

        created_at = self.created_at.isoformat()

        booking_id: None | str
        if isinstance(self.booking_id, UUID):
            booking_id = str(self.booking_id)
        else:
            booking_id = self.booking_id

        pairing_id = str(self.pairing_id)

        facts: dict[str, Any] | None
        if isinstance(self.facts, DecisionKeptFactsType0):
            facts = self.facts.to_dict()
        else:
            facts = self.facts

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "outcome": outcome,
                "findings": findings,
                "policy_version": policy_version,
                "policy_digest": policy_digest,
                "digest": digest,
                "created_at": created_at,
                "booking_id": booking_id,
                "pairing_id": pairing_id,
                "facts": facts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.decision_kept_facts_type_0 import DecisionKeptFactsType0  # noqa: PLC0415
        from ..models.finding_read import FindingRead  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        outcome = DecisionOutcome(d.pop("outcome"))

        findings = []
        _findings = d.pop("findings")
        for findings_item_data in _findings:
            findings_item = FindingRead.from_dict(findings_item_data)

            findings.append(findings_item)

        policy_version = d.pop("policy_version")

        policy_digest = d.pop("policy_digest")

        digest = d.pop("digest")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_booking_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                booking_id_type_0 = UUID(data)

                return booking_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        booking_id = _parse_booking_id(d.pop("booking_id"))

        pairing_id = UUID(d.pop("pairing_id"))

        def _parse_facts(data: object) -> DecisionKeptFactsType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                facts_type_0 = DecisionKeptFactsType0.from_dict(data)

                return facts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DecisionKeptFactsType0 | None, data)

        facts = _parse_facts(d.pop("facts"))

        decision_kept = cls(
            id=id,
            outcome=outcome,
            findings=findings,
            policy_version=policy_version,
            policy_digest=policy_digest,
            digest=digest,
            created_at=created_at,
            booking_id=booking_id,
            pairing_id=pairing_id,
            facts=facts,
        )

        return decision_kept
