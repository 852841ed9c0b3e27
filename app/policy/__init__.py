"""The safeguarding policy: rules, packs, the safety profile and the decision.

Pure: nothing here reads a clock, a database or a network, and no other part of the product is
imported. The only files read are the packs that ship with it, and those once.
"""

from app.policy.ages import age_on
from app.policy.calendar import Weekday, bank_holidays, is_bank_holiday, is_working_day
from app.policy.catalogue import RULES, RULES_BY_CODE, SETTINGS, SETTINGS_BY_CODE
from app.policy.combining import checked as checked_tightening
from app.policy.decision import Decision, Finding, decide
from app.policy.descriptions import (
    EvidenceDescription,
    RuleDescription,
    SettingDescription,
    describe_evidence,
    describe_rules,
    describe_settings,
)
from app.policy.document import Policy, PolicyDocument
from app.policy.documentation import rules_as_markdown
from app.policy.doors import DisplayName, DoorRules, SecondFact
from app.policy.errors import PolicyError, Problem
from app.policy.evidence import (
    HAS_EDITION,
    IS_CONSENT,
    NEEDS_DOCUMENT,
    SUBJECTS_OF,
    EvidenceFact,
    EvidenceKind,
    Subject,
)
from app.policy.facts import Facts, HostPoolFacts, PairingFacts, PartnerFacts, PersonFacts, SessionFacts
from app.policy.hosts import host_is_able, host_is_free, needs_host
from app.policy.incidents import INCIDENTS, SESSION_INCIDENTS, IncidentKind, IncidentSeverity
from app.policy.opening import Opener, OpeningRules, OpeningWay
from app.policy.outcomes import DecisionOutcome, Outcome, Severity
from app.policy.packs import load_packs, on_pack, pack, read_pack
from app.policy.replay import Difference, RecordedDecision, Replay, recompute
from app.policy.room import LONGEST_OVERRUN, RoomAction, RoomRules
from app.policy.rule_setting import RuleSetting
from app.policy.safety import SafetyProfile, check_known
from app.policy.sections import SECTIONS
from app.policy.tightening import NOTHING, RuleTightening, Tightening

__all__ = [
    "HAS_EDITION",
    "INCIDENTS",
    "IS_CONSENT",
    "LONGEST_OVERRUN",
    "NEEDS_DOCUMENT",
    "NOTHING",
    "RULES",
    "RULES_BY_CODE",
    "SECTIONS",
    "SESSION_INCIDENTS",
    "SETTINGS",
    "SETTINGS_BY_CODE",
    "SUBJECTS_OF",
    "Decision",
    "DecisionOutcome",
    "Difference",
    "DisplayName",
    "DoorRules",
    "EvidenceDescription",
    "EvidenceFact",
    "EvidenceKind",
    "Facts",
    "Finding",
    "HostPoolFacts",
    "IncidentKind",
    "IncidentSeverity",
    "Opener",
    "OpeningRules",
    "OpeningWay",
    "Outcome",
    "PairingFacts",
    "PartnerFacts",
    "PersonFacts",
    "Policy",
    "PolicyDocument",
    "PolicyError",
    "Problem",
    "RecordedDecision",
    "Replay",
    "RoomAction",
    "RoomRules",
    "RuleDescription",
    "RuleSetting",
    "RuleTightening",
    "SafetyProfile",
    "SecondFact",
    "SessionFacts",
    "SettingDescription",
    "Severity",
    "Subject",
    "Tightening",
    "Weekday",
    "age_on",
    "bank_holidays",
    "check_known",
    "checked_tightening",
    "decide",
    "describe_evidence",
    "describe_rules",
    "describe_settings",
    "host_is_able",
    "host_is_free",
    "is_bank_holiday",
    "is_working_day",
    "load_packs",
    "needs_host",
    "on_pack",
    "pack",
    "read_pack",
    "recompute",
    "rules_as_markdown",
]
