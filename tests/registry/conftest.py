"""A registry with two partners in it, made over HTTP."""

import httpx
import pytest

from tests.support.registry_world import World, build_world
from tests.support.service import Service


@pytest.fixture
async def coordinator(service: Service) -> httpx.AsyncClient:
    """A coordinator of the whole organisation."""
    return await service.caller()


@pytest.fixture
async def world(service: Service, coordinator: httpx.AsyncClient) -> World:
    """Two partners in one programme, each with a mentor, a mentee, their pairing, and evidence about each of them."""
    return await build_world(service, coordinator)
