"""Playing what happens in a running meeting beside its people: recordings, AI, streams, calls, the toolbar."""

from enum import StrEnum
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.control.dependencies import (
    NOT_FOUND,
    NOT_POSSIBLE,
    ThisMeeting,
    ThisSandbox,
    running,
    where_possible,
)
from app.zoom.sandbox.control.schemas import MeetingReport
from app.zoom.sandbox.meetings import ai_companion, calls, recordings, streams
from app.zoom.sandbox.meetings import toolbar as toolbars
from app.zoom.sandbox.meetings.calls import Invitation, RoomCall, TelephoneCall
from app.zoom.sandbox.meetings.meeting_state import AiFeature, Participant, Toolbar
from app.zoom.sandbox.webhooks import events

router = APIRouter(prefix="/meetings/{meeting_id}", tags=["Playing the room"], responses={**NOT_FOUND, **NOT_POSSIBLE})


class RecordingAction(StrEnum):
    """What is done with the cloud recording. The last two are Zoom's, after it has stopped."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    COMPLETE = "complete"
    TRANSCRIBE = "transcribe"


class LocalRecording(BaseModel):
    """Whether somebody records on their own machine."""

    model_config = ConfigDict(extra="forbid")

    recording: bool


class AiAction(StrEnum):
    """What is done with AI Companion. The last two are Zoom's, when it is done with writing."""

    START = "start"
    STOP = "stop"
    COMPLETE_SUMMARY = "complete-summary"
    COMPLETE_TRANSCRIPT = "complete-transcript"


class AiFeatures(BaseModel):
    """Which features."""

    model_config = ConfigDict(extra="forbid")

    features: tuple[AiFeature, ...] = Field(default=tuple(AiFeature), min_length=1)


class StreamAction(StrEnum):
    """What is done with a live stream."""

    START = "start"
    STOP = "stop"


class MediaStreamAction(StrEnum):
    """What is done with the stream to an app."""

    START = "start"
    INTERRUPT = "interrupt"
    STOP = "stop"


class FoundInPublic(BaseModel):
    """Where the link was found, as `armn_details` of the event; what is left out is filled in."""

    model_config = ConfigDict(extra="forbid")

    details: dict[str, Any] = Field(default_factory=dict, examples=[{"post_platform": "example"}])


@router.post("/recording/{action}", summary="Record in the cloud")
async def record(sandbox: ThisSandbox, meeting: ThisMeeting, action: RecordingAction) -> MeetingReport:
    """With Zoom's events, `recording.completed` and `recording.transcript_completed` among them."""
    account = sandbox.account
    with where_possible():
        match action:
            case RecordingAction.START:
                recordings.start(account, meeting, running(meeting))
            case RecordingAction.PAUSE:
                recordings.pause(account, meeting, running(meeting))
            case RecordingAction.RESUME:
                recordings.resume(account, meeting, running(meeting))
            case RecordingAction.STOP:
                recordings.stop(account, meeting, running(meeting))
            case RecordingAction.COMPLETE:
                recordings.complete(account, meeting)
            case RecordingAction.TRANSCRIBE:
                recordings.transcribe(account, meeting)
    return MeetingReport.of(account, meeting)


@router.put("/local-recording", summary="Record on somebody's own machine")
async def record_locally(sandbox: ThisSandbox, meeting: ThisMeeting, local: LocalRecording) -> MeetingReport:
    """No event tells of it."""
    recordings.record_locally(sandbox.account, running(meeting), recording=local.recording)
    return MeetingReport.of(sandbox.account, meeting)


@router.post("/ai-companion/{action}", summary="Use AI Companion")
async def use_ai_companion(
    sandbox: ThisSandbox, meeting: ThisMeeting, action: AiAction, chosen: AiFeatures | None = None
) -> MeetingReport:
    """As far as the host's settings have it."""
    account, features = sandbox.account, (chosen or AiFeatures()).features
    with where_possible():
        match action:
            case AiAction.START:
                ai_companion.start(account, meeting, running(meeting), features)
            case AiAction.STOP:
                ai_companion.stop(account, meeting, running(meeting), features)
            case AiAction.COMPLETE_SUMMARY:
                ai_companion.complete_summary(account, meeting)
            case AiAction.COMPLETE_TRANSCRIPT:
                ai_companion.complete_transcript(account, meeting)
    return MeetingReport.of(account, meeting)


@router.post("/live-stream/{action}", summary="Send the meeting to a streaming service")
async def stream_live(sandbox: ThisSandbox, meeting: ThisMeeting, action: StreamAction) -> MeetingReport:
    """Everybody can watch it there."""
    if action is StreamAction.START:
        streams.start_live_stream(sandbox.account, meeting, running(meeting))
    else:
        streams.stop_live_stream(sandbox.account, meeting, running(meeting))
    return MeetingReport.of(sandbox.account, meeting)


@router.post("/media-stream/{action}", summary="Send picture and sound to an app (RTMS)")
async def stream_media(sandbox: ThisSandbox, meeting: ThisMeeting, action: MediaStreamAction) -> MeetingReport:
    """The events of it name the meeting by its uuid alone."""
    instance = running(meeting)
    with where_possible():
        match action:
            case MediaStreamAction.START:
                streams.start_media_stream(sandbox.account, meeting, instance)
            case MediaStreamAction.INTERRUPT:
                streams.interrupt_media_stream(sandbox.account, instance)
            case MediaStreamAction.STOP:
                streams.stop_media_stream(sandbox.account, instance)
    return MeetingReport.of(sandbox.account, meeting)


@router.post("/calls/telephone", summary="Call a telephone")
async def call_telephone(sandbox: ThisSandbox, meeting: ThisMeeting, call: TelephoneCall) -> Participant | None:
    """Who answers is in the meeting, or in its waiting room, and in this answer."""
    running(meeting)
    with where_possible():
        return calls.call_telephone(sandbox.account, meeting, call)


@router.post("/calls/room", summary="Call a conference room's device")
async def call_room(sandbox: ThisSandbox, meeting: ThisMeeting, call: RoomCall) -> Participant | None:
    """Who answers is in the meeting, or in its waiting room, and in this answer."""
    running(meeting)
    with where_possible():
        return calls.call_room(sandbox.account, meeting, call)


@router.post("/invitations", summary="Invite a user of the account", status_code=204)
async def invite(sandbox: ThisSandbox, meeting: ThisMeeting, invitation: Invitation) -> None:
    """Who accepts still has to open the link."""
    with where_possible():
        calls.invite(sandbox.account, meeting, invitation)


@router.post("/risk-alert", summary="Find the link in public", status_code=204)
async def alert_to_risk(sandbox: ThisSandbox, meeting: ThisMeeting, found: FoundInPublic | None = None) -> None:
    """As Zoom's At-Risk Meeting Notifier does."""
    events.announce_found_in_public(sandbox.account, meeting, (found or FoundInPublic()).details)


@router.patch("/toolbar", summary="Change the running meeting's toolbar")
async def change_toolbar(sandbox: ThisSandbox, meeting: ThisMeeting, changes: Toolbar) -> Toolbar:
    """It holds until the meeting ends, and neither Zoom's API nor its events tell of it."""
    instance = running(meeting)
    with where_possible():
        toolbars.change(sandbox.account, meeting, instance, changes)
    return instance.toolbar
