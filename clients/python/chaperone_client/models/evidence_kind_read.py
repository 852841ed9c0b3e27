from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.evidence_kind import EvidenceKind
from ..models.subject import Subject
from typing import cast


T = TypeVar("T", bound="EvidenceKindRead")


@_attrs_define
class EvidenceKindRead:
    """A kind of evidence that rules ask for.

    Attributes:
        kind (EvidenceKind): Every kind of evidence that a rule of the catalogue may ask for.
        shows (str): What it shows.
        about (list[Subject]): Whom or what it can be about; always exactly one of them.
        named_by (str): The field that names them when it is given: partner_id, person_id or pairing_id.
        needs_document (bool): Whether it counts only with `document`, a reference to where it is kept.
        has_edition (bool): Whether `edition` can say which version was accepted.
    """

    kind: EvidenceKind
    shows: str
    about: list[Subject]
    named_by: str
    needs_document: bool
    has_edition: bool

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        shows = self.shows

        about = []
        for about_item_data in self.about:
            about_item = about_item_data.value
            about.append(about_item)

        named_by = self.named_by

        needs_document = self.needs_document

        has_edition = self.has_edition

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "shows": shows,
                "about": about,
                "named_by": named_by,
                "needs_document": needs_document,
                "has_edition": has_edition,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = EvidenceKind(d.pop("kind"))

        shows = d.pop("shows")

        about = []
        _about = d.pop("about")
        for about_item_data in _about:
            about_item = Subject(about_item_data)

            about.append(about_item)

        named_by = d.pop("named_by")

        needs_document = d.pop("needs_document")

        has_edition = d.pop("has_edition")

        evidence_kind_read = cls(
            kind=kind,
            shows=shows,
            about=about,
            named_by=named_by,
            needs_document=needs_document,
            has_edition=has_edition,
        )

        return evidence_kind_read
