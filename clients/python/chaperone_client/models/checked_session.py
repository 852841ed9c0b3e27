from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.decision_outcome import DecisionOutcome
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
    from ..models.checked_session_safety import CheckedSessionSafety
    from ..models.finding_read import FindingRead
    from ..models.reason_read import ReasonRead


T = TypeVar("T", bound="CheckedSession")


@_attrs_define
class CheckedSession:
    """What the rules say about one session, without booking it.

    Attributes:
        for_user (None | str): One sentence for the person at the screen. It tells nothing about anybody's age, risks or
            papers. Null where nothing stands in the way.
        position (int): Its place in the series, from 1; 1 for a single session.
        starts_at (datetime.datetime):
        ends_at (datetime.datetime):
        outcome (DecisionOutcome): The outcome of a whole decision, from best to worst.
        reasons (list[ReasonRead]): What stands in the way: refusals, or else what needs an approval.
        findings (list[FindingRead] | Unset): What each rule found. With `expand=decision`.
        policy_version (int | Unset): The version of the programme's policy that decided. With `expand=decision`.
        policy_digest (str | Unset): The digest of that policy. With `expand=decision`.
        digest (str | Unset): The digest of the decision, also in the audit trail. With `expand=decision`.
        safety (CheckedSessionSafety | Unset): The safety settings that its meeting would have. With `expand=safety`.
    """

    for_user: None | str
    position: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    outcome: DecisionOutcome
    reasons: list[ReasonRead]
    findings: list[FindingRead] | Unset = UNSET
    policy_version: int | Unset = UNSET
    policy_digest: str | Unset = UNSET
    digest: str | Unset = UNSET
    safety: CheckedSessionSafety | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.checked_session_safety import CheckedSessionSafety  # noqa: PLC0415
        from ..models.finding_read import FindingRead  # noqa: PLC0415
        from ..models.reason_read import ReasonRead  # noqa: PLC0415

        for_user: None | str
        for_user = self.for_user

        position = self.position

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        outcome = self.outcome.value

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        findings: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.findings, Unset):
            findings = []
            for findings_item_data in self.findings:
                findings_item = findings_item_data.to_dict()
                findings.append(findings_item)

        policy_version = self.policy_version

        policy_digest = self.policy_digest

        digest = self.digest

        safety: dict[str, Any] | Unset = UNSET
        if not isinstance(self.safety, Unset):
            safety = self.safety.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "for_user": for_user,
                "position": position,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "outcome": outcome,
                "reasons": reasons,
            }
        )
        if findings is not UNSET:
            field_dict["findings"] = findings
        if policy_version is not UNSET:
            field_dict["policy_version"] = policy_version
        if policy_digest is not UNSET:
            field_dict["policy_digest"] = policy_digest
        if digest is not UNSET:
            field_dict["digest"] = digest
        if safety is not UNSET:
            field_dict["safety"] = safety

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.checked_session_safety import CheckedSessionSafety  # noqa: PLC0415
        from ..models.finding_read import FindingRead  # noqa: PLC0415
        from ..models.reason_read import ReasonRead  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_for_user(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        for_user = _parse_for_user(d.pop("for_user"))

        position = d.pop("position")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        outcome = DecisionOutcome(d.pop("outcome"))

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = ReasonRead.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        _findings = d.pop("findings", UNSET)
        findings: list[FindingRead] | Unset = UNSET
        if _findings is not UNSET:
            findings = []
            for findings_item_data in _findings:
                findings_item = FindingRead.from_dict(findings_item_data)

                findings.append(findings_item)

        policy_version = d.pop("policy_version", UNSET)

        policy_digest = d.pop("policy_digest", UNSET)

        digest = d.pop("digest", UNSET)

        _safety = d.pop("safety", UNSET)
        safety: CheckedSessionSafety | Unset
        if isinstance(_safety, Unset):
            safety = UNSET
        else:
            safety = CheckedSessionSafety.from_dict(_safety)

        checked_session = cls(
            for_user=for_user,
            position=position,
            starts_at=starts_at,
            ends_at=ends_at,
            outcome=outcome,
            reasons=reasons,
            findings=findings,
            policy_version=policy_version,
            policy_digest=policy_digest,
            digest=digest,
            safety=safety,
        )

        return checked_session
