"""The map in CONTRIBUTING.md: whoever follows it arrives."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text()


def test_every_path_that_is_named_exists() -> None:
    named = set(re.findall(r"`((?:app|tests|docs|benchmarks|migrations|\.ci)/[\w./-]*)`", PAGE))
    assert len(named) > 40
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_folder_of_the_application_is_named() -> None:
    described = PAGE.partition("## The map")[2].partition("**To change")[0]
    rows = {
        folder: line
        for line in described.splitlines()
        for folder in re.findall(r"`app/(\w+)/`", line.split("|")[1] if line.startswith("|") else "")
    }
    folders = {each.name: each for each in (ROOT / "app").iterdir() if (each / "__init__.py").exists()}
    assert rows.keys() == folders.keys()
    parts = {
        f"{name}/{part.name}/"
        for name, folder in folders.items()
        for part in folder.iterdir()
        if (part / "__init__.py").exists()
    }
    assert [part for part in sorted(parts) if f"`{part.partition('/')[2]}`" not in rows[part.partition("/")[0]]] == []
