"""The sandbox's time."""

from datetime import timedelta

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.control.schemas import Instant, TimeStep

router = APIRouter(prefix="/time", tags=["Time"])


class NewTime(BaseModel):
    """The instant that it shall be."""

    model_config = ConfigDict(extra="forbid")

    now: AwareDatetime


@router.get("", summary="See the sandbox's time")
async def read_time(sandbox: ThisSandbox) -> Instant:
    """It runs at the usual speed."""
    return Instant(now=sandbox.clock.now())


@router.put("", summary="Set the sandbox's time")
async def set_time(sandbox: ThisSandbox, time: NewTime) -> Instant:
    """Tokens expire and webhooks are tried again by it."""
    sandbox.clock.move_to(time.now)
    return Instant(now=sandbox.clock.now())


@router.post("/advance", summary="Move the sandbox's time on")
async def advance_time(sandbox: ThisSandbox, step: TimeStep) -> Instant:
    """Webhooks that are due then are tried at once."""
    sandbox.clock.move_by(timedelta(seconds=step.seconds))
    return Instant(now=sandbox.clock.now())
