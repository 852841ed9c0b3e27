"""Playing the participants, and the host who lets them in."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.control.dependencies import (
    NOT_FOUND,
    NOT_POSSIBLE,
    ThisMeeting,
    ThisParticipant,
    ThisSandbox,
    running,
    where_possible,
)
from app.zoom.sandbox.meetings import attendance, holding, sharing
from app.zoom.sandbox.meetings.holding import Newcomer
from app.zoom.sandbox.meetings.meeting_state import Participant, Role, ShareContent
from app.zoom.sandbox.meetings.sharing import SentFile, SentMessage

router = APIRouter(prefix="/meetings/{meeting_id}/participants", tags=["Playing the participants"], responses=NOT_FOUND)


class Leaving(BaseModel):
    """Why somebody leaves: what stands after "Reason :" in the event."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default=attendance.LEFT, max_length=200)


class Telephone(BaseModel):
    """Which telephone."""

    model_config = ConfigDict(extra="forbid")

    telephone: str = Field(description="The uuid of the participant who came by telephone.")


class Share(BaseModel):
    """What somebody shows."""

    model_config = ConfigDict(extra="forbid")

    content: ShareContent = ShareContent.DESKTOP


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
    with where_possible():
        return holding.arrive(sandbox.account, meeting, newcomer)


@router.post("/{participant_uuid}/admit", summary="Let in from the waiting room", responses=NOT_POSSIBLE)
async def admit_participant(sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant) -> Participant:
    """Three events tell of it: admitted, left the waiting room, joined."""
    with where_possible():
        attendance.admit(sandbox.account, meeting, person)
    return person


@router.post("/{participant_uuid}/return", summary="Send back to the waiting room", responses=NOT_POSSIBLE)
async def return_participant(sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant) -> Participant:
    """As the host does in Zoom's client."""
    with where_possible():
        attendance.put_back(sandbox.account, meeting, person)
    return person


@router.post("/{participant_uuid}/leave", summary="Leave")
async def leave_meeting(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, leaving: Leaving | None = None
) -> Participant:
    """From wherever the person is. Who comes again is somebody new, as with Zoom."""
    attendance.leave(sandbox.account, meeting, person, reason=(leaving or Leaving()).reason)
    return person


@router.post("/{participant_uuid}/remove", summary="Remove somebody", responses=NOT_POSSIBLE)
async def remove_participant(sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant) -> Participant:
    """As the host does in Zoom's client. A user or registrant cannot come back; a guest under another name can."""
    with where_possible():
        attendance.remove(sandbox.account, meeting, person)
    return person


@router.post("/{participant_uuid}/bind", summary="Bind a telephone to somebody's computer", responses=NOT_POSSIBLE)
async def bind_telephone(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, telephone: Telephone
) -> Participant:
    """Two participants are one person from then on."""
    found = holding.find_participant(meeting, telephone.telephone)
    if found is None:
        raise HTTPException(404, "There is no such participant.")
    with where_possible():
        attendance.bind(sandbox.account, meeting, person, found)
    return person


@router.post("/{participant_uuid}/share", summary="Show a screen or a whiteboard", responses=NOT_POSSIBLE)
async def start_sharing(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, share: Share | None = None
) -> Participant:
    """As far as the host's settings, or the running meeting's toolbar, let the person."""
    with where_possible():
        sharing.share(sandbox.account, meeting, running(meeting), person, (share or Share()).content)
    return person


@router.post("/{participant_uuid}/stop-sharing", summary="Show nothing any more")
async def stop_sharing(sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant) -> Participant:
    """Nothing happens if nothing was shown."""
    sharing.stop_sharing(sandbox.account, meeting, person, sandbox.clock.now())
    return person


@router.post("/{participant_uuid}/send-file", summary="Send a file through the chat", responses=NOT_POSSIBLE)
async def send_file(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, file: SentFile | None = None
) -> Participant:
    """As far as the host's settings let the person."""
    with where_possible():
        sharing.send_file(sandbox.account, meeting, running(meeting), person, file or SentFile())
    return person


@router.post("/{participant_uuid}/send-message", summary="Write into the chat", responses=NOT_POSSIBLE)
async def send_message(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, message: SentMessage
) -> Participant:
    """Accounts that do not inspect messages get no event of it; leave `meeting.chat_message_sent` out for those."""
    with where_possible():
        sharing.send_message(sandbox.account, meeting, running(meeting), person, message)
    return person


@router.put("/{participant_uuid}/role", summary="Change a role", responses=NOT_POSSIBLE)
async def change_role(
    sandbox: ThisSandbox, meeting: ThisMeeting, person: ThisParticipant, role: NewRole
) -> Participant:
    """As the host does in Zoom's client."""
    with where_possible():
        attendance.change_role(sandbox.account, meeting, person, role.role)
    return person
