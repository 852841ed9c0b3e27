"""The pages behind Zoom's links. A GET changes nothing; what people do is a form that they send. No script is needed.

They move the same people through the same rooms as the control interface does, with the same events.
"""

from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.identifiers import registrant_token
from app.zoom.sandbox.meetings import attendance, holding, toolbar
from app.zoom.sandbox.meetings.holding import HostBusyError, Newcomer
from app.zoom.sandbox.meetings.meeting_state import (
    Instance,
    Meeting,
    NotPossibleError,
    Participant,
    Place,
    Role,
    Toolbar,
)
from app.zoom.sandbox.sandbox import Sandbox
from app.zoom.sandbox.web.entering import Entry, NotLetInError, by_host_link, by_own_link, by_plain_link, by_signing_in

router = APIRouter(include_in_schema=False)

_LOOK_AGAIN: Final = 2
"""Seconds after which a page that waits for others is loaded again."""
_MOST: Final = 16 * 1024
_HEADERS: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_INVALID: Final = "This meeting link is invalid (3,001)."

Form = dict[str, str]


async def _form(request: Request) -> Form:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            raise HTTPException(413, "The form is too long.")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


ThisForm = Annotated[Form, Depends(_form)]


def _page(template: str, status: int = 200, *, refresh: int = 0, **shown: Any) -> HTMLResponse:
    text = _TEMPLATES.get_template(template).render(refresh=refresh, problem=shown.pop("problem", ""), **shown)
    return HTMLResponse(text, status, headers=_HEADERS)


def _refused(why: str, status: int = 403, title: str = "You cannot join this meeting") -> HTMLResponse:
    return _page("refused.html", status, title=title, why=why)


def _meeting(sandbox: Sandbox, number: int) -> Meeting:
    meeting = sandbox.state.meetings.get(number)
    if meeting is None or not sandbox.account.is_alive(meeting):
        raise NotLetInError(_INVALID)
    return meeting


def _entry(sandbox: Sandbox, kind: str, number: int, request: Request) -> tuple[Meeting, Entry]:
    meeting = _meeting(sandbox, number)
    if kind == "w":
        return meeting, by_own_link(sandbox.account, meeting, request.query_params.get("tk", ""))
    return meeting, by_plain_link(meeting, request.query_params.get("pwd", ""))


@router.get("/j/{number}")
@router.get("/w/{number}")
async def show_joining(sandbox: ThisSandbox, number: int, request: Request) -> Response:
    """Show how to join by a participant's link."""
    try:
        _, entry = _entry(sandbox, request.url.path[1], number, request)
    except NotLetInError as error:
        return _refused(str(error))
    return _page("join.html", entry=entry)


@router.post("/j/{number}")
@router.post("/w/{number}")
async def join(sandbox: ThisSandbox, number: int, request: Request, form: ThisForm) -> Response:
    """Let somebody join: into the meeting, its waiting room, or to wait for the host."""
    try:
        meeting, entry = _entry(sandbox, request.url.path[1], number, request)
        name = entry.name if entry.is_name_fixed else form.get("name", "").strip()[:64]
        if not name:
            return _page("join.html", 400, entry=entry, problem="Write your name.")
        if entry.needs_passcode and form.get("passcode", "") != meeting.password:
            return _page("join.html", 403, entry=entry, problem="The passcode is wrong. Please try again.")
        newcomer = Newcomer(name=name, registrant_id=entry.registrant_id, browser=form.get("with") == "browser")
        person = holding.arrive(sandbox.account, meeting, newcomer)
    except (NotLetInError, NotPossibleError) as error:
        return _refused(str(error))
    return _to(meeting, person)


@router.get("/s/{number}")
async def show_starting(sandbox: ThisSandbox, number: int, request: Request) -> Response:
    """Show how to start a meeting: with a start link at once, else after signing in."""
    try:
        meeting = _meeting(sandbox, number)
    except NotLetInError as error:
        return _refused(str(error), title="You cannot start this meeting")
    return _page("start.html", user=by_host_link(sandbox.account, meeting, request.query_params.get("zak", "")))


@router.post("/s/{number}")
async def start(sandbox: ThisSandbox, number: int, request: Request, form: ThisForm) -> Response:
    """Start a meeting as its host, or come back into it."""
    account, title = sandbox.account, "You cannot start this meeting"
    try:
        meeting = _meeting(sandbox, number)
        user = by_host_link(account, meeting, request.query_params.get("zak", ""))
        if user is None:
            user = by_signing_in(account, form.get("email", ""))
        if not holding.is_hosted_by(meeting, user):
            return _refused("Only the host can start this meeting. Sign in as the host.", title=title)
        if form.get("other") == "end":
            _end_others(account, meeting)
        person = holding.arrive(account, meeting, Newcomer(user=user.id))
    except HostBusyError:
        return _page("busy.html", 409, email=form.get("email", ""))
    except (NotLetInError, NotPossibleError) as error:
        return _refused(str(error), title=title)
    return _to(meeting, person)


