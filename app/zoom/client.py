"""The calls to Zoom that the product makes, as typed methods.

What is repeated, and within which limits, is in `app.zoom.connection`; what a caller does after a failure in
`app.zoom.reactions`.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from app.zoom.answers import NOT_JSON, Call, json_body
from app.zoom.configuration import ZoomConfiguration
from app.zoom.connection import Observation, ZoomConnection
from app.zoom.errors import Operation
from app.zoom.limits.lanes import Lane
from app.zoom.limits.limiter import Limiter
from app.zoom.schemas import (
    AccountSettings,
    InviteLinks,
    LockSettings,
    Meeting,
    MeetingListItem,
    MeetingPage,
    MeetingRequest,
    PastInstance,
    PastInstances,
    PastMeeting,
    PastParticipant,
    PastParticipantPage,
    Registrant,
    RegistrantPage,
    SettingsByGroup,
    StartLink,
    TokenPage,
    User,
    UserPage,
    UserSettings,
    WebhookLog,
    WebhookLogPage,
)

__all__ = ["Observation", "ZoomClient"]

PAGE_SIZE = 300
"""The largest page that Zoom sends."""

SECURITY_OPTION = "meeting_security"
"""The option, and the group, under which Zoom keeps a user's security settings apart from the others."""

LONGEST_INVITE_LINK = timedelta(days=90)

Page = TypeVar("Page", bound=TokenPage)
Model = TypeVar("Model", bound=BaseModel)
Groups = TypeVar("Groups", bound=SettingsByGroup)

_OWN_ACCOUNT = "/accounts/me"


