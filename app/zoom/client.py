"""The calls to Zoom that the product makes, as typed methods over one connection pool.

Nothing is repeated here except once after a refused token; what a caller does after a failure is in `app.zoom.errors`.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from app.clock import utc_now
from app.zoom.answers import NOT_JSON, Call, failure, json_body, refuses_token, transport_failure
from app.zoom.configuration import ZoomConfiguration
from app.zoom.errors import Operation, ZoomError
from app.zoom.reference import carries_reference
from app.zoom.schemas import (
    Meeting,
    MeetingListItem,
    MeetingPage,
    MeetingRequest,
    TokenPage,
    User,
    UserPage,
    UserSettings,
)
from app.zoom.token import AccessToken, TokenProvider

PAGE_SIZE = 300
"""The largest page that Zoom sends."""

SECURITY_OPTION = "meeting_security"
"""The option, and the group, under which Zoom keeps a user's security settings apart from the others."""

Page = TypeVar("Page", bound=TokenPage)
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Observation:
    """How one call went, for metrics: the last HTTP status, the name of the error's type, and the time in seconds."""

    operation: Operation
    status: int | None
    error: str | None
    seconds: float


class ZoomClient:
    """An async context manager for the Zoom account of a configuration.

    `transport` replaces the network, for tests. `observe` is told of every call and must not raise.

    A user is named by Zoom's user id or e-mail address, a meeting by its number. Every method raises the types in
    `app.zoom.errors`, and no other for what Zoom or the network does.
    """

    def __init__(
        self,
        configuration: ZoomConfiguration,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        observe: Callable[[Observation], None] | None = None,
    ) -> None:
        timeouts = configuration.timeouts
        self._deadline = timeouts.total
        self._observe = observe
        self._tokens = TokenProvider(configuration, transport=transport)
        self._http = httpx.AsyncClient(
            headers={"Accept": "application/json"},
            timeout=httpx.Timeout(
                connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=timeouts.pool
            ),
            limits=httpx.Limits(max_connections=40, max_keepalive_connections=20, keepalive_expiry=30.0),
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._tokens.aclose()

    async def users(self, status: Literal["active", "inactive"] = "active") -> AsyncIterator[User]:
        """Yield the account's users, all pages."""
        call = Call(Operation.LIST_USERS, "GET", "/users", {"status": status})
        async for page in self._pages(call, UserPage):
            for user in page.users:
                yield user

    async def user(self, user_id: str) -> User:
        """Return one user."""
        return await self._read(Call(Operation.GET_USER, "GET", _user_path(user_id)), User)

    async def user_settings(self, user_id: str) -> UserSettings:
        """Return a user's settings: the usual groups and the security option, merged."""
        usual = Call(Operation.GET_USER_SETTINGS, "GET", f"{_user_path(user_id)}/settings")
        security = replace(usual, params={"option": SECURITY_OPTION})
        groups = await self._read(usual, UserSettings)
        return groups.model_copy(update={SECURITY_OPTION: (await self._read(security, UserSettings)).meeting_security})

    async def update_user_settings(self, user_id: str, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """Change settings by group, as in `UserSettings`.

        The security group needs a request of its own, so a failure may leave half of the changes done. Zoom ignores a
        locked setting without an error: read the settings back.
        """
        usual = {group: values for group, values in changes.items() if group != SECURITY_OPTION}
        call = Call(Operation.UPDATE_USER_SETTINGS, "PATCH", f"{_user_path(user_id)}/settings", json=usual)
        if usual:
            await self._write(call)
        if security := changes.get(SECURITY_OPTION):
            await self._write(replace(call, params={"option": SECURITY_OPTION}, json={SECURITY_OPTION: security}))

    async def create_meeting(self, user_id: str, request: MeetingRequest) -> Meeting:
        """Create a meeting. Not idempotent: after `OutcomeUnknownError` look for its reference before trying again."""
        path = f"{_user_path(user_id)}/meetings"
        return await self._read(Call(Operation.CREATE_MEETING, "POST", path, json=request.body()), Meeting)

    async def meeting(self, meeting_id: int) -> Meeting:
        """Return a meeting with its settings."""
        return await self._read(Call(Operation.GET_MEETING, "GET", _meeting_path(meeting_id)), Meeting)

    async def update_meeting(self, meeting_id: int, changes: Mapping[str, Any]) -> None:
        """Change the keys in `changes`. Zoom's answer is empty whatever it did: read the meeting back."""
        await self._write(Call(Operation.UPDATE_MEETING, "PATCH", _meeting_path(meeting_id), json=changes))

    async def delete_meeting(self, meeting_id: int) -> None:
        """Delete a meeting, without a mail from Zoom to its host.

        `MeetingNotFoundError` says that it is gone already.
        """
        no_mail = {"schedule_for_reminder": "false"}
        await self._write(Call(Operation.DELETE_MEETING, "DELETE", _meeting_path(meeting_id), no_mail))

    async def end_meeting(self, meeting_id: int) -> None:
        """End a running meeting.

        Zoom accepts this also when nothing runs, and does not keep the host from starting the meeting again.
        """
        path = f"{_meeting_path(meeting_id)}/status"
        await self._write(Call(Operation.END_MEETING, "PUT", path, json={"action": "end"}))

    async def meetings(
        self, user_id: str, *, first_day: date | None = None, last_day: date | None = None
    ) -> AsyncIterator[MeetingListItem]:
        """Yield a host's scheduled meetings, all pages; `first_day` and `last_day` are included."""
        days = {"from": first_day, "to": last_day}
        params = {"type": "scheduled"} | {name: day.isoformat() for name, day in days.items() if day is not None}
        call = Call(Operation.LIST_MEETINGS, "GET", f"{_user_path(user_id)}/meetings", params)
        async for page in self._pages(call, MeetingPage):
            for meeting in page.meetings:
                yield meeting

    async def find_meetings_by_reference(
        self, user_id: str, reference: str, *, first_day: date | None = None, last_day: date | None = None
    ) -> tuple[MeetingListItem, ...]:
        """Return a host's meetings whose agenda carries `reference`, oldest first.

        More than one means that a create was repeated. Without days, all of the host's meetings are searched, so that
        one that somebody moved is found too.
        """
        found = [
            meeting
            async for meeting in self.meetings(user_id, first_day=first_day, last_day=last_day)
            if carries_reference(meeting.agenda, reference)
        ]
        never = datetime.max.replace(tzinfo=UTC)
        return tuple(sorted(found, key=lambda meeting: (meeting.created_at or never, meeting.id)))

    async def _pages(self, call: Call, kind: type[Page]) -> AsyncIterator[Page]:
        params = {**call.params, "page_size": str(PAGE_SIZE)}
        seen: set[str] = set()
        while True:
            page = await self._read(replace(call, params=params), kind)
            yield page
            if not (token := page.next_page_token):
                return
            if token in seen:
                raise call.without_result("the list does not end")
            seen.add(token)
            params["next_page_token"] = token

    async def _read(self, call: Call, kind: type[Model]) -> Model:
        """Send a call whose answer has a body of `kind`."""
        response = await self._send(call)
        if (body := json_body(response)) is NOT_JSON:
            raise call.without_result("the answer is no JSON", response)
        try:
            return kind.model_validate(body)
        except ValidationError as error:
            problems = error.errors(include_input=False)[:5]
            places = ", ".join(".".join(map(str, problem["loc"])) or "body" for problem in problems)
            # Without its cause, whose text may quote what Zoom sent.
            raise call.without_result(f"the answer lacks what it must have: {places}", response) from None

    async def _write(self, call: Call) -> None:
        """Send a change whose answer has no body. A gateway's page with status 200 is no confirmation."""
        response = await self._send(call)
        if response.content and json_body(response) is NOT_JSON:
            raise call.without_result("the answer is not Zoom's", response)

    async def _send(self, call: Call) -> httpx.Response:
        """Send a call, once more with a fresh token if Zoom refuses the first, and return its 2xx answer."""
        started = time.perf_counter()
        status: int | None = None
        error_name: str | None = None
        try:
            token = await self._tokens.token()
            response = await self._attempt(call, token)
            if refuses_token(response):
                self._tokens.invalidate(token)
                response = await self._attempt(call, await self._tokens.token())
            status = response.status_code
            if (refusal := failure(call, response, now=utc_now())) is not None:
                raise refusal
        except ZoomError as error:
            error_name = type(error).__name__
            raise
        else:
            return response
        finally:
            if self._observe is not None:
                self._observe(Observation(call.operation, status, error_name, time.perf_counter() - started))

    async def _attempt(self, call: Call, token: AccessToken) -> httpx.Response:
        try:
            async with asyncio.timeout(self._deadline):
                return await self._http.request(
                    call.method,
                    f"{token.api_url}/v2{call.path}",
                    json=None if call.json is None else dict(call.json),
                    params=call.params,
                    headers={"Authorization": f"Bearer {token.value.get_secret_value()}"},
                )
        except (httpx.RequestError, TimeoutError) as error:
            # Without its cause, whose text may name an address with a person's e-mail in it.
            raise transport_failure(call, error) from None


def _user_path(user_id: str) -> str:
    """Return the path of a user.

    Raises:
        ValueError: The name is empty or `.`, `..` (another path), or `me`, which server-to-server apps may not use.
    """
    if user_id in {"", ".", "..", "me"}:
        msg = "A user is named by Zoom's id or by an e-mail address."
        raise ValueError(msg)
    return f"/users/{quote(user_id, safe='')}"


def _meeting_path(meeting_id: int) -> str:
    return f"/meetings/{meeting_id:d}"
