"""Zoom's calls about registrants."""

from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.api.answers import NO_CONTENT, Answer, Refusal, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.meetings import demanded_meeting
from app.zoom.sandbox.api.paging import page_of
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.api.views import occurrence_view, registrant_join_url
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings import registration
from app.zoom.sandbox.meetings.meeting_state import ONCE, Meeting, Registrant, RegistrantStatus

_BATCH: Final = 30
_LISTED: Final = {"pending", "approved", "denied"}


def list_registrants(account: Account, request: ZoomRequest) -> Answer:
    """Answer "List meeting registrants"."""
    meeting = demanded_meeting(account, request)
    status = request.query.get("status") or RegistrantStatus.APPROVED.value
    if status not in _LISTED:
        raise invalid_fields({"status": INVALID})
    occurrence = request.query.get("occurrence_id")
    found = [
        each
        for each in meeting.registrants.values()
        if each.status.value == status
        and (occurrence is None or not each.occurrence_ids or occurrence in each.occurrence_ids)
    ]
    page = page_of(found, request, account.clock.now())
    return Answer(200, {**page.keys, "registrants": [_view(account, meeting, each) for each in page.items]})


def get_registrant(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get a meeting registrant"."""
    meeting = demanded_meeting(account, request)
    return Answer(200, _view(account, meeting, _registrant(meeting, request)))


def add_registrant(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Add a meeting registrant": the link is missing until the registration is approved."""
    meeting = demanded_meeting(account, request)
    wanted = [each for each in request.query.get("occurrence_ids", "").split(",") if each]
    registrant = registration.register(account, meeting, request.json_object(), occurrence_ids=wanted)
    body = {
        "id": meeting.id,
        "registrant_id": registrant.id,
        "topic": meeting.topic,
        **({"start_time": zoom_time(meeting.start_time)} if meeting.start_time else {}),
        "participant_pin_code": registrant.pin,
        **_link(account, meeting, registrant),
    }
    if meeting.occurrences:
        body["occurrences"] = [occurrence_view(each) for each in meeting.occurrences if not wanted or each.id in wanted]
    return Answer(201, body)


def add_registrants(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Perform batch registration": of all or, if one of them is wrong, of none."""
    meeting = demanded_meeting(account, request)
    if meeting.type != ONCE:
        message = (
            "This API can only be used for scheduled meeting(meeting type: 2). Batch registration is not supported for "
            "other meeting types."
        )
        raise Refusal.of(400, 303, message)
    registration.demand_registration(account, meeting)
    if registration.over_since(meeting, account.clock.now()):
        message = (
            "Meeting is over, you can not register now. If you have any questions, please contact the Meeting host."
        )
        raise Refusal.of(400, 3038, message)
    body = request.json_object()
    forms = body.get("registrants")
    if not isinstance(forms, list) or not 1 <= len(forms) <= _BATCH:
        raise invalid_fields({"registrants": INVALID})
    if not all(isinstance(form, dict) for form in forms):
        raise invalid_fields({"registrants": INVALID})
    for form in forms:
        registration.read_form(form)
    if len(meeting.registrants) + len(forms) > registration.MOST:
        raise Refusal.of(404, 3043, "Meeting has reached maximum attendee capacity.")
    approve = body.get("auto_approve") is True
    made = [registration.register(account, meeting, form, auto_approve=approve) for form in forms]
    registrants = [
        {
            "email": each.email,
            "registrant_id": each.id,
            "participant_pin_code": each.pin,
            **_link(account, meeting, each),
        }
        for each in made
    ]
    return Answer(201, {"registrants": registrants})


def update_registrant_status(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update registrant's status"."""
    meeting = demanded_meeting(account, request)
    body = request.json_object()
    action, named = body.get("action"), body.get("registrants", [])
    if action not in {"approve", "cancel", "deny"}:
        raise invalid_fields({"action": INVALID})
    if not isinstance(named, list) or len(named) > _BATCH:
        raise invalid_fields({"registrants": INVALID})
    chosen = [_named(meeting, each) for each in named]
    registration.decide(account, meeting, action, [each for each in chosen if each is not None])
    return NO_CONTENT


def delete_registrant(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Delete a meeting registrant"."""
    meeting = demanded_meeting(account, request)
    registration.remove(account, meeting, _registrant(meeting, request))
    return NO_CONTENT


def _registrant(meeting: Meeting, request: ZoomRequest) -> Registrant:
    if (registrant := meeting.registrants.get(request.name("registrant"))) is None:
        raise Refusal.of(400, 300, "Invalid registrant ID.")
    return registrant


def _named(meeting: Meeting, entry: Any) -> Registrant | None:
    """Return the registrant whom an entry of a list names by id or address; others are passed over."""
    if not isinstance(entry, dict):
        raise invalid_fields({"registrants": INVALID})
    if (known := meeting.registrants.get(str(entry.get("id")))) is not None:
        return known
    email = str(entry.get("email", "")).lower()
    return next((each for each in meeting.registrants.values() if each.email.lower() == email), None)


def _view(account: Account, meeting: Meeting, registrant: Registrant) -> dict[str, Any]:
    details = {name: value for name, value in registrant.details.items() if name != "language"}
    return {
        "id": registrant.id,
        **details,
        "status": registrant.status.value,
        "create_time": zoom_time(registrant.create_time),
        "participant_pin_code": registrant.pin,
        **_link(account, meeting, registrant),
    }


def _link(account: Account, meeting: Meeting, registrant: Registrant) -> dict[str, str]:
    if registrant.status is not RegistrantStatus.APPROVED:
        return {}
    return {"join_url": registrant_join_url(account, meeting, registrant)}


OPERATIONS = (
    Operation(
        "list_registrants",
        "GET",
        "/meetings/{meeting}/registrants",
        Label.MEDIUM,
        "meeting:read:list_registrants",
        "meeting:read:admin",
        list_registrants,
    ),
    Operation(
        "add_registrant",
        "POST",
        "/meetings/{meeting}/registrants",
        Label.LIGHT,
        "meeting:write:registrant",
        "meeting:write:admin",
        add_registrant,
    ),
    Operation(
        "add_registrants",
        "POST",
        "/meetings/{meeting}/batch_registrants",
        Label.HEAVY,
        "meeting:write:batch_registrants",
        "meeting:write:admin",
        add_registrants,
    ),
    # Before the paths with a registrant's id, which would fit it too.
    Operation(
        "update_registrant_status",
        "PUT",
        "/meetings/{meeting}/registrants/status",
        Label.MEDIUM,
        "meeting:update:registrant_status",
        "meeting:write:admin",
        update_registrant_status,
    ),
    Operation(
        "get_registrant",
        "GET",
        "/meetings/{meeting}/registrants/{registrant}",
        Label.LIGHT,
        "meeting:read:registrant",
        "meeting:read:admin",
        get_registrant,
    ),
    Operation(
        "delete_registrant",
        "DELETE",
        "/meetings/{meeting}/registrants/{registrant}",
        Label.LIGHT,
        "meeting:delete:registrant",
        "meeting:write:admin",
        delete_registrant,
    ),
)
