"""What every operation of the control interface needs."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.zoom.sandbox.meetings import holding
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, NotPossibleError, Participant
from app.zoom.sandbox.sandbox import Sandbox

_bearer: Final = HTTPBearer(
    scheme_name="ControlToken", description="The control token, if the sandbox was given one.", auto_error=False
)


async def demand_control_token(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> None:
    """Refuse who does not send the control token, where there is one."""
    token = request.app.state.sandbox.configuration.control_token
    sent = credentials.credentials if credentials else ""
    if token is not None and not hmac.compare_digest(sent.encode(), token.get_secret_value().encode()):
        raise HTTPException(
            401, "Send the sandbox's control token as `Authorization: Bearer`.", {"WWW-Authenticate": "Bearer"}
        )


async def sandbox_of(request: Request) -> Sandbox:
    """Return the sandbox behind the application, up to date with its clock."""
    sandbox: Sandbox = request.app.state.sandbox
    holding.end_overdue(sandbox.account)
    return sandbox


ThisSandbox = Annotated[Sandbox, Depends(sandbox_of)]


async def meeting_of(sandbox: ThisSandbox, meeting_id: int) -> Meeting:
    """Return a meeting that is neither deleted nor expired."""
    meeting = sandbox.state.meetings.get(meeting_id)
    if meeting is None or not sandbox.account.is_alive(meeting):
        raise HTTPException(404, "There is no such meeting.")
    return meeting


ThisMeeting = Annotated[Meeting, Depends(meeting_of)]


async def participant_of(meeting: ThisMeeting, participant_uuid: str) -> Participant:
    """Return somebody who waits for the host, or is or was in the running meeting."""
    if (participant := holding.find_participant(meeting, participant_uuid)) is None:
        raise HTTPException(404, "There is no such participant.")
    return participant


@contextmanager
def where_possible() -> Iterator[None]:
    """Answer 409 where Zoom's client would not offer what the block does."""
    try:
        yield
    except NotPossibleError as error:
        raise HTTPException(409, str(error)) from None


def running(meeting: Meeting) -> Instance:
    """Return the holding of a meeting that is running; answer 409 if it is not."""
    if (instance := meeting.running) is None:
        raise HTTPException(409, "The meeting is not running.")
    return instance


ThisParticipant = Annotated[Participant, Depends(participant_of)]
NOT_FOUND: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "There is no such meeting, or participant."}}
NOT_POSSIBLE: Final[dict[int | str, dict[str, Any]]] = {409: {"description": "Zoom's client would not offer this now."}}
