"""The kind of account, and how it behaves where accounts differ."""

from fastapi import APIRouter

from app.zoom.sandbox.account.beliefs import Beliefs
from app.zoom.sandbox.account.profile import Profile
from app.zoom.sandbox.control.dependencies import ThisSandbox

router = APIRouter(tags=["Profile"])


@router.get("/profile", summary="See the account's profile")
async def read_profile(sandbox: ThisSandbox) -> Profile:
    """As the sandbox was started with it, with the evidence for what it holds. The beliefs in force may be others by now."""
    return sandbox.account.profile


@router.get("/beliefs", summary="See how the account behaves where accounts differ")
async def read_beliefs(sandbox: ThisSandbox) -> Beliefs:
    """What is in force now."""
    return sandbox.account.beliefs


@router.put("/beliefs", summary="Change how the account behaves where accounts differ")
async def put_beliefs(sandbox: ThisSandbox, beliefs: Beliefs) -> Beliefs:
    """Replaces all of them, at once; what is left out is as in the profile `full`. What meetings were given stays."""
    sandbox.state.beliefs = beliefs
    sandbox.account.changed()
    return beliefs


@router.delete("/beliefs", summary="Let the account behave as its profile says", status_code=204)
async def delete_beliefs(sandbox: ThisSandbox) -> None:
    """The profile's beliefs are in force again."""
    sandbox.state.beliefs = sandbox.account.profile.beliefs
    sandbox.account.changed()
