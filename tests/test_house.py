"""Who may import whom outside of the application: there `make check` holds the order."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.kit.revisions import ROOT


def imported(file: Path) -> Iterator[str]:
    """Yield the modules that a file imports, those that it names in `from package import module` too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize(
    ("folder", "others"),
    [
        ("app", {"tests", "benchmarks", "oracles"}),
        ("migrations", {"tests", "benchmarks", "oracles"}),
        ("oracles", {"tests", "benchmarks"}),
        ("benchmarks", {"tests"}),
        ("tests", {"benchmarks"}),
    ],
)
def test_no_folder_imports_one_that_it_must_not_know(folder: str, others: set[str]) -> None:
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    wrong = [(str(file), name) for file in files for name in imported(file) if name.partition(".")[0] in others]
    assert wrong == []


def test_tests_share_what_stands_in_support_and_import_no_other_test_or_folder() -> None:
    wrong = []
    for file in (ROOT / "tests").rglob("*.py"):
        own = file.relative_to(ROOT / "tests").parts[0]
        for name in imported(file):
            root, _, rest = name.partition(".")
            parts = rest.split(".")
            if root == "tests" and (
                parts[0] not in {own, "support"} or any(part.startswith("test_") for part in parts)
            ):
                wrong.append((str(file), name))
    assert wrong == []
