"""The page about the rules is the catalogue's, whole and up to date."""

from pathlib import Path

import pytest

from app.policy import RULES, SETTINGS, SUBJECTS_OF, EvidenceKind, load_packs
from app.policy.documentation import rules_as_markdown
from app.policy.sources import Document

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_in_the_repository_is_what_the_catalogue_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_as_markdown(), "docs/rules.md is stale: generate it again"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_a_section_with_its_words_and_a_line_for_each_parameter(rule: object) -> None:
    each = next(one for one in RULES if one is rule)
    section = rules_as_markdown().partition(f"\n### {each.code}\n")[2].partition("\n#")[0]
    assert each.title in section
    assert each.description in section
    assert each.source in section
    for name in each.parameters.directions().keys() - {"second_person"}:
        assert f"| `{name}` |" in section


def test_the_page_says_who_approves_and_of_which_policies_it_must_be_a_second_person() -> None:
    page = rules_as_markdown()
    assert "`second_person`" in page.partition("\n## Who approves\n")[2].partition("\n#")[0]
    at_risk = page.partition("\n### at-risk.measures\n")[2].partition("\n#")[0]
    assert at_risk.count("| needs approval by a second person |") == len(load_packs())


@pytest.mark.parametrize("kind", EvidenceKind)
def test_the_page_says_about_whom_evidence_is_given(kind: EvidenceKind) -> None:
    (row,) = [line for line in rules_as_markdown().splitlines() if line.startswith(f"| `{kind}` |")]
    assert all(subject in row for subject in SUBJECTS_OF[kind])


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.code)
def test_a_setting_has_a_section_with_its_levels(setting: object) -> None:
    each = next(one for one in SETTINGS if one is setting)
    section = rules_as_markdown().partition(f"\n### {each.code}\n")[2].partition("\n#")[0]
    assert each.sentence in section
    assert f"The floor: `{each.baseline}`" in section
    assert all(f"`{level}`" in section for level in each.levels)


def test_the_page_says_what_each_short_name_stands_for() -> None:
    assert all(f"| `{document}` |" in rules_as_markdown() for document in Document)


def test_every_table_has_as_many_cells_in_each_row_as_in_its_head() -> None:
    width = 0
    for line in rules_as_markdown().splitlines():
        cells = line.count("|") if line.startswith("|") else 0
        assert cells in {0, width} or width == 0
        width = cells
