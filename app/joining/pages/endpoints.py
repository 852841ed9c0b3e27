"""The pages of personal links over HTTP. To look changes nothing, whoever looks: only a press does, which is a POST."""

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import RedirectResponse, StreamingResponse

from app.http.dependencies import DatabaseDependency, SettingsDependency
from app.http.problems import problem_body
from app.joining.calendars.endpoints import file_response
from app.joining.calendars.entry import Entry, add_links, calendar_file
from app.joining.calendars.service import entry_of
from app.joining.links.service import FoundLink, address_of, ends_at, note_opened, resolve
from app.joining.opening.answers import AnotherWay, NoWayIn, WayIn
from app.joining.opening.arrival import Arrival, arrival_by, arrival_of
from app.joining.opening.room import signs_of
from app.joining.opening.service import Opening
from app.joining.pages.acting import ActingParticipant, acting
from app.joining.pages.actions import ACTIONS, Action, Form
from app.joining.pages.forms import read_form
from app.joining.pages.guessing import Attempts
from app.joining.pages.live import EVENT_STREAM, RoomStreams, stream
from app.joining.pages.models import ProgrammePage
from app.joining.pages.page import Button
from app.joining.pages.presenting import MOST_TRIES, gate_of, values_of
from app.joining.pages.rendering import ASSETS, asset, fragment, headers_of_a_page, page_response
from app.joining.pages.second_fact import (
    PAGE_LASTS,
    Attempt,
    asked_for,
    attempt,
    is_locked,
    is_ticket,
    ticket_for,
)
from app.joining.pages.seen import Seen, look, page_at, words_for
from app.joining.pages.words import Words
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.database_failures import DATABASE_FAILURES, is_passing, sqlstate_of
from app.kit.errors import ChaperoneError, UnreadableError
from app.policy import IncidentKind, SecondFact
from app.policy.opening import OpeningWay
from app.settings import Settings

COOKIE: Final = "chaperone-door"
_ASSETS_KEPT: Final = "public, max-age=3600"
_UNKNOWN_STATUS, _WAIT_STATUS, _NOTHING, _AWAY = 404, 429, 204, 503
_AWAY_FOR: Final = 5
"""Seconds after which it is worth to try again where the database did not answer."""
_TRIES: Final = frozenset(str(number) for number in range(1, MOST_TRIES + 1))

log = structlog.get_logger(__name__)

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A route for people: what goes wrong is answered by a page in plain words, never by a document for machines."""

    def get_route_handler(self) -> Handler:
        """Return what answers a request."""
        answer = super().get_route_handler()

        async def in_words(request: Request) -> Response:
            zoom_url = request.app.state.settings.zoom_api_url
            try:
                return await answer(request)
            except UnreadableError:
                return page_response("trouble.html", Words(), {"what": "unreadable"}, zoom_url=zoom_url, status=400)
            except ChaperoneError as error:
                log.warning("page.trouble", error=type(error).__name__)
                status = problem_body(error)["status"]
                return page_response("trouble.html", Words(), {"what": "trouble"}, zoom_url=zoom_url, status=status)
            except DATABASE_FAILURES as error:
                if not is_passing(error):
                    raise
                log.warning("page.database", error=type(error).__name__, sqlstate=sqlstate_of(error))
                response = page_response("trouble.html", Words(), {"what": "trouble"}, zoom_url=zoom_url, status=_AWAY)
                response.headers["Retry-After"] = str(_AWAY_FOR)
                return response

        return in_words


router = APIRouter(prefix="/j", include_in_schema=False, route_class=PageRoute)


async def _wrong_tokens(request: Request) -> Attempts:
    wrong: Attempts = request.app.state.wrong_tokens
    return wrong


async def _opening(request: Request) -> Opening:
    opening: Opening = request.app.state.opening
    return opening


WrongLinks = Annotated[Attempts, Depends(_wrong_tokens)]
OpeningDependency = Annotated[Opening, Depends(_opening)]


@router.get("/assets/{name}")
async def page_asset(name: str, settings: SettingsDependency) -> Response:
    """Return a style sheet or a script of the pages."""
    content = asset(name)
    if content is None:
        return _unknown(settings)
    return Response(content, media_type=ASSETS[name], headers={"Cache-Control": _ASSETS_KEPT})


@router.get("/{token}")
async def personal_page(
    token: str,
    request: Request,
    database: DatabaseDependency,
    settings: SettingsDependency,
    wrong_tokens: WrongLinks,
) -> Response:
    """Show somebody their page. It changes nothing: mail scanners open links."""
    async with database.transaction() as session:
        if not await wrong_tokens.may_try(session, _address(request)):
            return _wait(settings)
        seen = await _seen(session, request, settings, wrong_tokens, token)
    return seen if isinstance(seen, Response) else _page(settings, seen, token)


@router.get("/{token}/calendar.ics")
async def calendar_of_a_page(
    token: str,
    request: Request,
    database: DatabaseDependency,
    settings: SettingsDependency,
    wrong_tokens: WrongLinks,
) -> Response:
    """Return the session as a file for somebody's own calendar. Who has not shown the second fact is asked for it."""
    async with database.transaction() as session:
        if not await wrong_tokens.may_try(session, _address(request)):
            return _wait(settings)
        seen = await _seen(session, request, settings, wrong_tokens, token)
    if isinstance(seen, Response):
        return seen
    return file_response(calendar_file(_entry(settings, seen, token), utc_now()))


