"""A sandbox that is as new for each test, and a receiver."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.support.sandbox import WEBHOOK_SECRET, Receiver, Zoom, caller, receiver_running, sandbox_in_a_thread


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    with sandbox_in_a_thread() as base_url:
        yield base_url


@pytest.fixture
async def zoom(sandbox_url: str) -> AsyncIterator[Zoom]:
    async with caller(sandbox_url, anew=True) as zoom:
        yield zoom


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiver_running() as receiver:
        yield receiver


@pytest.fixture
async def subscribed(zoom: Zoom, receiver: Receiver) -> Receiver:
    """The receiver, with all events coming to it."""
    await zoom.control("PUT", "/webhook", {"url": receiver.url, "secret_token": WEBHOOK_SECRET})
    return receiver
