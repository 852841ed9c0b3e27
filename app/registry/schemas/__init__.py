"""What the API speaks of the registry."""

from app.registry.schemas.contacts import Contact, ContactList, ContactRead, ContactRole
from app.registry.schemas.evidence import EvidenceGive, EvidenceRead, EvidenceWithdraw, EvidenceWithdrawn, Measures
from app.registry.schemas.guidance import GuidanceRead, GuidanceWrite
from app.registry.schemas.hosts import HostChange, HostRead
from app.registry.schemas.pairings import PairingChange, PairingCreate, PairingRead
from app.registry.schemas.partners import PartnerChange, PartnerCreate, PartnerRead
from app.registry.schemas.people import PersonChange, PersonCreate, PersonRead
from app.registry.schemas.policies import (
    DocumentDifferenceRead,
    PolicyDifferenceRead,
    PolicySetRead,
    PolicyVersionRead,
    PolicyVersionSummary,
    PolicyWrite,
)
from app.registry.schemas.programmes import (
    ProgrammeChange,
    ProgrammeCreate,
    ProgrammeRead,
)
from app.registry.schemas.rules import PackList, PackRead, PackSummary, RuleCatalogue

__all__ = [
    "Contact",
    "ContactList",
    "ContactRead",
    "ContactRole",
    "DocumentDifferenceRead",
    "EvidenceGive",
    "EvidenceRead",
    "EvidenceWithdraw",
    "EvidenceWithdrawn",
    "GuidanceRead",
    "GuidanceWrite",
    "HostChange",
    "HostRead",
    "Measures",
    "PackList",
    "PackRead",
    "PackSummary",
    "PairingChange",
    "PairingCreate",
    "PairingRead",
    "PartnerChange",
    "PartnerCreate",
    "PartnerRead",
    "PersonChange",
    "PersonCreate",
    "PersonRead",
    "PolicyDifferenceRead",
    "PolicySetRead",
    "PolicyVersionRead",
    "PolicyVersionSummary",
    "PolicyWrite",
    "ProgrammeChange",
    "ProgrammeCreate",
    "ProgrammeRead",
    "RuleCatalogue",
]
