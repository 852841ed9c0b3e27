"""Faults."""

from fastapi import APIRouter

from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.faults import FaultReport, FaultRule

router = APIRouter(prefix="/faults", tags=["Faults"])


@router.put("", summary="Make calls go wrong")
async def put_faults(sandbox: ThisSandbox, rules: list[FaultRule]) -> list[FaultReport]:
    """Replaces the rules in force and counts from nothing. Of several rules that fit a call, the first one counts.

    Delays and ignored settings add to it. Operations are named as in the request log.
    """
    sandbox.faults.replace(rules)
    return sandbox.faults.report()


@router.get("", summary="See the faults in force")
async def read_faults(sandbox: ThisSandbox) -> list[FaultReport]:
    """With how many calls each rule fitted, and how many it made go wrong."""
    return sandbox.faults.report()


@router.delete("", summary="Let all be well", status_code=204)
async def delete_faults(sandbox: ThisSandbox) -> None:
    """No call goes wrong any more."""
    sandbox.faults.replace(())
