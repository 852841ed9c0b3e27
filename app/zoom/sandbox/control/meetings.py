"""Playing the host: in Zoom's client and in its portal."""

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.api.answers import Refusal
from app.zoom.sandbox.control.dependencies import NOT_FOUND, ThisMeeting, ThisSandbox, where_possible
from app.zoom.sandbox.control.schemas import MeetingReport
from app.zoom.sandbox.meetings import holding
from app.zoom.sandbox.meetings import scheduled as meetings
from app.zoom.sandbox.webhooks import events, examples

router = APIRouter(prefix="/meetings/{meeting_id}", tags=["Playing the host"], responses=NOT_FOUND)


class Start(BaseModel):
    """Who starts a meeting."""

    model_config = ConfigDict(extra="forbid")

    user: str | None = Field(
        default=None, description="The id or address of the host or of an alternative host; the host without it."
    )


class MeetingEvent(BaseModel):
    """An event about a meeting. What every event tells of one is filled in, and the rest from an example if there is one."""

    model_config = ConfigDict(extra="forbid")

    event: str = Field(pattern=r"^(meeting|recording|user)\.[a-z_]+$", examples=["meeting.risk_alert"])
    object: dict[str, Any] = Field(
        default_factory=dict,
        description="What the object holds beside the usual.",
        examples=[{"armn_details": {"post_platform": "example", "meeting_url": "https://zoom.example.org/j/1"}}],
    )
    payload: dict[str, Any] = Field(default_factory=dict, description="What stands beside the object.")


@router.get("", summary="See a meeting")
async def read_meeting(sandbox: ThisSandbox, meeting: ThisMeeting) -> MeetingReport:
    """As Zoom's API shows it, without start link, and what the API does not show."""
    return MeetingReport.of(sandbox.account, meeting)


@router.post(
    "/start",
    summary="Start a meeting, as the host's client does",
    responses={409: {"description": "The host holds as many meetings as the plan allows, or may not start it."}},
)
async def start_meeting(sandbox: ThisSandbox, meeting: ThisMeeting, start: Start | None = None) -> MeetingReport:
    """The meeting gets a new uuid, and whoever starts it joins: `meeting.started`, then `meeting.participant_joined`.

    Nothing happens if it runs already.
    """
    with where_possible():
        holding.start_as(sandbox.account, meeting, start.user if start else None)
    return MeetingReport.of(sandbox.account, meeting)


@router.post("/end", summary="End a meeting, as the host's client does")
async def end_meeting(sandbox: ThisSandbox, meeting: ThisMeeting) -> MeetingReport:
    """`meeting.ended` is sent. Nothing happens if it does not run."""
    holding.end(sandbox.account, meeting)
    return MeetingReport.of(sandbox.account, meeting)


@router.patch(
    "",
    summary="Change a meeting, as the host does in the portal",
    responses={400: {"description": "Zoom does not take a value."}},
)
async def change_meeting(sandbox: ThisSandbox, meeting: ThisMeeting, changes: dict[str, Any]) -> MeetingReport:
    """Takes what "Update a meeting" takes, such as `{"settings": {"waiting_room": false}}`.

    `meeting.updated` is sent in the host's name. The day's quota is not touched; locks hold for the host too.
    """
    try:
        host = sandbox.state.users.get(meeting.host_id)
        meetings.update(sandbox.account, meeting, changes, actor=host)
    except Refusal as refusal:
        raise HTTPException(400, refusal.answer.body) from None
    return MeetingReport.of(sandbox.account, meeting)


@router.delete(
    "",
    summary="Delete a meeting, as the host does in the portal",
    status_code=204,
    responses={409: {"description": "The meeting is running."}},
)
async def delete_meeting(sandbox: ThisSandbox, meeting: ThisMeeting) -> None:
    """`meeting.deleted` is sent in the host's name."""
    try:
        meetings.delete(sandbox.account, meeting, actor=sandbox.state.users.get(meeting.host_id))
    except Refusal:
        raise HTTPException(409, "The meeting is running.") from None


@router.post("/convert-to-webinar", summary="Make a meeting a webinar, as the host does in the portal", status_code=204)
async def convert_meeting(sandbox: ThisSandbox, meeting: ThisMeeting) -> None:
    """It is no meeting any more: Zoom's calls about meetings answer 400 with code 3000."""
    with where_possible():
        meetings.convert_to_webinar(sandbox.account, meeting, actor=sandbox.state.users.get(meeting.host_id))


@router.post("/events", summary="Send any event about a meeting", status_code=204)
async def send_event(sandbox: ThisSandbox, meeting: ThisMeeting, event: MeetingEvent) -> None:
    """For what the sandbox does not do by itself: breakout rooms, feedback, changed summaries, recordings in the trash."""
    if event.event in examples.example_names():
        examples.announce_example(sandbox.account, event.event, meeting, event.object, event.payload)
    else:
        events.announce_about(sandbox.account, event.event, meeting, event.object, event.payload)
