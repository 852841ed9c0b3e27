"""Where the workers of these tests come from."""

from collections.abc import Iterator

import pytest

from tests.resilience.workers import Workers, forked_workers


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Workers as processes of their own."""
    with forked_workers() as workers:
        yield workers
