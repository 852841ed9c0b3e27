"""Faults."""

from fastapi import APIRouter

from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.misbehaviour.faults import FaultReport, FaultRule, FaultScript, Firing
from app.zoom.sandbox.misbehaviour.webhook_faults import WebhookFaultReport, WebhookFaultRule, WebhookFaultScript

router = APIRouter(tags=["Faults"])


@router.put("/faults", summary="Make calls go wrong")
async def put_faults(sandbox: ThisSandbox, script: FaultScript | list[FaultRule]) -> list[FaultReport]:
    """Replaces the rules in force and counts from nothing. Of several rules that fit a call, the first one counts.

    Delays and ignored settings add to it. Operations are named as in the request log. The same script goes the same way
    for the same calls.
    """
    if isinstance(script, FaultScript):
        sandbox.faults.replace(script.rules, seed=script.seed)
    else:
        sandbox.faults.replace(script)
    return sandbox.faults.report()


@router.get("/faults/fired", summary="See which faults struck")
async def read_firings(sandbox: ThisSandbox) -> list[Firing]:
    """The oldest first, since the rules were put in force."""
    return list(sandbox.faults.firings)


@router.get("/faults", summary="See the faults in force")
async def read_faults(sandbox: ThisSandbox) -> list[FaultReport]:
    """With how many calls each rule fitted, and how many it made go wrong."""
    return sandbox.faults.report()


@router.delete("/faults", summary="Let all be well", status_code=204)
async def delete_faults(sandbox: ThisSandbox) -> None:
    """No call goes wrong any more."""
    sandbox.faults.replace(())


@router.put("/webhook-faults", summary="Make events go wrong")
async def put_webhook_faults(
    sandbox: ThisSandbox, script: WebhookFaultScript | list[WebhookFaultRule]
) -> list[WebhookFaultReport]:
    """Replaces the rules in force and counts from nothing. Of several rules that fit an event, the first to strike counts."""
    if isinstance(script, WebhookFaultScript):
        sandbox.webhooks.faults.replace(script.rules, seed=script.seed)
    else:
        sandbox.webhooks.faults.replace(script)
    return sandbox.webhooks.faults.report()


@router.get("/webhook-faults", summary="See the faults of events")
async def read_webhook_faults(sandbox: ThisSandbox) -> list[WebhookFaultReport]:
    """What became of each event is told by the deliveries."""
    return sandbox.webhooks.faults.report()


@router.delete("/webhook-faults", summary="Let all events be well", status_code=204)
async def delete_webhook_faults(sandbox: ThisSandbox) -> None:
    """No event goes wrong any more; those that wait stay late."""
    sandbox.webhooks.faults.replace(())
