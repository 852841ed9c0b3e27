"""The safeguarding policy: rules, packs, the safety profile and the decision.

Pure: nothing here reads a clock, a database or a network, and no other part of the product is
imported. The only files read are the packs that ship with it, and those once.
"""

from app.policy.ages import age_on
from app.policy.catalogue import RULES, RULES_BY_CODE, SETTINGS, SETTINGS_BY_CODE
from app.policy.combining import checked as checked_tightening
from app.policy.decision import Decision, Finding, decide
from app.policy.descriptions import RuleDescription, SettingDescription, describe_rules, describe_settings
from app.policy.document import Policy, PolicyDocument
from app.policy.errors import PolicyError, Problem
from app.policy.evidence import SUBJECTS_OF, EvidenceFact, EvidenceKind, Subject
from app.policy.facts import Facts, HostFact, PairingFacts, PartnerFacts, PersonFacts, SessionFacts
from app.policy.hosts import needs_host, suitable_hosts
from app.policy.outcomes import DecisionOutcome, Outcome, Severity
from app.policy.packs import load_packs, pack, read_pack
from app.policy.rule_setting import RuleSetting
from app.policy.safety import SafetyProfile, check_known
from app.policy.tightening import NOTHING, RuleTightening, Tightening

__all__ = [
    "NOTHING",
    "RULES",
    "RULES_BY_CODE",
    "SETTINGS",
    "SETTINGS_BY_CODE",
    "SUBJECTS_OF",
    "Decision",
    "DecisionOutcome",
    "EvidenceFact",
    "EvidenceKind",
    "Facts",
    "Finding",
    "HostFact",
    "Outcome",
    "PairingFacts",
    "PartnerFacts",
    "PersonFacts",
    "Policy",
    "PolicyDocument",
    "PolicyError",
    "Problem",
    "RuleDescription",
    "RuleSetting",
    "RuleTightening",
    "SafetyProfile",
    "SessionFacts",
    "SettingDescription",
    "Severity",
    "Subject",
    "Tightening",
    "age_on",
    "check_known",
    "checked_tightening",
    "decide",
    "describe_rules",
    "describe_settings",
    "load_packs",
    "needs_host",
    "pack",
    "read_pack",
    "suitable_hosts",
]
