"""What the templates are filled with: a session as one of its people sees it, in the words of its programme."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.bookings.answers.models import AnswerKind
from app.bookings.models import Booking, Move
from app.bookings.moves.former import FormerTime
from app.bookings.participants.models import ParticipantRole
from app.joining.opening.answers import AnotherWay, NoWayIn, ZoomAsks
from app.joining.pages.page import Button, Notice
from app.joining.pages.preparation import preparations_for
from app.joining.pages.second_fact import Attempt, asked_for
from app.joining.pages.seen import Seen, first_name, other_of
from app.policy import DisplayName, SecondFact
from app.policy.sources import Source
from app.registry.contacts.schemas import ContactRole

HELPLINES: Final = ({"name": "Childline", "phone": "0800 1111", "url": "https://www.childline.org.uk"},)
"""The guidance names it (`1mm-zoom`, Technology). A programme may name others."""

MOST_TRIES: Final = 5
"""So often a page presses again by itself: nobody is led into a room who has long since left their page."""
LONGEST_PAUSE: Final = timedelta(seconds=30)
"""Where it would have to wait for longer, a person presses."""

_SPOKEN_OF: Final = {ParticipantRole.MENTOR: "mentor", ParticipantRole.MENTEE: "mentee"}


def values_of(
    seen: Seen,
    token: str,
    *,
    said: str | None = None,
    another: AnotherWay | None = None,
    no_way: NoWayIn | None = None,
    tries: int = 0,
) -> dict[str, Any]:
    """Return the values of somebody's page; `tries` is how often it has pressed again by itself."""
    page = seen.page
    asks = another.asks if another is not None else seen.shown.asks
    return {
        **_frame(seen, token),
        "said": said,
        "title": _title(seen),
        "with_whom": _name_of_other(seen),
        "when": _when(seen),
        "moved": _moved(seen),
        "proposed": _proposed(seen),
        "page": page,
        "notice": f"notice.{page.notice}",
        "notice_text": _notice_text(seen),
        "open_by": seen.words.time(page.open_by, seen.zone) if page.open_by else None,
        "phone": _programmes_phone(seen) if page.notice is Notice.PHONE and _calls(seen) else None,
        "asks": seen.words.say(f"asks.{asks}"),
        "sign_in_as": seen.shown.sign_in_as if asks is ZoomAsks.SIGN_IN_AS_HOST else None,
        "in_new_tab": page.button is Button.OPEN_ROOM and another is None and no_way is None,
        "way": seen.shown.way if page.button is Button.OPEN_ROOM and seen.shown.may_fail else None,
        "another": another,
        "no_way": no_way,
        "again": _again(no_way, tries),
        "minor": seen.role is ParticipantRole.MENTOR and seen.mentee_is_young,
        "preparations": _preparations(seen) if page.prepares else [],
        "agenda": seen.context.pairing.agenda if page.prepares else None,
        "agreements": seen.agreements,
        "code_of_conduct": seen.settings.code_of_conduct,
        "declining_cancels": seen.policy.document.doors.declining_cancels,
        "has_declined": AnswerKind.CANNOT_COME in seen.answered,
        "answered": seen.answered,
        "survey": seen.survey,
        "room": seen.room,
    }


def _again(no_way: NoWayIn | None, tries: int) -> Mapping[str, int] | None:
    """Return when a page that could lead nowhere presses again by itself; None where a person has to."""
    after = no_way.retry_after if no_way is not None else None
    if after is None or after > LONGEST_PAUSE or tries >= MOST_TRIES:
        return None
    return {"seconds": max(1, math.ceil(after.total_seconds())), "tries": tries + 1}


def gate_of(seen: Seen, asked: SecondFact, token: str, *, locked: bool, tried: Attempt | None) -> dict[str, Any]:
    """Return the values of the page that asks for the second fact. It tells nothing of the session."""
    return {**_frame(seen, token), "asked": asked, "locked": locked, "tried": tried}


def _frame(seen: Seen, token: str) -> dict[str, Any]:
    return {
        "token": token,
        "programme": seen.context.programme.name,
        "partner": seen.context.partner.name,
        "has_logo": seen.settings.logo_type is not None,
        "contacts": _contacts(seen),
        "emergency_number": seen.settings.emergency_number,
        "helplines": [
            {field: each.get(field) for field in ("name", "phone", "url")}
            for each in (HELPLINES if seen.settings.helplines is None else seen.settings.helplines)
        ],
        "asks_who": asked_for(seen.policy.document.doors, seen.person) is not SecondFact.NONE,
    }


def _contacts(seen: Seen) -> Sequence[tuple[ContactRole, Sequence[Mapping[str, str | None]]]]:
    """Return whom to ask, the partner's before the programme's."""
    partner, programme = seen.context.partner, seen.context.programme
    by_role = (
        (ContactRole.COORDINATOR, [*partner.coordinators, *programme.coordinators]),
        (ContactRole.SAFEGUARDING_LEAD, [*partner.safeguarding_contacts, *programme.safeguarding_contacts]),
    )
    fields = ("name", "role", "phone", "email")
    return [
        (role, [{field: each.get(field) for field in fields} for each in contacts])
        for role, contacts in by_role
        if contacts
    ]