@router.get("/{token}/logo")
async def programme_logo(
    token: str,
    request: Request,
    database: DatabaseDependency,
    settings: SettingsDependency,
    wrong_tokens: WrongLinks,
) -> Response:
    """Return the logo of the programme that a link is of: also where its page asks for a second fact first."""
    async with database.transaction() as session:
        if not await wrong_tokens.may_try(session, _address(request)):
            return _wait(settings)
        found = await resolve(session, token)
        if found is None:
            await wrong_tokens.count(session, _address(request))
        page = await session.get(ProgrammePage, found.booking.programme_id) if found is not None else None
    if page is None or page.logo_bytes is None:
        return _unknown(settings)
    headers = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex, nofollow"}
    return Response(page.logo_bytes, media_type=page.logo_type, headers=headers)


@router.get("/{token}/room")
async def watch_room(
    token: str,
    request: Request,
    database: DatabaseDependency,
    settings: SettingsDependency,
    wrong_tokens: WrongLinks,
) -> Response:
    """Push the room to the page of whoever opens it, while it is their time. Without scripts the page shows it when it is loaded.

    Without it being theirs to see there is nothing (204), which tells a browser not to ask again.
    """
    if EVENT_STREAM not in request.headers.get("Accept", ""):
        return Response(status_code=_NOTHING)
    async with database.single_statement() as session:
        if not await wrong_tokens.may_try(session, _address(request)):
            return Response(status_code=_NOTHING)

    async def room() -> tuple[FoundLink, str] | None:
        async with database.transaction() as session:
            arrival = await arrival_by(session, token)
            if arrival is None or page_at(arrival, utc_now()).button is not Button.OPEN_ROOM:
                return None
            if not _has_shown(request, settings, arrival):
                return None
            words = await words_for(session, arrival.room.booking.programme_id)
            return arrival.found, fragment("room_signs.html", words, {"room": await signs_of(session, arrival.room)})

    first = await room()
    streams: RoomStreams = request.app.state.room_streams
    if first is None or streams.is_full(first[0].link.id):
        return Response(status_code=_NOTHING)
    link_id, booking_id = first[0].link.id, first[0].booking.id

    async def told() -> AsyncIterator[str]:
        async def now() -> str | None:
            shown = await room()
            return None if shown is None else shown[1]

        with streams.counting(link_id):
            async for each in stream(booking_id, now, request.app.state.settling):
                yield each

    return StreamingResponse(told(), media_type=EVENT_STREAM, headers=headers_of_a_page(settings.zoom_api_url))


