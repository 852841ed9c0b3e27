"""What somebody's page says and what its button does: a pure function of the session, who they are, and the moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.bookings.participants.models import ParticipantRole
from app.bookings.states import STANDS_AT_ZOOM, BookingState
from app.policy import DoorRules

_S = BookingState
OF_THE_PAIRING: Final = frozenset({ParticipantRole.MENTOR, ParticipantRole.MENTEE})


class Notice(StrEnum):
    """How the session stands, as the page says it in a sentence of its own."""

    AWAITING_APPROVAL = "awaiting_approval"
    BEING_ARRANGED = "being_arranged"
    """No proven meeting is there yet, or its facts have changed and are being looked at."""
    TOO_EARLY = "too_early"
    OPEN = "open"
    """It is their time to go in."""
    STAND_BY = "stand_by"
    """The mentor opens the room; a coordinator is needed only where that does not work."""
    PHONE = "phone"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    NO_MEETING = "no_meeting"
    """It is blocked or failed: no safe meeting could be made."""
    ENDED = "ended"
    """It was ended before its time was over."""
    OVER = "over"
    NOT_HELD = "not_held"


class Button(StrEnum):
    """What the one button of the page does; none leads anywhere before it is pressed."""

    NONE = "none"
    OPEN_ROOM = "open_room"
    JOIN = "join"


_WHATEVER_THE_TIME: Final = {
    _S.CANCELLED: Notice.CANCELLED,
    _S.DECLINED: Notice.DECLINED,
    _S.BLOCKED: Notice.NO_MEETING,
    _S.FAILED: Notice.NO_MEETING,
    _S.COMPLETED: Notice.OVER,
    _S.NOT_HELD: Notice.NOT_HELD,
}
_AHEAD: Final = {
    _S.AWAITING_APPROVAL: Notice.AWAITING_APPROVAL,
    _S.PROVISIONING: Notice.BEING_ARRANGED,
    _S.SUSPENDED: Notice.SUSPENDED,
}


@dataclass(frozen=True)
class SessionSeen:
    """What of a session decides about a page.

    Args:
        state: Of its booking.
        starts_at: When it begins.
        ends_at: When it ends.
        is_by_telephone: Whether it is a call, with nothing at Zoom.
        has_meeting: Whether there is a proven meeting now that may be joined.
        was_moved: Whether it was at another time before.
        room_is_open: Whether somebody has opened its room.
        asked_before: How long before the start whoever opens the room is asked to do so.
        is_ended: Whether it was ended because somebody asked for that.
    """

    state: BookingState
    starts_at: datetime
    ends_at: datetime
    is_by_telephone: bool = False
    has_meeting: bool = True
    was_moved: bool = False
    room_is_open: bool = False
    asked_before: timedelta = timedelta()
    is_ended: bool = False


@dataclass(frozen=True)
class Page:
    """What a page says and offers. Somebody can say that they are worried on every one of them.

    Args:
        notice: How the session stands.
        button: What its button does.
        opens_at: From when on they may go in.
        open_by: By when they are asked to open the room; None for whom it is not to open, or is open already.
        was_moved: Whether it says that the time has changed.
        prepares: Whether it tells how to prepare.
        agrees: Whether it shows code of conduct and consent, with their buttons.
        may_decline: Whether they can say that they cannot come.
        may_ask_another_time: Whether they can ask for another time.
        asks_afterwards: Whether it asks how it was.
    """

    notice: Notice
    button: Button
    opens_at: datetime
    open_by: datetime | None
    was_moved: bool
    prepares: bool
    agrees: bool
    may_decline: bool
    may_ask_another_time: bool
    asks_afterwards: bool


def page_of(seen: SessionSeen, role: ParticipantRole, doors: DoorRules, *, opens: bool, now: datetime) -> Page:
    """Return the page of somebody in this role at this moment; `opens` tells whether it is they who open the room."""
    opens_at = seen.starts_at - (doors.opener_from if opens else doors.others_from)
    notice = _notice(seen, opens_at, now)
    if role is ParticipantRole.COORDINATOR and not opens and notice in {Notice.TOO_EARLY, Notice.OPEN}:
        notice = Notice.STAND_BY
    is_of_the_pairing = role in OF_THE_PAIRING
    is_ahead = now < seen.ends_at and seen.state not in _WHATEVER_THE_TIME and not seen.is_ended
    is_to_open = opens and not seen.room_is_open and notice in {Notice.TOO_EARLY, Notice.OPEN}
    button = Button.NONE
    if notice is Notice.OPEN:
        button = Button.OPEN_ROOM if opens else Button.JOIN
    return Page(
        notice=notice,
        button=button,
        opens_at=opens_at,
        open_by=seen.starts_at - seen.asked_before if is_to_open else None,
        was_moved=is_ahead and seen.was_moved,
        prepares=is_ahead,
        agrees=is_ahead and is_of_the_pairing,
        may_decline=is_ahead,
        may_ask_another_time=is_ahead and is_of_the_pairing and now < seen.starts_at,
        asks_afterwards=is_of_the_pairing and notice in {Notice.ENDED, Notice.OVER, Notice.NOT_HELD},
    )


def _notice(seen: SessionSeen, opens_at: datetime, now: datetime) -> Notice:
    if seen.state in _WHATEVER_THE_TIME:
        return _WHATEVER_THE_TIME[seen.state]
    if now >= seen.ends_at:
        # Whether it was held is known a little later; without a meeting it was not.
        return Notice.OVER if seen.state in STANDS_AT_ZOOM else Notice.NOT_HELD
    if seen.is_ended:
        return Notice.ENDED
    if seen.state not in STANDS_AT_ZOOM:
        return _AHEAD[seen.state]
    return _of_one_that_stands(seen, opens_at, now)


def _of_one_that_stands(seen: SessionSeen, opens_at: datetime, now: datetime) -> Notice:
    if seen.is_by_telephone:
        return Notice.PHONE
    if not seen.has_meeting:
        return Notice.BEING_ARRANGED
    return Notice.TOO_EARLY if now < opens_at else Notice.OPEN
