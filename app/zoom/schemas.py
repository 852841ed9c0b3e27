"""What the product reads from Zoom and sends to it.

Zoom adds fields, and sends an id as a number or as text: the models take both and leave out what they do not name. What
makes its holder the host (`start_url`, `host_key`, `dynamic_host_key`) is never kept, and read in `StartLink` alone; a join
link contains the passcode and is a secret like it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import IntEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, field_validator

from app.zoom.passcode import PASSCODE_PATTERN, PasscodeRequirement
from app.zoom.time_zones import zoom_time_zone

NEUTRAL_TOPIC = "Mentoring session"
"""The topic of every meeting: it reaches calendars, mails and webhooks, so it names nobody."""

SHOWN_TOPIC = "Zoom Meeting"
"""What accounts show instead that always display it (`always_display_zoom_meeting_as_topic`)."""

_REQUIREMENT = "meeting_password_requirement"

LISTED_AGENDA_LIMIT = 250
"""Characters of an agenda that lists of meetings show."""


class _FromZoom(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True)


class UserType(IntEnum):
    """A user's licence."""

    BASIC = 1
    LICENSED = 2
    UNASSIGNED = 4
    NONE = 99


class User(_FromZoom):
    """A user of the account, a possible host. `type` is a `UserType`, or a number that Zoom has added since."""

    id: str
    type: int
    status: str | None = None
    email: str | None = Field(default=None, repr=False)
    display_name: str | None = Field(default=None, repr=False)
    time_zone: str | None = Field(default=None, alias="timezone")
    group_ids: tuple[str, ...] = ()

    @property
    def is_licensed(self) -> bool:
        """Whether Zoom lets meetings of this user go on; without a licence it ends them after about 40 minutes."""
        return self.type == UserType.LICENSED

    @property
    def is_active(self) -> bool:
        """Whether the user may hold meetings now."""
        return self.status == "active"