@router.post("/{token}/{action}")
async def press(
    token: str,
    action: str,
    request: Request,
    database: DatabaseDependency,
    settings: SettingsDependency,
    wrong_tokens: WrongLinks,
    opening: OpeningDependency,
) -> Response:
    """Do what a button says, and show the page as it is then."""
    form = await read_form(request)
    if action == Action.GO:
        return await _go(request, database, settings, wrong_tokens, opening, form, token)
    async with database.transaction() as session:
        arrival = await _presser(session, request, settings, wrong_tokens, token, action)
        if isinstance(arrival, Response):
            return arrival
        by = acting(arrival.found)
        seen = await look(session, arrival)
        answer = await _second_fact(session, request, settings, seen, by, form, token, Action(action))
        return answer or await _do(session, settings, seen, by, form, token, Action(action))


async def _seen(
    session: AsyncSession, request: Request, settings: Settings, wrong_tokens: Attempts, token: str
) -> Seen | Response:
    """Return what whoever has a link sees, or what they are answered instead."""
    arrival = await arrival_by(session, token)
    if arrival is None:
        await wrong_tokens.count(session, _address(request))
        return _unknown(settings)
    seen = await look(session, arrival)
    if not _has_shown(request, settings, arrival):
        return await _closed(session, settings, seen, token)
    return seen


def _has_shown(request: Request, settings: Settings, arrival: Arrival, *also: str) -> bool:
    """Tell whether somebody has shown the second fact, or is asked for none: by their cookie, or by what `also` they sent."""
    if asked_for(arrival.room.policy.document.doors, arrival.person) is SecondFact.NONE:
        return True
    tickets = (*also, request.cookies.get(COOKIE, ""))
    return any(is_ticket(each, arrival.found.link, settings.key_ring) for each in tickets)


async def _closed(session: AsyncSession, settings: Settings, seen: Seen, token: str) -> Response:
    """Ask for the second fact."""
    asked = asked_for(seen.policy.document.doors, seen.person)
    return _gate(settings, seen, asked, token, locked=await is_locked(session, seen.found.link))


def _entry(settings: Settings, seen: Seen, token: str) -> Entry:
    url = address_of(settings.public_url, token)
    return entry_of(seen.booking, seen.found.participant, seen.context.programme, seen.words, seen.found.link, url)


async def _presser(
    session: AsyncSession, request: Request, settings: Settings, wrong_tokens: Attempts, token: str, action: str
) -> Arrival | Response:
    """Return whose link a button was pressed with, or the answer to a link that does not work, and to who presses too often."""
    address = _address(request)
    if not await wrong_tokens.may_try(session, address):
        return _wait(settings)
    arrival = await arrival_by(session, token)
    if arrival is None or action not in set(Action):
        await wrong_tokens.count(session, address)
        return _unknown(settings)
    presses: Attempts = request.app.state.presses
    if not await presses.count(session, str(arrival.found.link.id)):
        return _wait(settings, "too_fast")
    return arrival


