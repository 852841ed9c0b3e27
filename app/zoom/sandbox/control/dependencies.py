"""What every operation of the control interface needs."""

from typing import Annotated, Any, Final

from fastapi import Depends, HTTPException, Request

from app.zoom.sandbox.sandbox import Sandbox
from app.zoom.sandbox.state import Meeting


def sandbox_of(request: Request) -> Sandbox:
    """Return the sandbox behind the application."""
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


ThisSandbox = Annotated[Sandbox, Depends(sandbox_of)]


def meeting_of(sandbox: ThisSandbox, meeting_id: int) -> Meeting:
    """Return a meeting that is neither deleted nor expired."""
    meeting = sandbox.state.meetings.get(meeting_id)
    if meeting is None or not sandbox.account.is_alive(meeting):
        raise HTTPException(404, "There is no such meeting.")
    return meeting


ThisMeeting = Annotated[Meeting, Depends(meeting_of)]
NOT_FOUND: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "There is no such meeting."}}
