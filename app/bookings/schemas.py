"""API schemas for bookings."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import MISSING, AfterValidator, Field, StrictBool, StringConstraints, model_validator

from app.access.models import Role
from app.bookings.states import LONGEST_SESSION, BookingState, MoveState
from app.hosts.schemas import ENFORCEMENT
from app.http.fields import Moment, Paragraph, Schema
from app.http.findings import FindingRead
from app.incidents.schemas import NamesRead
from app.policy import PolicyError, check_known
from app.policy.outcomes import DecisionOutcome
from app.zoom.safety import Enforcement


class SessionTime(Schema):
    """When a session takes place."""

    starts_at: Moment = Field(description="When the session starts, with its offset from UTC.")
    ends_at: Moment = Field(description="When it ends.")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_at <= self.starts_at:
            message = "ends_at must be after starts_at"
            raise ValueError(message)
        if self.ends_at - self.starts_at > LONGEST_SESSION:
            message = "a session lasts 24 hours at the most"
            raise ValueError(message)
        return self


def _known_levels(wishes: dict[str, str]) -> dict[str, str]:
    try:
        check_known(wishes)
    except PolicyError as error:
        raise ValueError(str(error)) from None
    return wishes


Wishes = Annotated[dict[str, str], Field(max_length=40), AfterValidator(_known_levels)]
"""Safety settings by code, with the level that is wished; /v1/policy/rules lists them."""

_OUTSIDE_HOURS: Final = (
    "Why the session must be outside working hours, where it is. Some programmes then ask for no approval. "
    "For the record of the programme; kept out of the audit trail."
)


class SessionKind(Schema):
    """What kind of session is asked for, whenever it is."""

    pairing_id: UUID = Field(description="The mentor and mentee who meet.")
    modality: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")] = Field(
        default="zoom", description="zoom, or phone where the programme allows it."
    )
    agreed_by_both: StrictBool = Field(description="Whether mentor and mentee have both agreed to the time.")
    outside_hours_reason: Paragraph | None = Field(default=None, description=_OUTSIDE_HOURS)
    safety: Wishes = Field(
        default_factory=dict,
        description="Safety settings that should be tighter than the programme has them, by code. Something looser is refused.",
    )


class SessionAsked(SessionKind, SessionTime):
    """A session of a pairing, as it is asked for."""


class BookingCreate(SessionAsked):
    """A request for one session of a pairing."""


class BookingMove(SessionTime):
    """Another time for a session that is booked."""

    agreed_by_both: StrictBool = Field(description="Whether mentor and mentee have both agreed to the new time.")
    outside_hours_reason: Paragraph | None = Field(default=None, description=_OUTSIDE_HOURS)


class Cancellation(Schema):
    """Why a session is cancelled."""

    reason: Paragraph = Field(description="For the record of the programme; kept out of the audit trail.")


class Judgement(Schema):
    """Why a session is approved or declined."""

    reason: Paragraph = Field(
        description="For the record of the programme; kept out of the audit trail. Whoever may read the booking and "
        "the registry sees it: name nobody."
    )


class DecisionRead(Schema):
    """What the programme's rules said."""

    id: UUID = Field(description="The decision's id, also in the answer to a refused request.")
    outcome: DecisionOutcome = Field(description="That of the worst finding; a warning does not stand in the way.")
    findings: list[FindingRead]
    policy_version: int = Field(description="The version of the programme's policy that decided.")
    policy_digest: str
    digest: str = Field(description="The digest of the decision, also in the audit trail.")
    created_at: datetime


class DecisionKept(DecisionRead):
    """A decision as it was made, with everything that it was made from."""

    booking_id: UUID | None = Field(description="The booking that it is about; null where there came to be none.")
    pairing_id: UUID
    facts: dict[str, Any] | None = Field(
        description="All that the rules saw; with it the decision can be computed again. Ages and risks are among it: null for "
        "a key without registry:read."
    )


class DecisionExplained(DecisionKept):
    """The decision that a booking rests on, with everything that it was made from."""

    safety: dict[str, str] = Field(description="The safety settings that the meeting must have.")


class BookingPart(StrEnum):
    """What an answer tells of a booking where it is asked for."""

    DECISION = "decision"
    SAFETY = "safety"
    APPROVAL = "approval"
    MOVE = "move"
    REQUEST = "request"


def _where(part: BookingPart) -> str:
    return f" With `expand={part}`."


class ApprovalRead(Schema):
    """How it stands with a coordinator's approval."""

    expires_at: datetime | None = Field(description="Until when it can be given, while the session waits for it.")
    decided_at: datetime | None = Field(description="When a coordinator approved or declined.")
    decided_by: UUID | MISSING | None = Field(
        default=MISSING, description=f"The API key of the coordinator.{_where(BookingPart.APPROVAL)}"
    )
    requested_by: UUID | MISSING = Field(
        default=MISSING,
        description=f"The API key that asked for the session at this time.{_where(BookingPart.APPROVAL)}",
    )
    requested_by_role: Role | MISSING = Field(
        default=MISSING, description=f"On whose behalf that key acts.{_where(BookingPart.APPROVAL)}"
    )
    reason: str | MISSING | None = Field(
        default=MISSING,
        description=f"The coordinator's reason; null for a key without registry:read.{_where(BookingPart.APPROVAL)}",
    )
    rules: list[str] | MISSING = Field(
        default=MISSING,
        description="The rules that were approved. For a key without registry:read, `registry` stands for those that rest on "
        f"it.{_where(BookingPart.APPROVAL)}",
    )


