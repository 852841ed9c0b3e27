"""What nobody has established about Zoom, as switches: how this account behaves where accounts differ.

Each belief begins as the sandbox has always behaved. A profile sets those that are known or reported of a kind of account.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_serializer

DottedPath = str
"""A key by its path, as in `settings.waiting_room_options` or `in_meeting.chat`."""


class _Belief(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AbsentKeys(_Belief):
    """Keys that the account does not have, by dotted path: left out of answers, and ignored when they are sent."""

    meeting: frozenset[DottedPath] = Field(
        default=frozenset(),
        description="Of a meeting, as read and created.",
        examples=[["settings.waiting_room_options", "settings.auto_start_meeting_summary"]],
    )
    user_settings: frozenset[DottedPath] = Field(
        default=frozenset(), description="Of users' settings.", examples=[["in_meeting.ai_companion_questions"]]
    )
    account_settings: frozenset[DottedPath] = Field(default=frozenset(), description="Of the account's settings.")

    @field_serializer("meeting", "user_settings", "account_settings")
    def _in_order(self, paths: frozenset[DottedPath]) -> list[DottedPath]:
        return sorted(paths)


class LockedUpdate(StrEnum):
    """What becomes of an update of a user's setting that the account or a group locks."""

    IGNORED = "ignored"
    """204, without effect."""
    REFUSED = "refused"
    """400, and nothing of the request is done."""


class Denial(StrEnum):
    """What is answered to every call with a good token."""

    DENIED = "denied"
    """403: the account has no access to the API."""
    WITHOUT_SCOPES = "without_scopes"
    """401 with code 4700: the token has no scopes."""


class RegistrantLimitText(StrEnum):
    """How the daily limit of one registrant is told."""

    OF_REGISTRANT = "of_registrant"
    """`... for the registrant (...)`, without the word user."""
    OF_USER = "of_user"
    """In the words of the host's own limit, `... for this particular user`."""


class Beliefs(_Belief):
    """How an account behaves where that is not established, or differs between accounts."""

    absent: AbsentKeys = AbsentKeys()
    shown_as: dict[DottedPath, Any] = Field(
        default_factory=dict,
        description="Keys of a meeting that are shown with this value whatever was sent.",
        examples=[{"settings.private_meeting": False}],
    )
    locked_user_setting: LockedUpdate = LockedUpdate.IGNORED
    topic_hidden: bool = Field(default=False, description="Every meeting's topic is shown as `Zoom Meeting`.")
    description_hidden: bool = Field(default=False, description="Meetings are read and listed without an agenda.")
    list_delay_seconds: float = Field(
        default=0, ge=0, le=86_400, description="A new meeting is in lists only after so many seconds."
    )
    list_without_agenda: bool = Field(default=False, description="Lists have no agenda; reading a meeting has.")
    list_reaches_days: int | None = Field(
        default=None,
        ge=1,
        description="Lists end so many days ahead unless `from` or `to` is given; 183 is about six months, null is no end.",
    )
    past_start_moved: bool = Field(
        default=False, description="A start in the past becomes the present when a meeting is created."
    )
    unlisted_time_zone_refused: bool = Field(
        default=False, description="Only the time zones of Zoom's reference are taken; others are refused with 300."
    )
    denial: Denial | None = None
    unknown_meeting_code: int = Field(
        default=3001, description="The code beside 404 for a meeting that Zoom does not know: 3001, or 300."
    )
    numeric_passcodes: bool = Field(default=False, description="The account holds passcodes to digits alone.")
    start_link_asks_to_sign_in: bool = Field(
        default=False,
        description="Whoever opens a start link must sign in as its host; the link says `sign_in=required`.",
    )
    in_progress_after_end_seconds: float = Field(
        default=0,
        ge=0,
        le=86_400,
        description="A meeting that has ended refuses to be deleted (3002) for so many seconds.",
    )
    registration_offered: bool = Field(
        default=True,
        description="Licensed hosts may have people register; otherwise `approval_type` stays 2, whatever was sent.",
    )
    registrant_limit_text: RegistrantLimitText = RegistrantLimitText.OF_REGISTRANT
    number_of_started_is_text: bool = Field(
        default=False,
        description="`meeting.started` and `meeting.sharing_started` tell the meeting's number as text, not as a number.",
    )
    user_id_kept_on_admission: bool = Field(
        default=False,
        description="Who is let in from the waiting room keeps the number that they waited with; otherwise they get another.",
    )
    retries_keep_timestamp: bool = Field(
        default=False, description="A webhook that is tried again carries the first try's time stamp and signature."
    )
    past_participants_delay_seconds: float = Field(
        default=0,
        ge=0,
        le=86_400,
        description="A meeting that has ended is in past meetings and reports only after so many seconds.",
    )
    number_of_users_of_registrant_link: int | None = Field(
        default=None,
        ge=1,
        description="So many people at once come in by one registrant's link; null is no limit.",
    )
