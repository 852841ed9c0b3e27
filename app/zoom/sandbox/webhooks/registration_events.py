"""The events about registrations ("Meeting events" in Zoom's webhook reference)."""

from typing import Any

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.api.views import registrant_join_url
from app.zoom.sandbox.meetings.meeting_state import Meeting, Registrant, RegistrantStatus
from app.zoom.sandbox.webhooks.events import meeting_object, operator


def announce_created(account: Account, meeting: Meeting, registrant: Registrant) -> None:
    """Send `meeting.registration_created`. It names no operator: people register themselves, as Zoom sees it."""
    details = {name: value for name, value in registrant.details.items() if name not in {"language", "email"}}
    told = {**_who(registrant), **details, "status": registrant.status.value, **_way_in(account, meeting, registrant)}
    payload = {"account_id": account.configuration.account_id, "object": _object(meeting, told)}
    account.announce("meeting.registration_created", payload)


def announce_decided(account: Account, meeting: Meeting, registrant: Registrant) -> None:
    """Send `meeting.registration_approved`, `_denied` or `_cancelled`."""
    told = {**_who(registrant), **_way_in(account, meeting, registrant)}
    payload = {**operator(account, account.owner), "object": _object(meeting, told)}
    account.announce(f"meeting.registration_{registrant.status.value}", payload)


def _object(meeting: Meeting, registrant: dict[str, Any]) -> dict[str, Any]:
    return {**meeting_object(meeting), "registrant": registrant}


def _who(registrant: Registrant) -> dict[str, Any]:
    names = {name: registrant.details.get(name, "") for name in ("first_name", "last_name")}
    return {"id": registrant.id, **names, "email": registrant.email}


def _way_in(account: Account, meeting: Meeting, registrant: Registrant) -> dict[str, Any]:
    """Return link and code, which only the approved have."""
    if registrant.status is not RegistrantStatus.APPROVED:
        return {}
    return {"join_url": registrant_join_url(account, meeting, registrant), "participant_pin_code": registrant.pin}