class ZoomClient:
    """An async context manager for the Zoom account of a configuration.

    `limiter` keeps the calls within the account's limits; without one they are sent at once. `transport` replaces the
    network, for tests. `observe` is told of every call, and `witness` of every answer as it came; neither must raise.

    A user is named by Zoom's user id or e-mail address, a meeting by its number, one instance of it by its uuid. Every
    method raises the types in `app.zoom.errors`, and no other for what Zoom or the network does.
    """

    def __init__(
        self,
        configuration: ZoomConfiguration,
        *,
        limiter: Limiter | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        observe: Callable[[Observation], None] | None = None,
        witness: Callable[[httpx.Response], None] | None = None,
    ) -> None:
        self._connection = ZoomConnection(
            configuration, limiter=limiter, transport=transport, observe=observe, witness=witness
        )
        self._lane = Lane.NORMAL
        self._patience = configuration.patience

    def in_lane(self, lane: Lane, *, patience: timedelta | None = None) -> "ZoomClient":
        """Return this client for calls of that lane; connections, token and circuit are shared.

        `patience` is how long a call waits for its turn in the account's budget.
        """
        view = copy(self)
        view._lane = lane  # noqa: SLF001  # of its own kind
        view._patience = self._patience if patience is None else patience  # noqa: SLF001
        return view

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, which all lanes share."""
        await self._connection.aclose()

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
        call = Call(Operation.GET_USER_SETTINGS, "GET", f"{_user_path(user_id)}/settings")
        return await self._with_security(call, UserSettings)

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

    async def start_link(self, meeting_id: int) -> SecretStr | None:
        """Return the link that makes its holder the host of a meeting, another one at each call; None where Zoom gives none.

        For one press of one person: it is neither stored nor logged. Zoom keeps it valid for two hours.
        """
        call = Call(Operation.GET_MEETING, "GET", _meeting_path(meeting_id))
        return (await self._read(call, StartLink)).start_url

    async def update_meeting(self, meeting_id: int, changes: Mapping[str, Any]) -> None:
        """Change the keys in `changes`. Zoom's answer is empty whatever it did: read the meeting back."""
        await self._write(Call(Operation.UPDATE_MEETING, "PATCH", _meeting_path(meeting_id), json=changes))

    async def delete_meeting(self, meeting_id: int) -> None:
        """Delete a meeting, without a mail from Zoom to its host or to registrants.

        `MeetingNotFoundError` says that it is gone already.
        """
        no_mail = {"schedule_for_reminder": "false", "cancel_meeting_reminder": "false"}
        await self._write(Call(Operation.DELETE_MEETING, "DELETE", _meeting_path(meeting_id), no_mail))

    async def end_meeting(self, meeting_id: int) -> None:
        """End a running meeting.

        Zoom accepts this also when nothing runs, and does not keep the host from starting the meeting again.
        """
        path = f"{_meeting_path(meeting_id)}/status"
        await self._write(Call(Operation.END_MEETING, "PUT", path, json={"action": "end"}))

    async def stop_recording(self, meeting_id: int) -> None:
        """Stop the cloud recording of a running meeting. One on somebody's own computer is out of reach."""
        await self._control(meeting_id, "recording.stop")

    async def stop_ai_companion(self, meeting_id: int) -> None:
        """Stop AI Companion in a running meeting, for questions and summary."""
        await self._control(meeting_id, "ai_companion.stop", {"ai_companion_mode": "all"})

    async def _control(self, meeting_id: int, method: str, params: Mapping[str, Any] | None = None) -> None:
        body = {"method": method, **({"params": params} if params else {})}
        await self._write(Call(Operation.CONTROL_MEETING, "PATCH", f"/live_meetings/{meeting_id:d}/events", json=body))

    async def add_registrant(self, meeting_id: int, *, email: str, first_name: str) -> Registrant:
        """Register somebody, approved at once, for a meeting with registration. The same address is the same registrant again.

        Zoom takes three such requests a day for an address and a meeting. Not repeated: after `OutcomeUnknownError` look at
        `registrants`.
        """
        form = {"email": email, "first_name": first_name, "auto_approve": True}
        path = f"{_meeting_path(meeting_id)}/registrants"
        return await self._read(Call(Operation.ADD_REGISTRANT, "POST", path, json=form), Registrant)

    async def registrants(self, meeting_id: int) -> AsyncIterator[Registrant]:
        """Yield who is registered for a meeting and approved, all pages."""
        path = f"{_meeting_path(meeting_id)}/registrants"
        async for page in self._pages(Call(Operation.LIST_REGISTRANTS, "GET", path), RegistrantPage):
            for registrant in page.registrants:
                yield registrant

    async def remove_registrant(self, meeting_id: int, registrant_id: str) -> None:
        """Take a registration back: its link opens nothing any more. Who is inside already stays there.

        `ValidationFailedError` says that there is no such registration.
        """
        path = _registrant_path(meeting_id, registrant_id)
        await self._write(Call(Operation.REMOVE_REGISTRANT, "DELETE", path))

    async def registrant_join_url(self, meeting_id: int, registrant_id: str) -> SecretStr:
        """Return the link of one registrant, for the press of this person's button. Whoever has it comes in under their name.

        It belongs into the answer to that press and nowhere else. `ValidationFailedError`: there is no such registration.
        """
        call = Call(Operation.GET_REGISTRANT, "GET", _registrant_path(meeting_id, registrant_id))
        registrant = await self._read(call, Registrant)
        if registrant.join_url is None:
            raise call.without_result("the registration has no link: it is not approved")
        return registrant.join_url

    async def invite_link(self, meeting_id: int, display_name: str, ttl: timedelta) -> SecretStr:
        """Return a link that lets somebody come under exactly this name (64 characters at most), for the press of their button.

        It works for `ttl`, from a second to 90 days. It belongs into the answer to that press and nowhere else.

        Raises:
            ValueError: `ttl` is shorter than a second, which Zoom may take for no end at all, or too long.
        """
        seconds = int(ttl.total_seconds())
        if not 1 <= seconds <= LONGEST_INVITE_LINK.total_seconds():
            msg = "An invite link works for a second at least, and for 90 days at the most."
            raise ValueError(msg)
        body = {"attendees": [{"name": display_name}], "ttl": seconds}
        call = Call(Operation.CREATE_INVITE_LINK, "POST", f"{_meeting_path(meeting_id)}/invite_links", json=body)
        links = await self._read(call, InviteLinks)
        return links.attendees[0].join_url

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

    async def past_meeting(self, uuid: str) -> PastMeeting:
        """Return what became of one instance of a meeting. `MeetingNotFoundError` also while it has not ended."""
        return await self._read(Call(Operation.GET_PAST_MEETING, "GET", _past_meeting_path(uuid)), PastMeeting)

    async def past_instances(self, meeting_id: int) -> Sequence[PastInstance]:
        """Return every time that a meeting was held and is over; by its number alone a meeting is known by its latest."""
        call = Call(Operation.LIST_PAST_INSTANCES, "GET", f"{_past_meeting_path(str(meeting_id))}/instances")
        return (await self._read(call, PastInstances)).meetings

    async def past_participants(self, uuid: str) -> AsyncIterator[PastParticipant]:
        """Yield who was in one instance of a meeting, a row for each time that somebody joined; all pages.

        Nobody is listed where no second person joined.
        """
        call = Call(Operation.LIST_PAST_PARTICIPANTS, "GET", f"{_past_meeting_path(uuid)}/participants")
        async for page in self._pages(call, PastParticipantPage):
            for participant in page.participants:
                yield participant

    async def failed_deliveries(self, app_id: str, *, since: datetime, until: datetime) -> AsyncIterator[WebhookLog]:
        """Yield the tries to deliver an event to an app that failed, the latest first; Zoom keeps them for seven days.

        Few apps have the scope for this: `ScopeMissingError` means that it is not known.
        """
        times = {"from": zoom_time(since), "to": zoom_time(until)}
        path = f"/marketplace/apps/{_segment(app_id)}/webhook_logs"
        async for page in self._pages(
            Call(Operation.LIST_WEBHOOK_LOGS, "GET", path, {"type": "2", **times}), WebhookLogPage
        ):
            for row in page.webhook_logs:
                yield row

    async def account_settings(self) -> AccountSettings:
        """Return the account's settings, under which those of its users stand."""
        call = Call(Operation.GET_ACCOUNT_SETTINGS, "GET", f"{_OWN_ACCOUNT}/settings")
        return await self._with_security(call, AccountSettings)

    async def account_locks(self) -> LockSettings:
        """Return which settings the account locks for everybody.

        Zoom offers the scope for this to few accounts: `ScopeMissingError` means that the locks are not known.
        """
        call = Call(Operation.GET_ACCOUNT_LOCKS, "GET", f"{_OWN_ACCOUNT}/lock_settings")
        return await self._with_security(call, LockSettings)

    async def group_locks(self, group_id: str) -> LockSettings:
        """Return which settings a group locks for its users."""
        call = Call(Operation.GET_GROUP_LOCKS, "GET", f"/groups/{_segment(group_id)}/lock_settings")
        return await self._with_security(call, LockSettings)

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

    async def _with_security(self, call: Call, kind: type[Groups]) -> Groups:
        """Read groups of settings from their two places, merged."""
        groups = await self._read(call, kind)
        security = await self._read(replace(call, params={"option": SECURITY_OPTION}), kind)
        return groups.model_copy(update={SECURITY_OPTION: security.meeting_security})

    async def _read(self, call: Call, kind: type[Model]) -> Model:
        """Send a call whose answer has a body of `kind`."""

        def reading(response: httpx.Response) -> Model:
            if (body := json_body(response)) is NOT_JSON:
                raise call.without_result("the answer is no JSON", response)
            try:
                return kind.model_validate(body)
            except ValidationError as error:
                problems = error.errors(include_input=False)[:5]
                places = ", ".join(".".join(map(str, problem["loc"])) or "body" for problem in problems)
                # Without its cause, whose text may quote what Zoom sent.
                raise call.without_result(f"the answer lacks what it must have: {places}", response) from None

        return await self._connection.send(call, reading, lane=self._lane, patience=self._patience)

    async def _write(self, call: Call) -> None:
        """Send a change whose answer has no body. A gateway's page with status 200 is no confirmation."""

        def reading(response: httpx.Response) -> None:
            if response.content and json_body(response) is NOT_JSON:
                raise call.without_result("the answer is not Zoom's", response)

        await self._connection.send(call, reading, lane=self._lane, patience=self._patience)