@router.get("/wc/{number}/{seat}")
async def show_seat(sandbox: ThisSandbox, number: int, seat: str) -> Response:
    """Show where somebody is, and what they can do there."""
    try:
        return _seat(*_found(sandbox, number, seat))
    except NotLetInError as error:
        return _refused(str(error), 404)


@router.post("/wc/{number}/{seat}/{action}")
async def act(sandbox: ThisSandbox, number: int, seat: str, action: str, form: ThisForm) -> Response:
    """Do what somebody's button says, as far as they may."""
    try:
        meeting, person = _found(sandbox, number, seat)
    except NotLetInError as error:
        return _refused(str(error), 404)
    try:
        if action == "leave":
            _leave(sandbox.account, meeting, person)
        else:
            _act_as_host(sandbox.account, meeting, person, action, form.get("who", ""))
    except NotPossibleError as error:
        return _seat(meeting, person, 409, problem=str(error))
    return _to(meeting, person)


def _to(meeting: Meeting, person: Participant) -> Response:
    return RedirectResponse(f"/wc/{meeting.id}/{person.uuid}", 303, headers=_HEADERS)


def _end_others(account: Account, meeting: Meeting) -> None:
    for other in list(account.running.values()):
        if other.host_id == meeting.host_id and other is not meeting:
            holding.end(account, other)


def _found(sandbox: Sandbox, number: int, seat: str) -> tuple[Meeting, Participant]:
    """Return somebody who came, also when the meeting is over."""
    meeting = sandbox.state.meetings.get(number)
    if meeting is not None:
        if (arrival := meeting.arrivals.get(seat)) is not None:
            return meeting, arrival
        for instance in reversed(meeting.instances):
            if (person := instance.participants.get(seat)) is not None:
                return meeting, person
    raise NotLetInError("You have left the meeting, or it is over.")


def _leave(account: Account, meeting: Meeting, person: Participant) -> None:
    """Let somebody leave. When nobody is in any more, the meeting is over."""
    attendance.leave(account, meeting, person)
    if (instance := meeting.running) is not None and not _at(instance, Place.MEETING):
        holding.end(account, meeting)


def _act_as_host(account: Account, meeting: Meeting, person: Participant, action: str, who: str) -> None:
    """Do what only the host's buttons offer.

    Raises:
        NotPossibleError: They do not hold the meeting, or Zoom's client would not offer it now.
    """
    instance = meeting.running
    if instance is None or person.place is not Place.MEETING or person.role is Role.ATTENDEE:
        raise NotPossibleError("Only the host can do that, in the running meeting.")
    match action:
        case "lock" | "unlock":
            toolbar.change(account, meeting, instance, Toolbar(meeting_locked=action == "lock"))
        case "end":
            holding.end(account, meeting)
        case "admit" | "return" | "remove":
            other = instance.participants.get(who)
            if other is None:
                raise NotPossibleError("They are not there any more.")
            {"admit": attendance.admit, "return": attendance.put_back, "remove": attendance.remove}[action](
                account, meeting, other
            )
        case _:
            raise NotPossibleError("There is no such button.")


def _at(instance: Instance, place: Place) -> list[Participant]:
    return [each for each in instance.participants.values() if each.place is place]


_TITLES: Final = {
    Place.WAITING_FOR_HOST: (
        "Waiting for the host",
        "The meeting has not started. You come in when the host starts it.",
    ),
    Place.WAITING_ROOM: ("Waiting room", "Please wait. The host will let you in soon."),
    Place.MEETING: ("In the meeting", "You are in the meeting."),
}
_LEFT: Final = {
    attendance.REMOVED: ("You were removed", "The host has removed you from the meeting."),
    attendance.ENDED: ("The meeting has ended", "The host has ended this meeting for everybody."),
}


def _seat(meeting: Meeting, person: Participant, status: int = 200, problem: str = "") -> Response:
    instance = meeting.running
    is_over = person.place is Place.LEFT
    if is_over:
        title, words = _LEFT.get(person.left_because, ("You have left", "You are no longer in the meeting."))
    else:
        title, words = _TITLES[person.place]
    again = ""
    if is_over and person.registrant_id:
        again = f"/w/{meeting.id}?tk={registrant_token(person.registrant_id, meeting=meeting.id)}"
    return _page(
        "seat.html",
        status,
        refresh=0 if is_over or problem else _LOOK_AGAIN,
        problem=problem,
        title=title,
        words=words,
        seat_path=f"/wc/{meeting.id}/{person.uuid}",
        me=person,
        place=person.place.value,
        is_host=person.place is Place.MEETING and person.role is not Role.ATTENDEE,
        is_locked=bool(instance and instance.toolbar.meeting_locked),
        inside=_at(instance, Place.MEETING) if instance else [],
        waiting=_at(instance, Place.WAITING_ROOM) if instance else [],
        again=again,
    )
