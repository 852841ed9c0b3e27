from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.evidence_kind import EvidenceKind
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
    from ..models.measures import Measures


T = TypeVar("T", bound="EvidenceGive")


@_attrs_define
class EvidenceGive:
    """A fact that the rules need, about exactly one: a partner, a person or a pairing.

    Attributes:
        kind (EvidenceKind): Every kind of evidence that a rule of the catalogue may ask for.
        valid_from (datetime.date | None | Unset): The first day on which it counts, not after today. Today (UTC) where
            it is left out.
        valid_until (datetime.date | None | Unset): The last day on which it counts; null where it does not run out.
        document (None | str | Unset): Where the document or message is kept: a reference, not its content. Needed for
            every consent: partner_written_consent counts as written by it.
        edition (None | str | Unset): Which version of the code of conduct was accepted; for code_of_conduct_accepted
            alone.
        measures (Measures | None | Unset): What was agreed; needed for at_risk_measures, and for it alone. They are
            kept encrypted.
        partner_id (None | Unset | UUID): The partner that it is about.
        person_id (None | Unset | UUID): The mentor or mentee that it is about.
        pairing_id (None | Unset | UUID): The pairing that it is about.
    """

    kind: EvidenceKind
    valid_from: datetime.date | None | Unset = UNSET
    valid_until: datetime.date | None | Unset = UNSET
    document: None | str | Unset = UNSET
    edition: None | str | Unset = UNSET
    measures: Measures | None | Unset = UNSET
    partner_id: None | Unset | UUID = UNSET
    person_id: None | Unset | UUID = UNSET
    pairing_id: None | Unset | UUID = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.measures import Measures  # noqa: PLC0415

        kind = self.kind.value

        valid_from: None | str | Unset
        if isinstance(self.valid_from, Unset):
            valid_from = UNSET
        elif isinstance(self.valid_from, datetime.date):
            valid_from = self.valid_from.isoformat()
        else:
            valid_from = self.valid_from

        valid_until: None | str | Unset
        if isinstance(self.valid_until, Unset):
            valid_until = UNSET
        elif isinstance(self.valid_until, datetime.date):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        document: None | str | Unset
        if isinstance(self.document, Unset):
            document = UNSET
        else:
            document = self.document

        edition: None | str | Unset
        if isinstance(self.edition, Unset):
            edition = UNSET
        else:
            edition = self.edition

        measures: dict[str, Any] | None | Unset
        if isinstance(self.measures, Unset):
            measures = UNSET
        elif isinstance(self.measures, Measures):
            measures = self.measures.to_dict()
        else:
            measures = self.measures

        partner_id: None | str | Unset
        if isinstance(self.partner_id, Unset):
            partner_id = UNSET
        elif isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        person_id: None | str | Unset
        if isinstance(self.person_id, Unset):
            person_id = UNSET
        elif isinstance(self.person_id, UUID):
            person_id = str(self.person_id)
        else:
            person_id = self.person_id

        pairing_id: None | str | Unset
        if isinstance(self.pairing_id, Unset):
            pairing_id = UNSET
        elif isinstance(self.pairing_id, UUID):
            pairing_id = str(self.pairing_id)
        else:
            pairing_id = self.pairing_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if valid_from is not UNSET:
            field_dict["valid_from"] = valid_from
        if valid_until is not UNSET:
            field_dict["valid_until"] = valid_until
        if document is not UNSET:
            field_dict["document"] = document
        if edition is not UNSET:
            field_dict["edition"] = edition
        if measures is not UNSET:
            field_dict["measures"] = measures
        if partner_id is not UNSET:
            field_dict["partner_id"] = partner_id
        if person_id is not UNSET:
            field_dict["person_id"] = person_id
        if pairing_id is not UNSET:
            field_dict["pairing_id"] = pairing_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.measures import Measures  # noqa: PLC0415

        d = dict(src_dict)
        kind = EvidenceKind(d.pop("kind"))

        def _parse_valid_from(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_from_type_0 = datetime.date.fromisoformat(data)

                return valid_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        valid_from = _parse_valid_from(d.pop("valid_from", UNSET))

        def _parse_valid_until(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_until_type_0 = datetime.date.fromisoformat(data)

                return valid_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        valid_until = _parse_valid_until(d.pop("valid_until", UNSET))

        def _parse_document(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        document = _parse_document(d.pop("document", UNSET))

        def _parse_edition(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        edition = _parse_edition(d.pop("edition", UNSET))

        def _parse_measures(data: object) -> Measures | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                measures_type_0 = Measures.from_dict(data)

                return measures_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Measures | None | Unset, data)

        measures = _parse_measures(d.pop("measures", UNSET))

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

        def _parse_person_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                person_id_type_0 = UUID(data)

                return person_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        person_id = _parse_person_id(d.pop("person_id", UNSET))

        def _parse_pairing_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                pairing_id_type_0 = UUID(data)

                return pairing_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        pairing_id = _parse_pairing_id(d.pop("pairing_id", UNSET))

        evidence_give = cls(
            kind=kind,
            valid_from=valid_from,
            valid_until=valid_until,
            document=document,
            edition=edition,
            measures=measures,
            partner_id=partner_id,
            person_id=person_id,
            pairing_id=pairing_id,
        )

        return evidence_give
