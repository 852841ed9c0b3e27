"""Where events go, and what became of them."""

from fastapi import APIRouter

from app.zoom.sandbox.configuration import WebhookConfiguration
from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.control.schemas import SubscriptionReport
from app.zoom.sandbox.sandbox import Sandbox
from app.zoom.sandbox.webhooks.delivery import Delivery

router = APIRouter(tags=["Webhooks"])


@router.put("/webhook", summary="Send events to a URL")
async def put_webhook(sandbox: ThisSandbox, webhook: WebhookConfiguration) -> SubscriptionReport | None:
    """The URL is validated first, and the outcome is in the answer.

    A URL that fails is kept: it is validated again before each event.
    """
    sandbox.subscribe(webhook)
    await sandbox.webhooks.validate()
    return _report(sandbox)


@router.get("/webhook", summary="See where events go")
async def read_webhook(sandbox: ThisSandbox) -> SubscriptionReport | None:
    """Null if they go nowhere."""
    return _report(sandbox)


@router.delete("/webhook", summary="Send no more events", status_code=204)
async def delete_webhook(sandbox: ThisSandbox) -> None:
    """Events that are waiting are not delivered."""
    sandbox.subscribe(None)


@router.get("/deliveries", summary="See what became of the events")
async def read_deliveries(sandbox: ThisSandbox) -> list[Delivery]:
    """The oldest first, each with its tries."""
    return list(sandbox.webhooks.deliveries)


@router.post("/deliveries/settle", summary="Wait until nothing is due")
async def settle_deliveries(sandbox: ThisSandbox) -> list[Delivery]:
    """Answers once every event whose time has come has been tried."""
    await sandbox.webhooks.until_idle()
    return list(sandbox.webhooks.deliveries)


def _report(sandbox: Sandbox) -> SubscriptionReport | None:
    subscription = sandbox.state.subscription
    return SubscriptionReport(**subscription.model_dump(exclude={"secret_token"})) if subscription else None
