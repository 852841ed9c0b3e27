from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.finding_read import FindingRead
    from ..models.reason_read import ReasonRead


T = TypeVar("T", bound="RefusedSession")


@_attrs_define
class RefusedSession:
    """A session of a series that cannot take place.

    Attributes:
        position (int): Its place in the series, from 1.
        starts_at (datetime.datetime):
        for_user (str): One sentence for the person at the screen. It tells nothing about anybody's age, risks or
            papers.
        detail (str): Why it cannot take place, and what to do.
        reasons (list[ReasonRead]): What stands in the way.
        decision_id (UUID): The decision on it.
        findings (list[FindingRead] | None | Unset): What each rule of the programme found, with `expand=decision`.
    """

    position: int
    starts_at: datetime.datetime
    for_user: str
    detail: str
    reasons: list[ReasonRead]
    decision_id: UUID
    findings: list[FindingRead] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.finding_read import FindingRead  # noqa: PLC0415
        from ..models.reason_read import ReasonRead  # noqa: PLC0415

        position = self.position

        starts_at = self.starts_at.isoformat()

        for_user = self.for_user

        detail = self.detail

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        decision_id = str(self.decision_id)

        findings: list[dict[str, Any]] | None | Unset
        if isinstance(self.findings, Unset):
            findings = UNSET
        elif isinstance(self.findings, list):
            findings = []
            for findings_type_0_item_data in self.findings:
                findings_type_0_item = findings_type_0_item_data.to_dict()
                findings.append(findings_type_0_item)

        else:
            findings = self.findings

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "position": position,
                "starts_at": starts_at,
                "for_user": for_user,
                "detail": detail,
                "reasons": reasons,
                "decision_id": decision_id,
            }
        )
        if findings is not UNSET:
            field_dict["findings"] = findings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.finding_read import FindingRead  # noqa: PLC0415
        from ..models.reason_read import ReasonRead  # noqa: PLC0415

        d = dict(src_dict)
        position = d.pop("position")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        for_user = d.pop("for_user")

        detail = d.pop("detail")

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = ReasonRead.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        decision_id = UUID(d.pop("decision_id"))

        def _parse_findings(data: object) -> list[FindingRead] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                findings_type_0 = []
                _findings_type_0 = data
                for findings_type_0_item_data in _findings_type_0:
                    findings_type_0_item = FindingRead.from_dict(
                        findings_type_0_item_data
                    )

                    findings_type_0.append(findings_type_0_item)

                return findings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[FindingRead] | None | Unset, data)

        findings = _parse_findings(d.pop("findings", UNSET))

        refused_session = cls(
            position=position,
            starts_at=starts_at,
            for_user=for_user,
            detail=detail,
            reasons=reasons,
            decision_id=decision_id,
            findings=findings,
        )

        refused_session.additional_properties = d
        return refused_session

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
