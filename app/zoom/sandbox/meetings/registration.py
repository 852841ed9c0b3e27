"""Who registers for a meeting, and what becomes of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.quota import count_registrant
from app.zoom.sandbox.account.user_types import UserType
from app.zoom.sandbox.api.answers import Refusal, invalid_fields
from app.zoom.sandbox.api.fields import INVALID, Field, accepted, choice, flag, items, text
from app.zoom.sandbox.identifiers import registrant_pin
from app.zoom.sandbox.meetings.meeting_state import Meeting, Registrant, RegistrantStatus
from app.zoom.sandbox.webhooks import registration_events

MOST: Final = 4999
"""Registrants that a meeting may have."""

_FORM: Final[Mapping[str, Field]] = {
    **{name: text() for name in ("first_name", "last_name", "email", "address", "city", "state", "zip", "country")},
    **{name: text() for name in ("phone", "comments", "industry", "job_title", "org")},
    "no_of_employees": choice(
        "",
        *("", "1-20", "21-50", "51-100", "101-250", "251-500", "501-1,000", "1,001-5,000", "5,001-10,000"),
        # What the request and the answer allow differs in Zoom's own description.
        *("101-500", "500-1,000", "More than 10,000"),
    ),
    "purchasing_time_frame": choice(
        "", "", "Within a month", "1-3 months", "4-6 months", "More than 6 months", "No timeframe"
    ),
    "role_in_purchase_process": choice("", "", "Decision Maker", "Evaluator/Recommender", "Influencer", "Not involved"),
    "custom_questions": items(),
    "language": text(),
    "auto_approve": flag(),
}
_LIMITS: Final = {"first_name": 64, "last_name": 64, "email": 128}
_AFTERWARDS: Final = {
    "approve": RegistrantStatus.APPROVED,
    "deny": RegistrantStatus.DENIED,
    "cancel": RegistrantStatus.CANCELLED,
}


def register(
    account: Account,
    meeting: Meeting,
    body: Mapping[str, Any],
    *,
    occurrence_ids: Iterable[str] = (),
    auto_approve: bool = False,
) -> Registrant:
    """Register somebody. Who registers again with the same address is the same registrant.

    Raises:
        Refusal: The form is wrong, registration is not on, the meeting is full, or the day's requests are used up.
    """
    demand_registration(account, meeting)
    form = read_form(body)
    email = form["email"]
    count_registrant(account, meeting, email)
    known = next((each for each in meeting.registrants.values() if each.email.lower() == email.lower()), None)
    if known is None and len(meeting.registrants) >= MOST:
        raise Refusal.of(400, 3043, "Meeting has reached maximum attendee capacity.")
    approved = meeting.settings["approval_type"] == 0 or auto_approve or form.pop("auto_approve", False)
    form.pop("auto_approve", None)
    registrant = Registrant(
        id=known.id if known else account.identifiers.opaque(),
        email=email,
        details=form,
        status=RegistrantStatus.APPROVED if approved else RegistrantStatus.PENDING,
        create_time=known.create_time if known else account.clock.now(),
        pin=registrant_pin(email, meeting=meeting.id),
        occurrence_ids=list(occurrence_ids),
    )
    meeting.registrants[registrant.id] = registrant
    account.changed()
    registration_events.announce_created(account, meeting, registrant)
    return registrant


def read_form(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a registration counts.

    Raises:
        Refusal: A value is missing or wrong. Every such field is named.
    """
    problems: dict[str, str] = {}
    form = accepted(_FORM, body, problems=problems)
    problems |= {name: INVALID for name, limit in _LIMITS.items() if len(form.get(name, "")) > limit}
    problems |= {name: INVALID for name in ("first_name", "email") if not form.get(name)}
    if "@" not in form.get("email", "@"):
        problems["email"] = INVALID
    if problems:
        raise invalid_fields(problems)
    return form


def decide(account: Account, meeting: Meeting, action: str, registrants: Iterable[Registrant]) -> None:
    """Approve, deny or cancel registrations.

    Raises:
        Refusal: The day's requests about one of them are used up.
    """
    for registrant in registrants:
        count_registrant(account, meeting, registrant.email, status=True)
        registrant.status = _AFTERWARDS[action]
        registration_events.announce_decided(account, meeting, registrant)
    account.changed()


def remove(account: Account, meeting: Meeting, registrant: Registrant) -> None:
    """Take somebody's registration away: as if it had been cancelled, but it is in no list any more."""
    del meeting.registrants[registrant.id]
    registrant.status = RegistrantStatus.CANCELLED
    account.changed()
    registration_events.announce_decided(account, meeting, registrant)


def demand_registration(account: Account, meeting: Meeting) -> None:
    """Refuse where people do not register.

    Raises:
        Refusal: The meeting has no registration.
    """
    host = account.state.users.get(meeting.host_id)
    if not meeting.registration_is_on or host is None or host.type is not UserType.LICENSED:
        raise Refusal.of(404, 404, f"Registration has not been enabled for this meeting: {meeting.id}.")


def over_since(meeting: Meeting, now: datetime) -> bool:
    """Tell whether a meeting has been held and is over."""
    return bool(meeting.instances) and not meeting.is_started and (meeting.start_time or now) < now
