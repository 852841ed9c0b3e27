"""The sandbox's time."""

from datetime import timedelta

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.control.schemas import Instant, TimeStep
from app.zoom.sandbox.sandbox import Sandbox

router = APIRouter(prefix="/time", tags=["Time"])


class NewTime(BaseModel):
    """The instant that it shall be, and whether the clock shall stand still; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    now: AwareDatetime | None = None
    stopped: bool | None = None


@router.get("", summary="See the sandbox's time")
async def read_time(sandbox: ThisSandbox) -> Instant:
    """It runs at the usual speed unless it is stopped."""
    return _instant(sandbox)


@router.put("", summary="Set the sandbox's time, stop it, or let it run")
async def set_time(sandbox: ThisSandbox, time: NewTime) -> Instant:
    """Tokens expire, limits are counted, and webhooks are tried again by it. A stopped clock moves only when moved."""
    if time.stopped:
        sandbox.clock.stop()
    elif time.stopped is not None:
        sandbox.clock.run()
    if time.now is not None:
        sandbox.clock.move_to(time.now)
    return _instant(sandbox)


@router.post("/advance", summary="Move the sandbox's time on")
async def advance_time(sandbox: ThisSandbox, step: TimeStep) -> Instant:
    """What is due then happens at once."""
    sandbox.clock.move_by(timedelta(seconds=step.seconds))
    return _instant(sandbox)


def _instant(sandbox: Sandbox) -> Instant:
    return Instant(now=sandbox.clock.now(), stopped=sandbox.clock.is_stopped)
