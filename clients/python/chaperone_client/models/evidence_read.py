from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.evidence_kind import EvidenceKind
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="EvidenceRead")


@_attrs_define
class EvidenceRead:
    """A dated, attributable fact. It is given and may be withdrawn; it is never edited.

    Attributes:
        id (UUID): The evidence's id.
        kind (EvidenceKind): Every kind of evidence that a rule of the catalogue may ask for.
        partner_id (UUID): The partner that it belongs to; it is about the partner itself when it names neither person
            nor pairing.
        person_id (None | UUID): The mentor or mentee that it is about.
        pairing_id (None | UUID): The pairing that it is about.
        valid_from (datetime.date): The first day on which it counts.
        valid_until (datetime.date | None): The last day on which it counts; null where it does not run out.
        document (None | str): Where the document or message is kept: a reference, not its content. Needed for every
            consent: partner_written_consent counts as written by it.
        edition (None | str): Which version of the code of conduct was accepted; for code_of_conduct_accepted alone.
        has_measures (bool): Whether it says which measures were agreed: `/v1/evidence/{id}/measures` shows them.
        given_by (UUID): The id of the API key that gave it.
        created_at (datetime.datetime): When it was given.
        withdrawn_at (datetime.datetime | None): When it was withdrawn; it has not counted since.
        withdrawn_by (None | UUID): The id of the API key that withdrew it.
        withdrawal_reason (None | str): Why it was withdrawn.
    """

    id: UUID
    kind: EvidenceKind
    partner_id: UUID
    person_id: None | UUID
    pairing_id: None | UUID
    valid_from: datetime.date
    valid_until: datetime.date | None
    document: None | str
    edition: None | str
    has_measures: bool
    given_by: UUID
    created_at: datetime.datetime
    withdrawn_at: datetime.datetime | None
    withdrawn_by: None | UUID
    withdrawal_reason: None | str

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        kind = self.kind.value

        partner_id = str(self.partner_id)

        person_id: None | str
        if isinstance(self.person_id, UUID):
            person_id = str(self.person_id)
        else:
            person_id = self.person_id

        pairing_id: None | str
        if isinstance(self.pairing_id, UUID):
            pairing_id = str(self.pairing_id)
        else:
            pairing_id = self.pairing_id

        valid_from = self.valid_from.isoformat()

        valid_until: None | str
        if isinstance(self.valid_until, datetime.date):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        document: None | str
        document = self.document

        edition: None | str
        edition = self.edition

        has_measures = self.has_measures

        given_by = str(self.given_by)

        created_at = self.created_at.isoformat()

        withdrawn_at: None | str
        if isinstance(self.withdrawn_at, datetime.datetime):
            withdrawn_at = self.withdrawn_at.isoformat()
        else:
            withdrawn_at = self.withdrawn_at

        withdrawn_by: None | str
        if isinstance(self.withdrawn_by, UUID):
            withdrawn_by = str(self.withdrawn_by)
        else:
            withdrawn_by = self.withdrawn_by

        withdrawal_reason: None | str
        withdrawal_reason = self.withdrawal_reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "partner_id": partner_id,
                "person_id": person_id,
                "pairing_id": pairing_id,
                "valid_from": valid_from,
                "valid_until": valid_until,
                "document": document,
                "edition": edition,
                "has_measures": has_measures,
                "given_by": given_by,
                "created_at": created_at,
                "withdrawn_at": withdrawn_at,
                "withdrawn_by": withdrawn_by,
                "withdrawal_reason": withdrawal_reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        kind = EvidenceKind(d.pop("kind"))

        partner_id = UUID(d.pop("partner_id"))

        def _parse_person_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                person_id_type_0 = UUID(data)

                return person_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        person_id = _parse_person_id(d.pop("person_id"))

        def _parse_pairing_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                pairing_id_type_0 = UUID(data)

                return pairing_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        pairing_id = _parse_pairing_id(d.pop("pairing_id"))

        valid_from = datetime.date.fromisoformat(d.pop("valid_from"))

        def _parse_valid_until(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_until_type_0 = datetime.date.fromisoformat(data)

                return valid_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        valid_until = _parse_valid_until(d.pop("valid_until"))

        def _parse_document(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        document = _parse_document(d.pop("document"))

        def _parse_edition(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        edition = _parse_edition(d.pop("edition"))

        has_measures = d.pop("has_measures")

        given_by = UUID(d.pop("given_by"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_withdrawn_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                withdrawn_at_type_0 = datetime.datetime.fromisoformat(data)

                return withdrawn_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        withdrawn_at = _parse_withdrawn_at(d.pop("withdrawn_at"))

        def _parse_withdrawn_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                withdrawn_by_type_0 = UUID(data)

                return withdrawn_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        withdrawn_by = _parse_withdrawn_by(d.pop("withdrawn_by"))

        def _parse_withdrawal_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        withdrawal_reason = _parse_withdrawal_reason(d.pop("withdrawal_reason"))

        evidence_read = cls(
            id=id,
            kind=kind,
            partner_id=partner_id,
            person_id=person_id,
            pairing_id=pairing_id,
            valid_from=valid_from,
            valid_until=valid_until,
            document=document,
            edition=edition,
            has_measures=has_measures,
            given_by=given_by,
            created_at=created_at,
            withdrawn_at=withdrawn_at,
            withdrawn_by=withdrawn_by,
            withdrawal_reason=withdrawal_reason,
        )

        return evidence_read