def _title(seen: Seen) -> str:
    if other_of(seen) is None:
        return seen.words.say("session.title_extra")
    return seen.words.say("session.title", name=_name_of_other(seen))


def _name_of_other(seen: Seen) -> str:
    other = other_of(seen)
    if other is None:
        return seen.words.say("name.everybody")
    if seen.policy.document.doors.display_name is not DisplayName.FIRST_NAME:
        return seen.words.say(f"name.{other.role}")
    return first_name(other.name)


def _when(seen: Seen) -> dict[str, Any]:
    booking, words, zone = seen.booking, seen.words, seen.zone
    times: dict[str, Any] = {
        "starts_at": booking.starts_at.isoformat(),
        "day": words.day(booking.starts_at, zone),
        "start": words.time(booking.starts_at, zone),
        "end": words.time(booking.ends_at, zone),
        "zone": words.zone(zone),
        "length": words.length(booking.ends_at - booking.starts_at),
        "yours": None,
    }
    own = _zone_of_their_own(seen)
    if own is not None:
        times["yours"] = {**_period(seen, booking, own), "zone": words.zone(own)}
    return times


def _zone_of_their_own(seen: Seen) -> ZoneInfo | None:
    """Return the time zone of somebody whose clock shows another hour than the programme's."""
    if seen.person is None or not seen.person.time_zone:
        return None
    own, starts_at = ZoneInfo(seen.person.time_zone), seen.booking.starts_at
    offsets = {starts_at.astimezone(zone).utcoffset() or timedelta() for zone in (own, seen.zone)}
    return own if len(offsets) > 1 else None


def _period(seen: Seen, period: Booking | FormerTime | Move, zone: ZoneInfo) -> dict[str, str]:
    """Return day, start and end in words, as they are in a zone."""
    return {
        "day": seen.words.day(period.starts_at, zone),
        "start": seen.words.time(period.starts_at, zone),
        "end": seen.words.time(period.ends_at, zone),
    }


def _moved(seen: Seen) -> Sequence[str]:
    """Return, of a session that was moved, from when to when: by the programme's clock, and by their own."""
    former = seen.former
    if former is None:
        return ()

    def told(key: str, zone: ZoneInfo) -> str:
        before = {f"old_{name}": text for name, text in _period(seen, former, zone).items()}
        return seen.words.say(key, **before, **_period(seen, seen.booking, zone))

    own = _zone_of_their_own(seen)
    theirs = (told("notice.moved_yours", own),) if own is not None else ()
    return (told("notice.moved", seen.zone), *theirs)


def _proposed(seen: Seen) -> dict[str, str] | None:
    move = seen.move
    if move is None or not seen.page.prepares:
        return None
    return _period(seen, move, seen.zone)


def _notice_text(seen: Seen) -> str:
    page, words = seen.page, seen.words
    match page.notice:
        case Notice.OPEN:
            return words.say(f"notice.open.text_{page.button}")
        case Notice.PHONE:
            return words.say(f"notice.phone.text_{_SPOKEN_OF.get(seen.role, 'other')}")
        case Notice.TOO_EARLY:
            return words.say("notice.too_early.text", opens=_opens(seen))
        case Notice.ENDED if seen.booking.ended_by_request_at is not None:
            return words.say("notice.ended.text", ended=words.time(seen.booking.ended_by_request_at, seen.zone))
    return words.say(f"notice.{page.notice}.text")


def _opens(seen: Seen) -> str:
    """Return from when somebody may go in: the time of day on the day itself, or with the day."""
    opens_at, zone = seen.page.opens_at, seen.zone
    time = seen.words.time(opens_at, zone)
    is_today = opens_at.astimezone(zone).date() == seen.now.astimezone(zone).date()
    return time if is_today else f"{seen.words.day(opens_at, zone)}, {time}"


def _calls(seen: Seen) -> bool:
    return seen.role is ParticipantRole.MENTOR


def _programmes_phone(seen: Seen) -> str | None:
    """Return the number at which the programme connects a call: that of its coordinator who has one."""
    coordinators = [*seen.context.programme.coordinators, *seen.context.partner.coordinators]
    return next((phone for each in coordinators if (phone := each.get("phone"))), None)


def _preparations(seen: Seen) -> Sequence[Mapping[str, str]]:
    found = preparations_for(
        seen.role,
        seen.policy.document.pack,
        is_first_session=seen.number == 1,
        is_on_video=seen.is_on_video,
    )
    said = ({"text": seen.words.say(f"prepare.{each.key}"), "source": _cited(seen, each.source)} for each in found)
    # A programme that says nothing for an item leaves it out.
    return [each for each in said if each["text"]]


def _cited(seen: Seen, source: Source) -> str:
    return f"{seen.words.say(f'guidance.{source.document}')}, {source.heading}"