def zoom_time(instant: datetime) -> str:
    """Return an instant as Zoom writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _segment(name: str) -> str:
    """Return one segment of a path.

    Raises:
        ValueError: The name is empty, or `.` or `..`, which make another path.
    """
    if name in {"", ".", ".."}:
        msg = "What is asked of Zoom is named by its id."
        raise ValueError(msg)
    return quote(name, safe="")


def _user_path(user_id: str) -> str:
    """Return the path of a user.

    Raises:
        ValueError: The name is another path, or `me`, which server-to-server apps may not use.
    """
    if user_id == "me":
        msg = "A user is named by Zoom's id or by an e-mail address."
        raise ValueError(msg)
    return f"/users/{_segment(user_id)}"


def _meeting_path(meeting_id: int) -> str:
    return f"/meetings/{meeting_id:d}"


def _registrant_path(meeting_id: int, registrant_id: str) -> str:
    return f"{_meeting_path(meeting_id)}/registrants/{_segment(registrant_id)}"


def _past_meeting_path(uuid: str) -> str:
    """Return the path of one instance of a meeting.

    A uuid that begins with `/` or contains `//` is encoded twice (Zoom's API reference, "Get past meeting details").

    Raises:
        ValueError: The uuid is another path.
    """
    segment = _segment(uuid)
    return f"/past_meetings/{_segment(segment) if uuid.startswith('/') or '//' in uuid else segment}"
