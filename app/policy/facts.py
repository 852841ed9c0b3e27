"""The facts a decision is made from: everything that it sees besides the policy.

They hold no name, no birth date and no e-mail address, so that a decision can be kept, shown and
computed again. Equal facts have equal bytes: moments are kept in UTC, lists in one order.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from app.policy.errors import PolicyError
from app.policy.evidence import EvidenceFact
from app.policy.safety import SafetyProfile, check_known
from app.policy.tightening import NOTHING, Tightening

Requester = Literal["coordinator", "front_end"]
"""Who asks: a coordinator of the organisation, or a booking website acting for mentor or mentee."""

ClashingParty = Literal["mentor", "mentee"]
"""A party of the session that may be booked already."""

_CLASHING_PARTIES: tuple[ClashingParty, ...] = ("mentor", "mentee")
_OUT_OF_CALENDAR = "this moment is too far from today"


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(_OUT_OF_CALENDAR) from None


# Most rules of a decision ask for it. No cached property: a changed copy of the facts would keep the old day.
@lru_cache(maxsize=256)
def _local_date(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment with an offset, kept in UTC."""


def _levels(check: Callable[[Mapping[str, str]], object]) -> AfterValidator:
    def checked(levels: Mapping[str, str]) -> Mapping[str, str]:
        try:
            check(levels)
        except PolicyError as error:
            raise ValueError(str(error)) from None
        return dict(sorted(levels.items()))

    return AfterValidator(checked)


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionFacts(_Fact):
    """The session asked for. `time_zone` is the programme's, by its IANA name.

    `outside_hours_reason`: whether a reason was given for a time outside working hours; not the reason itself.
    `safety`: levels of settings that are wished for this session, by code.
    """

    starts_at: Moment
    ends_at: Moment
    time_zone: Annotated[str, Field(min_length=1, max_length=64)]
    modality: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
    agreed_by_both: bool
    outside_hours_reason: bool = False
    safety: Annotated[Mapping[str, str], _levels(check_known)] = {}

    @model_validator(mode="after")
    def _is_a_real_span_of_time(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("a session must end after it starts")
        try:
            zone = ZoneInfo(self.time_zone)
        except (ValueError, LookupError, OSError):
            raise ValueError("this is not an IANA time zone") from None
        try:
            self.starts_at.astimezone(zone)
        except OverflowError:
            raise ValueError(_OUT_OF_CALENDAR) from None
        return self

    @property
    def local_date(self) -> date:
        """The day on which the session starts, where the programme is."""
        return _local_date(self.starts_at, self.time_zone)

    @property
    def length(self) -> timedelta:
        """The time that passes between start and end, clock changes or not."""
        return self.ends_at - self.starts_at


class PartnerFacts(_Fact):
    """The partner that delivers the programme; `guidance` is its own, on top of the programme's policy."""

    id: UUID
    guidance: Tightening = NOTHING


class PairingFacts(_Fact):
    """The pairing that meets, and its other sessions: those that were cancelled, declined, not held or never made do not count.

    `active`: not ended. `sessions_before`: how many were asked for before this one. `previous_session_at`,
    `next_session_at`: the starts of those just before and just after this one in time. `approved_before`: whether one that
    a coordinator approved because of somebody at risk has been held. `safety`: levels of settings that the measures for this
    pairing ask for, by code.
    """

    id: UUID
    active: bool = True
    sessions_before: Annotated[int, Field(ge=0)] = 0
    previous_session_at: Moment | None = None
    next_session_at: Moment | None = None
    approved_before: bool = False
    safety: Annotated[Mapping[str, str], _levels(SafetyProfile)] = {}


class PersonFacts(_Fact):
    """A mentor or mentee; `age` in whole years on the session's local date, None where it is not known."""

    id: UUID
    age: Annotated[int, Field(ge=0, le=150)] | None
    adult_at_risk: bool


class HostPoolFacts(_Fact):
    """How many Zoom hosts could hold the session: each number counts those of the one before that also pass this test.

    `active`: may sign in. `with_proven_settings`: their safety settings were read back and are right.
    `with_sufficient_licence`: are not cut off during the session. `with_changes_left`: Zoom still lets their meetings be
    created or changed today, or they are reserved for this very session. `free`: not booked around its time.
    """

    hosts: Annotated[int, Field(ge=0)] = 0
    active: Annotated[int, Field(ge=0)] = 0
    with_proven_settings: Annotated[int, Field(ge=0)] = 0
    with_sufficient_licence: Annotated[int, Field(ge=0)] = 0
    with_changes_left: Annotated[int, Field(ge=0)] = 0
    free: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _each_counts_some_of_the_one_before(self) -> Self:
        counts = (
            self.hosts,
            self.active,
            self.with_proven_settings,
            self.with_sufficient_licence,
            self.with_changes_left,
            self.free,
        )
        if any(later > earlier for earlier, later in pairwise(counts)):
            raise ValueError("each number of hosts counts some of those that the one before counts")
        return self


class Facts(_Fact):
    """All facts of one decision. `clashes` names who is already booked around the time of the session.

    `requested_at` is when this time was asked for: before `decided_at` where a booked session is decided again,
    because a fact has changed.
    """

    decided_at: Moment
    requested_at: Moment
    requested_by: Requester
    session: SessionFacts
    partner: PartnerFacts
    pairing: PairingFacts
    mentor: PersonFacts
    mentee: PersonFacts
    evidence: tuple[EvidenceFact, ...] = ()
    clashes: tuple[ClashingParty, ...] = ()
    hosts: HostPoolFacts = HostPoolFacts()

    @model_validator(mode="before")
    @classmethod
    def _requested_when_decided(cls, given: Any) -> Any:
        """A session that is decided for the first time is decided when it is asked for."""
        if isinstance(given, dict) and given.get("requested_at") is None and "decided_at" in given:
            return {**given, "requested_at": given["decided_at"]}
        return given

    @field_validator("evidence")
    @classmethod
    def _evidence_in_one_order(cls, evidence: Iterable[EvidenceFact]) -> tuple[EvidenceFact, ...]:
        return tuple(sorted(evidence, key=lambda each: (each.kind, each.about, each.valid_from, each.id)))

    @field_validator("clashes")
    @classmethod
    def _clashes_in_one_order(cls, clashes: Iterable[ClashingParty]) -> tuple[ClashingParty, ...]:
        named = frozenset(clashes)
        return tuple(party for party in _CLASHING_PARTIES if party in named)
