"""Health and readiness."""

from tests.support.service import Service


async def test_the_service_says_that_it_is_alive_and_ready(service: Service) -> None:
    client = await service.anonymous()
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert (await client.get("/readyz")).json() == {"status": "ok"}
