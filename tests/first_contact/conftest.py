"""Who visits the sandbox."""

from pathlib import Path

import pytest

from tests.first_contact.visiting import Visitor
from tests.support.zoom import Zoom


@pytest.fixture
def visitor(zoom: Zoom, tmp_path: Path) -> Visitor:
    return Visitor(zoom, tmp_path)
