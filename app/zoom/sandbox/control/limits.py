"""The account's limits."""

from fastapi import APIRouter

from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.control.schemas import LimitReport, Limits, OtherCalls
from app.zoom.sandbox.sandbox import Sandbox

router = APIRouter(prefix="/limits", tags=["Limits"])


@router.get("", summary="See the limits and what is used up")
async def read_limits(sandbox: ThisSandbox) -> LimitReport:
    """Calls within the window that ends now, and of this UTC day."""
    return _report(sandbox)


@router.put("", summary="Change the limits")
async def put_limits(sandbox: ThisSandbox, limits: Limits) -> LimitReport:
    """What was used stays used. Stop the clock to meet a limit per second at the same call each time."""
    sandbox.limits.use(limits.limits, limits.headers)
    return _report(sandbox)


@router.post("/calls", summary="Let another app of the account make calls")
async def spend_calls(sandbox: ThisSandbox, calls: OtherCalls) -> LimitReport:
    """They count against the account's limits now, as if they had been answered."""
    sandbox.limits.spend(calls.label, calls.calls)
    return _report(sandbox)


def _report(sandbox: Sandbox) -> LimitReport:
    limits = sandbox.limits
    return LimitReport(limits=limits.table, headers=limits.headers, used=limits.report())