class SettingsByGroup(_FromZoom):
    """The groups of settings that a safe meeting depends on, as Zoom sent them.

    `meeting_security` comes from Zoom's option of that name. A key that Zoom left out stays missing.
    """

    in_meeting: Mapping[str, Any] = Field(default_factory=dict, repr=False)
    recording: Mapping[str, Any] = Field(default_factory=dict, repr=False)
    schedule_meeting: Mapping[str, Any] = Field(default_factory=dict, repr=False)
    meeting_security: Mapping[str, Any] = Field(default_factory=dict, repr=False)
    email_notification: Mapping[str, Any] = Field(default_factory=dict, repr=False)

    @property
    def passcode_requirement(self) -> PasscodeRequirement:
        """What passcodes must be, by the security settings or, where those do not say, by the older place."""
        places = (self.meeting_security, self.schedule_meeting)
        found: Mapping[str, Any] = next(
            (place[_REQUIREMENT] for place in places if isinstance(place.get(_REQUIREMENT), Mapping)), {}
        )
        return PasscodeRequirement.read(found)

    @property
    def passcodes_are_off(self) -> bool:
        """Whether meetings get a passcode only if somebody gives them one; under a lock not even then."""
        return self.meeting_security.get("meeting_password") is False

    @field_validator("schedule_meeting")
    @classmethod
    def _without_passcodes(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        secret = {"pmi_password", "default_password_for_scheduled_meetings"}
        return {key: value for key, value in values.items() if key not in secret}


class UserSettings(SettingsByGroup):
    """A user's own settings."""


class AccountSettings(SettingsByGroup):
    """The account's settings. They do not tell what a user's are, unless they are locked."""


class LockSettings(SettingsByGroup):
    """What an account or a group locks: true for a key says that nobody below can change that setting."""


class MeetingListItem(_FromZoom):
    """A meeting as lists show it: without its settings. The agenda is cut to `LISTED_AGENDA_LIMIT`."""

    id: int
    uuid: str | None = None
    topic: str | None = Field(default=None, repr=False)
    agenda: str | None = Field(default=None, repr=False)
    start_time: AwareDatetime | None = None
    duration: int | None = None
    created_at: AwareDatetime | None = None


class Meeting(_FromZoom):
    """A meeting as Zoom has it.

    `settings` is Zoom's object as it came, so that a missing key can be told from a false one. `duration` is in
    minutes.
    """

    id: int
    uuid: str | None = None
    host_id: str | None = None
    type: int | None = None
    status: str | None = None
    topic: str | None = Field(default=None, repr=False)
    agenda: str | None = Field(default=None, repr=False)
    start_time: AwareDatetime | None = None
    duration: int | None = None
    time_zone: str | None = Field(default=None, alias="timezone")
    created_at: AwareDatetime | None = None
    join_url: SecretStr | None = None
    password: SecretStr | None = None
    settings: Mapping[str, Any] = Field(default_factory=dict, repr=False)

    @property
    def is_started(self) -> bool:
        """Whether the meeting is running."""
        return self.status == "started"


class StartLink(_FromZoom):
    """What makes its holder the host of a meeting, read for one press and kept nowhere; missing where Zoom gives none."""

    start_url: SecretStr | None = None


class Registrant(_FromZoom):
    """Somebody who is registered for a meeting. The link, which is for this person alone, is missing until it is approved."""

    # Zoom's answer to adding one names it otherwise than its lists do, where `id` is the registrant's.
    registrant_id: str = Field(validation_alias=AliasChoices("registrant_id", "id"))
    email: str | None = Field(default=None, repr=False)
    first_name: str | None = Field(default=None, repr=False)
    status: str | None = None
    join_url: SecretStr | None = None


class InviteLink(_FromZoom):
    """A link with a name in it."""

    join_url: SecretStr


class InviteLinks(_FromZoom):
    """The links that were asked for, in that order."""

    attendees: Annotated[tuple[InviteLink, ...], Field(min_length=1)]


class PastMeeting(_FromZoom):
    """One instance of a meeting, after its end. `duration` is in minutes."""

    id: int
    uuid: str
    start_time: AwareDatetime | None = None
    end_time: AwareDatetime | None = None
    duration: int | None = None
    participants_count: int | None = None


class PastInstance(_FromZoom):
    """One time that a meeting was held."""

    uuid: str
    start_time: AwareDatetime | None = None


class PastInstances(_FromZoom):
    """Every time that a meeting was held."""

    meetings: tuple[PastInstance, ...] = ()


class PastParticipant(_FromZoom):
    """One stay of a person in a meeting. Guests have no `id` and mostly no address. `duration` is in seconds."""

    id: str | None = None
    user_id: str | None = None
    registrant_id: str | None = None
    name: str | None = Field(default=None, repr=False)
    user_email: str | None = Field(default=None, repr=False)
    join_time: AwareDatetime | None = None
    leave_time: AwareDatetime | None = None
    duration: int | None = None
    status: str | None = None


class MeetingRequest(BaseModel):
    """A meeting to create: a single scheduled one (type 2) with a generated id.

    `start` is any aware instant; it is sent as UTC with `Z`, which is never ambiguous, also in the hour that a clock
    change repeats. `time_zone` goes along for what Zoom shows to people. `duration` is in minutes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    topic: str = Field(default=NEUTRAL_TOPIC, min_length=1, max_length=200, repr=False)
    agenda: str = Field(max_length=LISTED_AGENDA_LIMIT)
    start: AwareDatetime
    duration: int = Field(ge=1, le=1440)
    time_zone: ZoneInfo
    passcode: SecretStr | None = None
    settings: Mapping[str, Any] = Field(repr=False)

    @field_validator("passcode")
    @classmethod
    def _acceptable_passcode(cls, passcode: SecretStr | None) -> SecretStr | None:
        if passcode is not None and not PASSCODE_PATTERN.fullmatch(passcode.get_secret_value()):
            msg = "1 to 10 of A-Z a-z 0-9 @ - _ *"
            raise ValueError(msg)
        return passcode

    def body(self) -> dict[str, Any]:
        """Return the JSON body for Zoom. It holds the passcode."""
        body: dict[str, Any] = {
            "type": 2,
            "topic": self.topic,
            "agenda": self.agenda,
            **schedule(start=self.start, duration=self.duration, time_zone=self.time_zone),
            "default_password": False,
            "pre_schedule": False,
            "settings": dict(self.settings),
        }
        if self.passcode is not None:
            body["password"] = self.passcode.get_secret_value()
        return body


def schedule(*, start: datetime, duration: int, time_zone: ZoneInfo) -> dict[str, Any]:
    """Return the part of a create or update body that says when: `start` as UTC to the second, `duration` in minutes.

    Raises:
        ValueError: `start` has no offset.
    """
    if start.tzinfo is None:
        msg = "The start needs a UTC offset."
        raise ValueError(msg)
    return {
        "start_time": start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "duration": duration,
        "timezone": zoom_time_zone(time_zone),
    }


class TokenPage(_FromZoom):
    """What every list of Zoom's has besides its items; the last page has no token."""

    next_page_token: str | None = None


class UserPage(TokenPage):
    """One page of users."""

    users: tuple[User, ...]


class MeetingPage(TokenPage):
    """One page of meetings."""

    meetings: tuple[MeetingListItem, ...]


class RegistrantPage(TokenPage):
    """One page of registrants."""

    registrants: tuple[Registrant, ...]


class WebhookLog(_FromZoom):
    """One try of Zoom's to deliver an event; `request_body` is what was, or would have been, sent."""

    event: str | None = None
    request_id: str | None = None
    request_body: str | dict[str, Any] | None = Field(default=None, repr=False)


class WebhookLogPage(TokenPage):
    """One page of the tries to deliver events."""

    webhook_logs: tuple[WebhookLog, ...]


class PastParticipantPage(TokenPage):
    """One page of the stays in a meeting."""

    participants: tuple[PastParticipant, ...]
