"""An installation whose people come in by personal links."""

import pytest

from app.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of a service that has an address for the pages of participants."""
    return settings.model_copy(update={"public_url": "https://sessions.example.org"})
