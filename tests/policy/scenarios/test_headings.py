"""Whatever a rule, a setting or a pack cites stands in the guidance under that heading."""

import pytest

from app.policy import RULES, SETTINGS, Severity, load_packs
from tests.policy.scenarios.headings import unknown_in


def test_rules_and_settings_cite_headings_that_exist() -> None:
    sources = [rule.source for rule in RULES] + [str(setting.source) for setting in SETTINGS]
    assert [unknown for source in sources for unknown in unknown_in(source)] == []


@pytest.mark.parametrize("name", [*load_packs()])
def test_packs_cite_headings_that_exist(name: str) -> None:
    citations = [setting.citation for setting in load_packs()[name].rules.values() if setting.citation]
    assert [unknown for citation in citations for unknown in unknown_in(citation)] == []


@pytest.mark.parametrize("name", [name for name in load_packs() if name != "baseline"])
def test_a_programme_cites_a_source_for_every_rule_that_it_asks_for(name: str) -> None:
    for code, setting in load_packs()[name].rules.items():
        assert (setting.severity is Severity.OFF) == (setting.citation is None), code
