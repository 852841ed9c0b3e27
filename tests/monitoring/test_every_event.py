"""Every event of Zoom's reference, as it is sent by the sandbox, comes in."""

from tests.support.sandbox import zoom_running
from tests.support.sandbox_everything import everything_happens
from tests.support.service import WEBHOOK_SECRET, Service
from tests.support.webhook_shapes import shapes


async def test_every_event_of_zooms_reference_is_taken(service: Service) -> None:
    async with zoom_running() as zoom:
        webhook = {"url": f"{service.base_url}/webhooks/zoom", "secret_token": WEBHOOK_SECRET}
        assert (await zoom.control("PUT", "/webhook", webhook))["validation"] == "validated"
        await everything_happens(zoom)
        deliveries = await zoom.control("POST", "/deliveries/settle")

    assert {each["event"] for each in deliveries} >= set(shapes()) - {"endpoint.url_validation"}
    tries = {(each["event"], *(attempt["status"] for attempt in each["attempts"])) for each in deliveries}
    assert [each for each in sorted(tries) if each[1:] != (204,)] == []
