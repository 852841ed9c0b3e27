"""All that the sandbox remembers of a meeting: its instances, who was in them, who registered, and single occurrences."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

INSTANT: Final = 1
"""Zoom's number for a meeting that starts at once."""
ONCE: Final = 2
"""Zoom's number for a meeting that is scheduled once."""
RECURRING: Final = 8
"""Zoom's number for a series at fixed times."""


class NotPossibleError(Exception):
    """Zoom's client would not offer this now. The text says why."""


class MeetingStatus(StrEnum):
    """What a meeting does. Zoom has no word for one that is over."""

    WAITING = "waiting"
    STARTED = "started"


class Place(StrEnum):
    """Where somebody is. The second and third are Zoom's words."""

    WAITING_FOR_HOST = "waiting_for_host"
    WAITING_ROOM = "in_waiting_room"
    MEETING = "in_meeting"
    LEFT = "left"


class Role(StrEnum):
    """What somebody is in a meeting, in Zoom's words."""

    HOST = "host"
    CO_HOST = "co-host"
    ATTENDEE = "attendee"


class Stay(BaseModel):
    """One stay of somebody in a waiting room or in a meeting: a row of Zoom's participant lists."""

    place: Place
    user_id: str
    since: datetime
    until: datetime | None = None


class ShareContent(StrEnum):
    """What somebody shows to the others, in Zoom's words."""

    APPLICATION = "application"
    WHITEBOARD = "whiteboard"
    DESKTOP = "desktop"
    AIRPLAY = "airplay"
    CAMERA = "camera"
    UNKNOWN = "unknown"


class Participant(BaseModel):
    """Somebody who came. `user` is the id of a Zoom user of the account, empty for guests."""

    uuid: str
    name: str
    email: str = ""
    user: str = ""
    registrant_id: str = ""
    customer_key: str = ""
    phone_number: str = ""
    public_ip: str = ""
    role: Role = Role.ATTENDEE
    place: Place = Place.WAITING_FOR_HOST
    stays: list[Stay] = Field(default_factory=list)
    bound_to: str = ""
    """Of a telephone: the participant whose sound it carries."""
    shares: ShareContent | None = None
    """What they show to the others."""
    left_because: str = ""
    """Of somebody who has left: why."""

    @property
    def user_id(self) -> str:
        """The number that Zoom gives to the latest stay."""
        return self.stays[-1].user_id if self.stays else ""

    def demand(self, place: Place) -> None:
        """Make sure that they are in a place.

        Raises:
            NotPossibleError: They are elsewhere.
        """
        if self.place is not place:
            message = f"The participant is {self.place.value.replace('_', ' ')}, not {place.value.replace('_', ' ')}."
            raise NotPossibleError(message)


class Recording(StrEnum):
    """What a cloud recording does."""

    RUNNING = "running"
    PAUSED = "paused"


class RecordedStretch(BaseModel):
    """One file of a cloud recording, from start to stop."""

    id: str
    since: datetime
    until: datetime


class AiFeature(StrEnum):
    """What AI Companion does in a meeting, in Zoom's words."""

    SUMMARY = "summary"
    QUESTIONS = "questions"


class WhoCanShare(StrEnum):
    """Who may show their screen, in Zoom's words."""

    HOST = "host"
    ALL = "all"


class Toolbar(BaseModel):
    """What the host has changed in the running meeting's toolbar; None is as the meeting and the host's settings say.

    Neither Zoom's API nor its events tell of it, and it is over with the meeting.
    """

    model_config = ConfigDict(extra="forbid")

    waiting_room: bool | None = None
    who_can_share_screen: WhoCanShare | None = None
    chat: bool | None = None
    rename: bool | None = None
    unmute: bool | None = None
    meeting_locked: bool | None = None


class Instance(BaseModel):
    """One holding of a meeting, with everybody who was there.

    `recordings` are the finished stretches of the cloud recording. `removed` are the users and registrants who were
    removed, by id: Zoom does not let them come back.
    """

    uuid: str
    started_at: datetime
    ended_at: datetime | None = None
    participants: dict[str, Participant] = Field(default_factory=dict)
    recording: Recording | None = None
    recording_started_at: datetime | None = None
    recordings: list[RecordedStretch] = Field(default_factory=list)
    is_recorded_locally: bool = False
    ai_features: list[AiFeature] = Field(default_factory=list)
    summary_started_at: datetime | None = None
    is_live_streamed: bool = False
    rtms_stream_id: str | None = None
    toolbar: Toolbar = Toolbar()
    removed: list[str] = Field(default_factory=list)
    waiting_room_texts: dict[str, str] = Field(default_factory=dict)


class RegistrantStatus(StrEnum):
    """What became of a registration, in Zoom's words."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Registrant(BaseModel):
    """Somebody who registered. `details` are the fields of Zoom's form, names and address included."""

    id: str
    email: str
    details: dict[str, Any]
    status: RegistrantStatus
    create_time: datetime
    pin: int
    occurrence_ids: list[str] = Field(default_factory=list)


class Occurrence(BaseModel):
    """One meeting of a series. `changes` are what was set for it alone."""

    id: str
    start_time: datetime
    duration: int
    deleted: bool = False
    agenda: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)


class Meeting(BaseModel):
    """A meeting that was scheduled. `settings` is the whole object that Zoom would answer, locks applied.

    `by_hand` is one that its host has scheduled in Zoom's portal; `converted_at` is when it was made a webinar.

    `arrivals` are those who wait for the host. The last of `instances` is the running one if the meeting runs.
    """

    id: int
    uuid: str
    host_id: str
    topic: str
    type: int
    agenda: str
    start_time: datetime | None
    duration: int
    timezone: str
    password: str
    created_at: datetime
    settings: dict[str, Any]
    recurrence: dict[str, Any] | None = None
    occurrences: list[Occurrence] = Field(default_factory=list)
    tracking_fields: list[dict[str, Any]] = Field(default_factory=list)
    pre_schedule: bool = False
    status: MeetingStatus = MeetingStatus.WAITING
    started_at: datetime | None = None
    used_at: datetime | None = None
    deleted_at: datetime | None = None
    converted_at: datetime | None = None
    by_hand: bool = False
    past_uuids: list[str] = Field(default_factory=list)
    instances: list[Instance] = Field(default_factory=list)
    arrivals: dict[str, Participant] = Field(default_factory=dict)
    registrants: dict[str, Registrant] = Field(default_factory=dict)

    @property
    def is_started(self) -> bool:
        """Whether it is running."""
        return self.status is MeetingStatus.STARTED

    @property
    def running(self) -> Instance | None:
        """The instance that is being held."""
        return self.instances[-1] if self.is_started and self.instances else None

    @property
    def registration_is_on(self) -> bool:
        """Whether people register for it."""
        return bool(self.settings["approval_type"] != 2)

    def expires_at(self) -> datetime:
        """Return when the number dies (Zoom's support page "Expiration of meeting IDs")."""
        planned = self.occurrences[-1].start_time if self.occurrences else self.start_time
        last_use = max(filter(None, (planned, self.used_at, self.created_at)))
        return last_use + timedelta(days=30 if self.type == ONCE else 365)