class SettingProofRead(Schema):
    """How one safety setting of the meeting stands."""

    code: str
    enforced_by: str = Field(description="meeting, host, or person where Zoom cannot be told.")
    state: str = Field(
        description="proven; asked where Zoom does not show that it applies and nothing depends on it; not_standing_in where the "
        "meeting itself had to prove it; by_person: then `instruction` says what the host does."
    )
    required: str
    found: str | None = None
    instruction: str | None = None
    enforcement: Enforcement | None = Field(default=None, description=ENFORCEMENT)


_JOIN_URL: Final = "For mentor and mentee alone. It contains the passcode."


class MeetingRead(Schema):
    """A meeting that was proven safe."""

    zoom_meeting_id: int = Field(description="Zoom's meeting id.")
    join_url: str | None = Field(
        default=None,
        description=f"{_JOIN_URL} Only in the answer to creating, moving or approving a session, and only for keys with "
        "links:read; `/v1/bookings/{id}/meeting-access` tells it later.",
    )
    passcode: str | None = Field(default=None, description="As `join_url`.")
    problem: str | None = Field(default=None, description="Why the link is missing, where it could be here.")
    proven_at: datetime = Field(description="When every setting was last read back from Zoom and found right.")
    safety: list[SettingProofRead] | MISSING = Field(
        default=MISSING, description=f"Every safety setting, and how it is ensured.{_where(BookingPart.SAFETY)}"
    )


class MeetingAccessRead(Schema):
    """The way into a meeting. The audit trail notes each time that somebody reads it."""

    booking_id: UUID
    zoom_meeting_id: int = Field(description="Zoom's meeting id.")
    join_url: str = Field(description=_JOIN_URL)
    passcode: str = Field(description="The meeting's passcode, for who joins without the link.")


class MoveRead(Schema):
    """Another time that was proposed for a session, because a coordinator must approve it."""

    state: MoveState = Field(
        description="awaiting_approval: the session keeps its time until a coordinator decides. declined, expired, withdrawn: it "
        "stayed where it was."
    )
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime = Field(description="Until when it can be approved.")
    decided_at: datetime | None = Field(description="When it was approved, declined or withdrawn, or expired.")
    agreed_by_both: bool | MISSING = Field(
        default=MISSING, description=f"Whether both have agreed to it.{_where(BookingPart.MOVE)}"
    )
    outside_hours_reason: str | MISSING | None = Field(
        default=MISSING, description=f"Why it is outside working hours.{_where(BookingPart.MOVE)}"
    )
    requested_at: datetime | MISSING = Field(
        default=MISSING, description=f"When it was proposed.{_where(BookingPart.MOVE)}"
    )
    requested_by: UUID | MISSING = Field(
        default=MISSING, description=f"The API key that proposed it.{_where(BookingPart.MOVE)}"
    )
    requested_by_role: Role | MISSING = Field(
        default=MISSING, description=f"On whose behalf that key acts.{_where(BookingPart.MOVE)}"
    )
    decided_by: UUID | MISSING | None = Field(
        default=MISSING,
        description=f"The API key that approved, declined or withdrew it.{_where(BookingPart.MOVE)}",
    )
    reason: str | MISSING | None = Field(
        default=MISSING,
        description=f"The reason of who decided; null for a key without registry:read.{_where(BookingPart.MOVE)}",
    )
    decision: DecisionRead | MISSING | None = Field(
        default=MISSING,
        description=f"What the rules said of it: what a coordinator approves.{_where(BookingPart.DECISION)}",
    )


class BookingRead(Schema):
    """A booking, as a booking website shows it. `expand` adds the rest."""

    id: UUID
    reference: str = Field(description="Names the booking where its id is too long; the meeting at Zoom carries it.")
    state: BookingState = Field(
        description="provisioning: the meeting is being made. confirmed: it is proven safe. in_progress: as confirmed, and its "
        "room is open. completed, not_held: its time is over. blocked: no safe meeting could be made. failed: Zoom refused for "
        "good."
    )
    partner_id: UUID
    programme_id: UUID
    pairing_id: UUID
    names: NamesRead | None = Field(
        default=None, description="Who meets in the session; for keys that may read the registry."
    )
    starts_at: datetime
    ends_at: datetime
    time_zone: str = Field(description="The programme's time zone.")
    modality: Literal["zoom", "phone"]
    agreed_by_both: bool | MISSING = Field(
        default=MISSING, description=f"Whether both have agreed to the time.{_where(BookingPart.REQUEST)}"
    )
    outside_hours_reason: str | MISSING | None = Field(
        default=MISSING, description=f"Why it is outside working hours.{_where(BookingPart.REQUEST)}"
    )
    wishes: dict[str, str] | MISSING = Field(
        default=MISSING,
        description=f"Safety settings that were asked for beside what is required.{_where(BookingPart.REQUEST)}",
    )
    series_id: UUID | None = Field(description="The series that it was booked with.")
    move: MoveRead | None = Field(
        description="The other time that was proposed last for this session. While it waits, starts_at, ends_at and the meeting "
        "are those of the time that stands, and both times are reserved."
    )
    approval: ApprovalRead | None = Field(description="Only where a coordinator's approval was asked for.")
    ended_by_request_at: datetime | None = Field(
        description="When the session was ended because somebody asked for that: nobody can open its room again. It becomes "
        "`completed` or `not_held` after `ends_at`, by its record."
    )
    problem: str | None = Field(description="What stands in the way, if anything does.")
    attempts: int = Field(description="How often the meeting was attempted since the last success.")
    next_attempt_at: datetime | None = Field(description="When it is attempted next.")
    decision: DecisionRead | MISSING | None = Field(
        default=MISSING,
        description="The decision that its state follows from: of a suspended session, why it is not allowed any more."
        f"{_where(BookingPart.DECISION)}",
    )
    meeting: MeetingRead | None = Field(description="The meeting, once it is proven safe and while it may be joined.")
    created_at: datetime
    updated_at: datetime