async def _second_fact(
    session: AsyncSession,
    request: Request,
    settings: Settings,
    seen: Seen,
    by: ActingParticipant,
    form: Form,
    token: str,
    action: Action,
) -> Response | None:
    """Return the answer to who has not shown the second fact, or shows it now; None for who has."""
    link = seen.found.link
    asked = asked_for(seen.policy.document.doors, seen.person)
    if _has_shown(request, settings, seen.arrival, form.get("proof", "")):
        return None if action is not Action.ENTER else _page(settings, seen, token)
    if action is not Action.ENTER:
        return await _closed(session, settings, seen, token)
    tried = await attempt(
        session,
        seen.found,
        seen.person,
        asked,
        form,
        by=by,
        severity=seen.policy.document.incidents[IncidentKind.SECOND_FACT_WRONG],
        key_ring=settings.key_ring,
    )
    if not tried.is_right:
        return _gate(settings, seen, asked, token, locked=tried.is_locked, tried=tried)
    response = _page(settings, seen, token)
    until = ends_at(seen.booking)
    response.set_cookie(
        COOKIE,
        ticket_for(link, settings.key_ring, until=until),
        path=f"/j/{token}",
        expires=until,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response


async def _do(
    session: AsyncSession,
    settings: Settings,
    seen: Seen,
    by: ActingParticipant,
    form: Form,
    token: str,
    action: Action,
) -> Response:
    said = await ACTIONS[action](session, seen, by, form, settings.key_ring)
    await session.flush()
    now = await arrival_of(session, seen.found.participant.id)
    return _page(settings, await look(session, now or seen.arrival), token, said=said)


async def _go(
    request: Request,
    database: Database,
    settings: Settings,
    wrong_tokens: Attempts,
    opening: Opening,
    form: Form,
    token: str,
) -> Response:
    """Lead into the room. Where the press leads is in this answer alone.

    Many press in the same minute: one statement tells whether somebody may go in, and only who is shown a page waits for one.
    """
    async with database.single_statement() as session:
        arrival = await _presser(session, request, settings, wrong_tokens, token, Action.GO)
    if isinstance(arrival, Response):
        return arrival
    is_closed = not _has_shown(request, settings, arrival, form.get("proof", ""))
    if is_closed or page_at(arrival, utc_now()).button is Button.NONE:
        async with database.transaction() as session:
            seen = await look(session, arrival)
            return await _closed(session, settings, seen, token) if is_closed else _page(settings, seen, token)
    failed = form.get("did_not_work", "")
    did_not_work = OpeningWay(failed) if failed in set(OpeningWay) else None
    answer = await opening.way_in(arrival, acting(arrival.found).origin, did_not_work=did_not_work)
    if isinstance(answer, WayIn):
        headers = headers_of_a_page(settings.zoom_api_url)
        return RedirectResponse(answer.url.get_secret_value(), status_code=303, headers=headers)
    async with database.transaction() as session:
        await note_opened(session, arrival.found.link)
        seen = await look(session, arrival)
    if isinstance(answer, AnotherWay):
        return _page(settings, seen, token, another=answer)
    tries = form.get("tries", "")
    return _page(settings, seen, token, no_way=answer, tries=int(tries) if tries in _TRIES else 0)


def _page(
    settings: Settings,
    seen: Seen,
    token: str,
    *,
    said: str | None = None,
    another: AnotherWay | None = None,
    no_way: NoWayIn | None = None,
    tries: int = 0,
) -> Response:
    until: datetime = utc_now() + PAGE_LASTS
    values = values_of(seen, token, said=said, another=another, no_way=no_way, tries=tries)
    values["add_to"] = add_links(_entry(settings, seen, token)) if seen.page.prepares else None
    values["proof"] = ticket_for(seen.found.link, settings.key_ring, until=until) if values["asks_who"] else None
    return page_response("page.html", seen.words, values, zoom_url=settings.zoom_api_url)


def _gate(
    settings: Settings,
    seen: Seen,
    asked: SecondFact,
    token: str,
    *,
    locked: bool,
    tried: Attempt | None = None,
) -> Response:
    values = gate_of(seen, asked, token, locked=locked, tried=tried)
    # 200: it is the page of this link, which asks for something. To who guesses links it must not look unlike the others.
    return page_response("gate.html", seen.words, values, zoom_url=settings.zoom_api_url)


def _unknown(settings: Settings) -> Response:
    """Return the one answer to every link that does not work, whyever it does not."""
    return page_response(
        "trouble.html", Words(), {"what": "unknown"}, zoom_url=settings.zoom_api_url, status=_UNKNOWN_STATUS
    )


def _wait(settings: Settings, what: str = "too_many") -> Response:
    response = page_response(
        "trouble.html", Words(), {"what": what}, zoom_url=settings.zoom_api_url, status=_WAIT_STATUS
    )
    response.headers["Retry-After"] = "60"
    return response


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
