"""Playing the participants, and the host who lets them in."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.control.dependencies import (
    NOT_FOUND,
    NOT_POSSIBLE,
    ThisMeeting,
    ThisParticipant,
    ThisSandbox,
)
from app.zoom.sandbox.meetings import attendance, holding
from app.zoom.sandbox.meetings.attendance import NotPossibleError
from app.zoom.sandbox.meetings.holding import Newcomer
from app.zoom.sandbox.meetings.meeting_state import Participant, Role

router = APIRouter(prefix="/meetings/{meeting_id}/participants", tags=["Playing the participants"], responses=NOT_FOUND)


class Leaving(BaseModel):
    """Why somebody leaves: what stands after "Reason :" in the event."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default=attendance.LEFT, max_length=200)


class NewRole(BaseModel):
    """What somebody shall be."""

    model_config = ConfigDict(extra="forbid")

    role: Role


@router.get("", summary="See who is or was there")
async def read_participants(meeting: ThisMeeting) -> list[Participant]:
    """Those who wait for the host, and everybody of the running meeting."""
    instance = meeting.running
    return [*meeting.arrivals.values(), *(instance.participants.values() if instance else ())]


@router.post("", summary="Open the link", status_code=201, responses=NOT_POSSIBLE)
async def join_meeting(sandbox: ThisSandbox, meeting: ThisMeeting, newcomer: Newcomer) -> Participant:
    """Where the person is then is in the answer: waiting for the host, in the waiting room, or in the meeting.

    The host, signed in as `user`, starts the meeting by it. The events are sent that Zoom sends.
    """
    try:
        return holding.arrive(sandbox.account, meeting, newcomer)
    except NotPossibleError as error:
        raise HTTPException(409, str(error)) from None


@router.post("/{participant_uuid}/admit", summary="Let in from the waiting room", responses=NOT_POSSIBLE)
async def admit_participant(sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant) -> Participant:
    """Three events tell of it: admitted, left the waiting room, joined."""
    try:
        attendance.admit(sandbox.account, meeting, person)
    except NotPossibleError as error:
        raise HTTPException(409, str(error)) from None
    return person


@router.post("/{participant_uuid}/return", summary="Send back to the waiting room", responses=NOT_POSSIBLE)
async def return_participant(sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant) -> Participant:
    """As the host does in Zoom's client."""
    try:
        attendance.put_back(sandbox.account, meeting, person)
    except NotPossibleError as error:
        raise HTTPException(409, str(error)) from None
    return person


@router.post("/{participant_uuid}/leave", summary="Leave")
async def leave_meeting(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, leaving: Leaving | None = None
) -> Participant:
    """From wherever the person is. Who comes again is somebody new, as with Zoom."""
    attendance.leave(sandbox.account, meeting, person, reason=(leaving or Leaving()).reason)
    return person


@router.put("/{participant_uuid}/role", summary="Change a role", responses=NOT_POSSIBLE)
async def change_role(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, role: NewRole
) -> Participant:
    """As the host does in Zoom's client."""
    try:
        attendance.change_role(sandbox.account, meeting, person, role.role)
    except NotPossibleError as error:
        raise HTTPException(409, str(error)) from None
    return person
