from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.problem_details_parties_type_0_item import ProblemDetailsPartiesType0Item
from ..models.problem_details_type import ProblemDetailsType
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
    from ..models.coordinator_read import CoordinatorRead
    from ..models.field_problem import FieldProblem
    from ..models.finding_read import FindingRead
    from ..models.problem_details_loosening_type_0 import ProblemDetailsLooseningType0
    from ..models.reason_read import ReasonRead
    from ..models.refused_session import RefusedSession


T = TypeVar("T", bound="ProblemDetails")


@_attrs_define
class ProblemDetails:
    """What went wrong and what to do next (RFC 9457).

    Attributes:
        type_ (ProblemDetailsType): Stable name of this kind of problem, and the address, at this service, of the page
            that describes it.
        title (str): The kind of problem, in a few words.
        status (int): The HTTP status.
        for_user (None | str | Unset): One sentence for the person at the screen. It tells nothing about anybody's age,
            risks or papers. Where a session is refused.
        detail (None | str | Unset): What to do next.
        request_id (None | str | Unset): Quote this when you ask for help.
        errors (list[FieldProblem] | None | Unset): The fields that were refused.
        reasons (list[ReasonRead] | None | Unset): What stands in the way of the session.
        contacts (list[CoordinatorRead] | None | Unset): How to reach the coordinators, where one of them can do
            something about what stands in the way, for a key that may read contacts.
        findings (list[FindingRead] | None | Unset): What each rule of the programme found, with `expand=decision`.
        decision_id (None | Unset | UUID): The decision that refused the session.
        sessions (list[RefusedSession] | None | Unset): The sessions of a series that cannot take place, by position,
            and why.
        loosening (None | ProblemDetailsLooseningType0 | Unset): What a policy would loosen, rule by rule and setting by
            setting.
        parties (list[ProblemDetailsPartiesType0Item] | None | Unset): Who is booked already at that time.
    """

    type_: ProblemDetailsType
    title: str
    status: int
    for_user: None | str | Unset = UNSET
    detail: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    errors: list[FieldProblem] | None | Unset = UNSET
    reasons: list[ReasonRead] | None | Unset = UNSET
    contacts: list[CoordinatorRead] | None | Unset = UNSET
    findings: list[FindingRead] | None | Unset = UNSET
    decision_id: None | Unset | UUID = UNSET
    sessions: list[RefusedSession] | None | Unset = UNSET
    loosening: None | ProblemDetailsLooseningType0 | Unset = UNSET
    parties: list[ProblemDetailsPartiesType0Item] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.coordinator_read import CoordinatorRead  # noqa: PLC0415
        from ..models.field_problem import FieldProblem  # noqa: PLC0415
        from ..models.finding_read import FindingRead  # noqa: PLC0415
        from ..models.problem_details_loosening_type_0 import (
            ProblemDetailsLooseningType0,
        )  # noqa: PLC0415
        from ..models.reason_read import ReasonRead  # noqa: PLC0415
        from ..models.refused_session import RefusedSession  # noqa: PLC0415

        type_ = self.type_.value

        title = self.title

        status = self.status

        for_user: None | str | Unset
        if isinstance(self.for_user, Unset):
            for_user = UNSET
        else:
            for_user = self.for_user

        detail: None | str | Unset
        if isinstance(self.detail, Unset):
            detail = UNSET
        else:
            detail = self.detail

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        errors: list[dict[str, Any]] | None | Unset
        if isinstance(self.errors, Unset):
            errors = UNSET
        elif isinstance(self.errors, list):
            errors = []
            for errors_type_0_item_data in self.errors:
                errors_type_0_item = errors_type_0_item_data.to_dict()
                errors.append(errors_type_0_item)

        else:
            errors = self.errors

        reasons: list[dict[str, Any]] | None | Unset
        if isinstance(self.reasons, Unset):
            reasons = UNSET
        elif isinstance(self.reasons, list):
            reasons = []
            for reasons_type_0_item_data in self.reasons:
                reasons_type_0_item = reasons_type_0_item_data.to_dict()
                reasons.append(reasons_type_0_item)

        else:
            reasons = self.reasons

        contacts: list[dict[str, Any]] | None | Unset
        if isinstance(self.contacts, Unset):
            contacts = UNSET
        elif isinstance(self.contacts, list):
            contacts = []
            for contacts_type_0_item_data in self.contacts:
                contacts_type_0_item = contacts_type_0_item_data.to_dict()
                contacts.append(contacts_type_0_item)

        else:
            contacts = self.contacts

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

        decision_id: None | str | Unset
        if isinstance(self.decision_id, Unset):
            decision_id = UNSET
        elif isinstance(self.decision_id, UUID):
            decision_id = str(self.decision_id)
        else:
            decision_id = self.decision_id

        sessions: list[dict[str, Any]] | None | Unset
        if isinstance(self.sessions, Unset):
            sessions = UNSET
        elif isinstance(self.sessions, list):
            sessions = []
            for sessions_type_0_item_data in self.sessions:
                sessions_type_0_item = sessions_type_0_item_data.to_dict()
                sessions.append(sessions_type_0_item)

        else:
            sessions = self.sessions

        loosening: dict[str, Any] | None | Unset
        if isinstance(self.loosening, Unset):
            loosening = UNSET
        elif isinstance(self.loosening, ProblemDetailsLooseningType0):
            loosening = self.loosening.to_dict()
        else:
            loosening = self.loosening

        parties: list[str] | None | Unset
        if isinstance(self.parties, Unset):
            parties = UNSET
        elif isinstance(self.parties, list):
            parties = []
            for parties_type_0_item_data in self.parties:
                parties_type_0_item = parties_type_0_item_data.value
                parties.append(parties_type_0_item)

        else:
            parties = self.parties

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "title": title,
                "status": status,
            }
        )
        if for_user is not UNSET:
            field_dict["for_user"] = for_user
        if detail is not UNSET:
            field_dict["detail"] = detail
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if errors is not UNSET:
            field_dict["errors"] = errors
        if reasons is not UNSET:
            field_dict["reasons"] = reasons
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if findings is not UNSET:
            field_dict["findings"] = findings
        if decision_id is not UNSET:
            field_dict["decision_id"] = decision_id
        if sessions is not UNSET:
            field_dict["sessions"] = sessions
        if loosening is not UNSET:
            field_dict["loosening"] = loosening
        if parties is not UNSET:
            field_dict["parties"] = parties

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.coordinator_read import CoordinatorRead  # noqa: PLC0415
        from ..models.field_problem import FieldProblem  # noqa: PLC0415
        from ..models.finding_read import FindingRead  # noqa: PLC0415
        from ..models.problem_details_loosening_type_0 import (
            ProblemDetailsLooseningType0,
        )  # noqa: PLC0415
        from ..models.reason_read import ReasonRead  # noqa: PLC0415
        from ..models.refused_session import RefusedSession  # noqa: PLC0415

        d = dict(src_dict)
        type_ = ProblemDetailsType(d.pop("type"))

        title = d.pop("title")

        status = d.pop("status")

        def _parse_for_user(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        for_user = _parse_for_user(d.pop("for_user", UNSET))

        def _parse_detail(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        detail = _parse_detail(d.pop("detail", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        def _parse_errors(data: object) -> list[FieldProblem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                errors_type_0 = []
                _errors_type_0 = data
                for errors_type_0_item_data in _errors_type_0:
                    errors_type_0_item = FieldProblem.from_dict(errors_type_0_item_data)

                    errors_type_0.append(errors_type_0_item)

                return errors_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[FieldProblem] | None | Unset, data)

        errors = _parse_errors(d.pop("errors", UNSET))

        def _parse_reasons(data: object) -> list[ReasonRead] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                reasons_type_0 = []
                _reasons_type_0 = data
                for reasons_type_0_item_data in _reasons_type_0:
                    reasons_type_0_item = ReasonRead.from_dict(reasons_type_0_item_data)

                    reasons_type_0.append(reasons_type_0_item)

                return reasons_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ReasonRead] | None | Unset, data)

        reasons = _parse_reasons(d.pop("reasons", UNSET))

        def _parse_contacts(data: object) -> list[CoordinatorRead] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                contacts_type_0 = []
                _contacts_type_0 = data
                for contacts_type_0_item_data in _contacts_type_0:
                    contacts_type_0_item = CoordinatorRead.from_dict(
                        contacts_type_0_item_data
                    )

                    contacts_type_0.append(contacts_type_0_item)

                return contacts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[CoordinatorRead] | None | Unset, data)

        contacts = _parse_contacts(d.pop("contacts", UNSET))

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

        def _parse_decision_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decision_id_type_0 = UUID(data)

                return decision_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        decision_id = _parse_decision_id(d.pop("decision_id", UNSET))

        def _parse_sessions(data: object) -> list[RefusedSession] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                sessions_type_0 = []
                _sessions_type_0 = data
                for sessions_type_0_item_data in _sessions_type_0:
                    sessions_type_0_item = RefusedSession.from_dict(
                        sessions_type_0_item_data
                    )

                    sessions_type_0.append(sessions_type_0_item)

                return sessions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[RefusedSession] | None | Unset, data)

        sessions = _parse_sessions(d.pop("sessions", UNSET))

        def _parse_loosening(
            data: object,
        ) -> None | ProblemDetailsLooseningType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                loosening_type_0 = ProblemDetailsLooseningType0.from_dict(data)

                return loosening_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProblemDetailsLooseningType0 | Unset, data)

        loosening = _parse_loosening(d.pop("loosening", UNSET))

        def _parse_parties(
            data: object,
        ) -> list[ProblemDetailsPartiesType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                parties_type_0 = []
                _parties_type_0 = data
                for parties_type_0_item_data in _parties_type_0:
                    parties_type_0_item = ProblemDetailsPartiesType0Item(
                        parties_type_0_item_data
                    )

                    parties_type_0.append(parties_type_0_item)

                return parties_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ProblemDetailsPartiesType0Item] | None | Unset, data)

        parties = _parse_parties(d.pop("parties", UNSET))

        problem_details = cls(
            type_=type_,
            title=title,
            status=status,
            for_user=for_user,
            detail=detail,
            request_id=request_id,
            errors=errors,
            reasons=reasons,
            contacts=contacts,
            findings=findings,
            decision_id=decision_id,
            sessions=sessions,
            loosening=loosening,
            parties=parties,
        )

        problem_details.additional_properties = d
        return problem_details

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
