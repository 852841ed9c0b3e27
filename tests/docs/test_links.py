"""What the written pages lead to and list is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from app.doctor.scopes import NEEDS
from app.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def anchors_of(page: Path) -> set[str]:
    """Return how the headings of a page are named in links, as GitHub names them."""
    headings = re.findall(r"^#+ +(.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def links_of(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    lost = []
    for target in links_of(page):
        path, _, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors_of(there)):
            lost.append(target)
    assert not lost


def test_every_setting_is_described() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()
    described = set(re.findall(r"`([A-Z][A-Z_]+)`", page))
    assert {name.upper() for name in Settings.model_fields} <= described


def test_every_scope_that_the_doctor_asks_for_is_in_the_steps_of_the_installation() -> None:
    page = (ROOT / "docs" / "installation.md").read_text()
    listed = set(re.findall(r"`([a-z_]+:[a-z_:]+)`", page))
    assert {need.granular for need in NEEDS} <= listed
