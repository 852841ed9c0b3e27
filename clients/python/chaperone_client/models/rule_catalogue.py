from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
    from ..models.evidence_kind_read import EvidenceKindRead
    from ..models.incident_kind_read import IncidentKindRead
    from ..models.rule_catalogue_doors import RuleCatalogueDoors
    from ..models.rule_catalogue_opening import RuleCatalogueOpening
    from ..models.rule_catalogue_room import RuleCatalogueRoom
    from ..models.rule_read import RuleRead
    from ..models.safety_setting_read import SafetySettingRead


T = TypeVar("T", bound="RuleCatalogue")


@_attrs_define
class RuleCatalogue:
    """Everything that a policy can set.

    Attributes:
        rules (list[RuleRead]): Whether a session may take place.
        safety (list[SafetySettingRead]): How safe its meeting must be.
        evidence (list[EvidenceKindRead]): The evidence that rules ask for, and about whom it is given.
        room (RuleCatalogueRoom): JSON schema of what a policy says of the room of a session; `tighter` says which way
            is stricter.
        doors (RuleCatalogueDoors): JSON schema of what a policy says of how people come in; `tighter` says which way is
            stricter.
        opening (RuleCatalogueOpening): JSON schema of what a policy says of who opens the room; `tighter` says which
            way is stricter.
        incidents (list[IncidentKindRead]): The incidents of which a policy says how grave they are.
    """

    rules: list[RuleRead]
    safety: list[SafetySettingRead]
    evidence: list[EvidenceKindRead]
    room: RuleCatalogueRoom
    doors: RuleCatalogueDoors
    opening: RuleCatalogueOpening
    incidents: list[IncidentKindRead]

    def to_dict(self) -> dict[str, Any]:
        from ..models.evidence_kind_read import EvidenceKindRead  # noqa: PLC0415
        from ..models.incident_kind_read import IncidentKindRead  # noqa: PLC0415
        from ..models.rule_catalogue_doors import RuleCatalogueDoors  # noqa: PLC0415
        from ..models.rule_catalogue_opening import RuleCatalogueOpening  # noqa: PLC0415
        from ..models.rule_catalogue_room import RuleCatalogueRoom  # noqa: PLC0415
        from ..models.rule_read import RuleRead  # noqa: PLC0415
        from ..models.safety_setting_read import SafetySettingRead  # noqa: PLC0415

        rules = []
        for rules_item_data in self.rules:
            rules_item = rules_item_data.to_dict()
            rules.append(rules_item)

        safety = []
        for safety_item_data in self.safety:
            safety_item = safety_item_data.to_dict()
            safety.append(safety_item)

        evidence = []
        for evidence_item_data in self.evidence:
            evidence_item = evidence_item_data.to_dict()
            evidence.append(evidence_item)

        room = self.room.to_dict()

        doors = self.doors.to_dict()

        opening = self.opening.to_dict()

        incidents = []
        for incidents_item_data in self.incidents:
            incidents_item = incidents_item_data.to_dict()
            incidents.append(incidents_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rules": rules,
                "safety": safety,
                "evidence": evidence,
                "room": room,
                "doors": doors,
                "opening": opening,
                "incidents": incidents,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.evidence_kind_read import EvidenceKindRead  # noqa: PLC0415
        from ..models.incident_kind_read import IncidentKindRead  # noqa: PLC0415
        from ..models.rule_catalogue_doors import RuleCatalogueDoors  # noqa: PLC0415
        from ..models.rule_catalogue_opening import RuleCatalogueOpening  # noqa: PLC0415
        from ..models.rule_catalogue_room import RuleCatalogueRoom  # noqa: PLC0415
        from ..models.rule_read import RuleRead  # noqa: PLC0415
        from ..models.safety_setting_read import SafetySettingRead  # noqa: PLC0415

        d = dict(src_dict)
        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = RuleRead.from_dict(rules_item_data)

            rules.append(rules_item)

        safety = []
        _safety = d.pop("safety")
        for safety_item_data in _safety:
            safety_item = SafetySettingRead.from_dict(safety_item_data)

            safety.append(safety_item)

        evidence = []
        _evidence = d.pop("evidence")
        for evidence_item_data in _evidence:
            evidence_item = EvidenceKindRead.from_dict(evidence_item_data)

            evidence.append(evidence_item)

        room = RuleCatalogueRoom.from_dict(d.pop("room"))

        doors = RuleCatalogueDoors.from_dict(d.pop("doors"))

        opening = RuleCatalogueOpening.from_dict(d.pop("opening"))

        incidents = []
        _incidents = d.pop("incidents")
        for incidents_item_data in _incidents:
            incidents_item = IncidentKindRead.from_dict(incidents_item_data)

            incidents.append(incidents_item)

        rule_catalogue = cls(
            rules=rules,
            safety=safety,
            evidence=evidence,
            room=room,
            doors=doors,
            opening=opening,
            incidents=incidents,
        )

        return rule_catalogue
