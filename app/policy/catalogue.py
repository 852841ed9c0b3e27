"""The catalogue: every rule and every setting, in stable order, and found by code."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.policy.rule import Rule
from app.policy.rules import RULES
from app.policy.safety_settings import SETTINGS, SafetySetting

__all__ = ["RULES", "RULES_BY_CODE", "SETTINGS", "SETTINGS_BY_CODE"]

RULES_BY_CODE: Mapping[str, Rule[Any]] = MappingProxyType({each.code: each for each in RULES})
SETTINGS_BY_CODE: Mapping[str, SafetySetting] = MappingProxyType({each.code: each for each in SETTINGS})
