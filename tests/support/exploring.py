"""How Hypothesis searches: the same examples each time in `make test`, others and many more of them in `make explore`."""

from typing import Final

import pytest
from hypothesis import settings

EXPLORE: Final = "explore"
SAME: Final = "same"
TIMES_MORE: Final = 20
_BY_DEFAULT: Final = 100

settings.register_profile(SAME, deadline=None, derandomize=True)
settings.register_profile(EXPLORE, deadline=None, max_examples=TIMES_MORE * _BY_DEFAULT, print_blob=True)
# Hypothesis's own plugin loads the profile that is asked for after this.
settings.load_profile(SAME)


def examples(usual: int) -> int:
    """Return how many examples a test tries that tries so many in `make test`."""
    return TIMES_MORE * usual if _is_exploring() else usual


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that explore take as long as it takes."""
    if _is_exploring():
        for item in items:
            # First: a test's own mark would count otherwise.
            item.add_marker(pytest.mark.timeout(0), append=False)


def _is_exploring() -> bool:
    return settings.get_current_profile_name() == EXPLORE
