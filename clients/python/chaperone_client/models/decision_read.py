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
    from ..models.finding_read import FindingRead


T = TypeVar("T", bound="DecisionRead")


@_attrs_define
class DecisionRead:
    """What the programme's rules said.

    Attributes:
        id (UUID): The decision's id, also in the answer to a refused request.
        outcome (DecisionOutcome): The outcome of a whole decision, from best to worst.
        findings (list[FindingRead]):
        policy_version (int): The version of the programme's policy that decided.
        policy_digest (str):
        digest (str): The digest of the decision, also in the audit trail.
        created_at (datetime.datetime):
    """

    id: UUID
    outcome: DecisionOutcome
    findings: list[FindingRead]
    policy_version: int
    policy_digest: str
    digest: str
    created_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
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
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
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

        decision_read = cls(
            id=id,
            outcome=outcome,
            findings=findings,
            policy_version=policy_version,
            policy_digest=policy_digest,
            digest=digest,
            created_at=created_at,
        )

        return decision_read
