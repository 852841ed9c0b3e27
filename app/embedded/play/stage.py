"""The sandbox's side of a play: the room, and the people in it, through the sandbox's control interface."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

import httpx

from app.embedded.play.script import Binding, Call, Recording, Script, Sharing, Step
from app.kit.errors import ConfigurationError

_REGISTERED: Final = frozenset({"mentor", "mentee"})
WITHOUT_REGISTRATION: Final = 2
"""Zoom's `approval_type` of a meeting for which nobody registers."""
_LOOKS: Final = 100
_LOOK_SECONDS: Final = 0.1


class StepRefusedError(Exception):
    """The sandbox's Zoom does not do this now. The text says why."""


class Stage:
    """The room of one meeting at the sandbox."""

    def __init__(self, sandbox: httpx.AsyncClient, script: Script, meeting_id: int, host: str) -> None:
        self._sandbox = sandbox
        self._script = script
        self._meeting_id = meeting_id
        self._host = host
        self._people: dict[str, str] = {}

    @classmethod
    async def of(cls, sandbox: httpx.AsyncClient, script: Script, meeting_id: int) -> "Stage":
        """Return the stage for a meeting that is there."""
        report = await _asked(sandbox, "GET", f"/meetings/{meeting_id}")
        return cls(sandbox, script, meeting_id, report["meeting"]["host_id"])

    async def play(self, step: Step) -> str:
        """Let one step happen; return what Zoom made of it, in a word, or nothing.

        Raises:
            StepRefusedError: Zoom's client or portal would not offer it now.
        """
        return await _ACTIONS[step.action](self, step.argument)

    async def settled(self) -> None:
        """Wait until every event whose time has come has been delivered."""
        await _asked(self._sandbox, "POST", "/deliveries/settle")

    async def is_open(self) -> bool | None:
        """Tell whether the meeting runs; None if Zoom does not know it any more."""
        try:
            report = await _asked(self._sandbox, "GET", f"/meetings/{self._meeting_id}")
        except StepRefusedError:
            return None
        return bool(report["meeting"]["status"] == "started")

    async def join(self, name: str) -> str:
        """Let somebody open the link."""
        person = self._script.person(name)
        newcomer = person.model_dump(exclude={"host", "colleague", "link"}, exclude_none=True)
        if person.host:
            newcomer = {"user": self._host}
        elif person.colleague:
            newcomer |= {"user": await self._colleague()}
        elif (registrant_id := await self._registration_of(person.link or name)) is not None:
            newcomer |= {"registrant_id": registrant_id}
        came = await self._room("POST", "/participants", newcomer)
        self._people[name] = came["uuid"]
        return str(came["place"]).replace("_", " ")

    async def _registration_of(self, name: str) -> str | None:
        """Return by which registration somebody of the session comes; None where people do not register."""
        for _ in range(_LOOKS):
            report = await _asked(self._sandbox, "GET", f"/meetings/{self._meeting_id}")
            if report["meeting"]["settings"]["approval_type"] == WITHOUT_REGISTRATION:
                return None
            # Chaperone tells the first name of a rehearsal's people, which is what they are.
            by_name = {each["details"]["first_name"].casefold(): each["id"] for each in report["registrants"]}
            if name in by_name or name not in _REGISTERED:
                return by_name.get(name)
            # They are registered right after the session is confirmed.
            await asyncio.sleep(_LOOK_SECONDS)
        return None

    async def _colleague(self) -> str:
        state = await _asked(self._sandbox, "GET", "/state")
        others = [each["user"]["id"] for each in state["users"] if each["user"]["id"] != self._host]
        if not others:
            message = "The sandbox has no other user: add one with POST /sandbox/users."
            raise StepRefusedError(message)
        return str(others[0])

    async def call(self, call: Call) -> str:
        """Let the host call a telephone."""
        body = call.model_dump(exclude={"who"}) | {"name": self._script.person(call.who).name or call.who}
        came = await self._room("POST", "/calls/telephone", body)
        if came is None:
            return call.outcome
        self._people[call.who] = came["uuid"]
        return str(came["place"]).replace("_", " ")

    async def bind(self, binding: Binding) -> str:
        """Bind a telephone to somebody's computer."""
        await self._of(binding.who, "bind", {"telephone": self._uuid(binding.telephone)})
        return ""

    async def share(self, sharing: Sharing) -> str:
        """Let somebody show something."""
        await self._of(sharing.who, "share", {"content": sharing.content})
        return sharing.content

    async def record(self, what: Recording) -> str:
        """Record, in the cloud or on somebody's own machine."""
        if what is Recording.LOCALLY:
            await self._room("PUT", "/local-recording", {"recording": True})
        else:
            await self._room("POST", f"/recording/{what}")
        return ""

    async def set_webhooks(self, rules: str | list[dict[str, Any]]) -> str:
        """Let events go wrong from now on, or be well again."""
        await _asked(self._sandbox, "PUT", "/webhook-faults", [] if rules == "well" else rules)
        return ""

    async def set_host(self, what: str) -> str:
        """Deactivate the host, or activate them again."""
        status = "active" if what == "activate" else "inactive"
        await _asked(self._sandbox, "PUT", f"/users/{quote(self._host)}/status", {"status": status})
        return status

    async def change_host_settings(self, changes: Mapping[str, Any]) -> str:
        """Let the host change settings of their own in the portal."""
        await _asked(self._sandbox, "PATCH", f"/users/{quote(self._host)}/settings", changes)
        return ""

    async def create_meeting_by_hand(self, body: Mapping[str, Any]) -> str:
        """Let the host schedule another meeting in the portal."""
        made = await _asked(self._sandbox, "POST", f"/users/{quote(self._host)}/meetings", body)
        return f"meeting {made['meeting']['id']}"

    async def of_person(self, name: str, what: str) -> str:
        """Let something happen to somebody who came."""
        after = await self._of(name, what)
        return str(after["place"]).replace("_", " ")

    async def of_room(self, method: str, path: str, body: Any = None) -> str:
        """Let something happen to the room."""
        await self._room(method, path, body)
        return ""

    async def _of(self, name: str, what: str, body: Any = None) -> Any:
        return await self._room("POST", f"/participants/{self._uuid(name)}/{what}", body)

    async def _room(self, method: str, path: str, body: Any = None) -> Any:
        return await _asked(self._sandbox, method, f"/meetings/{self._meeting_id}{path}", body)

    def _uuid(self, name: str) -> str:
        if name not in self._people:
            message = f"The {name} has not come yet."
            raise StepRefusedError(message)
        return self._people[name]


async def _asked(sandbox: httpx.AsyncClient, method: str, path: str, body: Any = None) -> Any:
    """Ask the sandbox's control interface.

    Raises:
        StepRefusedError: It refuses.
        ConfigurationError: It does not answer.
    """
    try:
        response = await sandbox.request(method, f"/sandbox{path}", json=body)
    except httpx.TransportError:
        message = f"The Zoom sandbox does not answer at {sandbox.base_url}. Is `make run` still running?"
        raise ConfigurationError(message) from None
    if response.is_success:
        return response.json() if response.content else None
    raise StepRefusedError(_refusal(response))


def _refusal(response: httpx.Response) -> str:
    try:
        detail = response.json()["detail"]
    except (ValueError, KeyError, TypeError):
        return f"The sandbox answered {response.status_code}."
    if isinstance(detail, list) and detail and isinstance(detail[0], dict):
        return "; ".join(f"{'.'.join(map(str, each.get('loc', ())))}: {each.get('msg')}" for each in detail)
    if isinstance(detail, dict):
        return str(detail.get("message", detail))
    return str(detail)


def _for_person(what: str) -> Callable[[Stage, str], Awaitable[str]]:
    return lambda stage, name: stage.of_person(name, what)


def _for_room(method: str, path: str) -> Callable[[Stage, Any], Awaitable[str]]:
    return lambda stage, _: stage.of_room(method, path)


def _with_body(method: str, path: str) -> Callable[[Stage, Any], Awaitable[str]]:
    return lambda stage, body: stage.of_room(method, path, body)


def _with_name(path: str) -> Callable[[Stage, Any], Awaitable[str]]:
    return lambda stage, what: stage.of_room("POST", f"{path}/{what}")


_ACTIONS: Final[Mapping[str, Callable[[Stage, Any], Awaitable[str]]]] = {
    "join": Stage.join,
    "admit": _for_person("admit"),
    "put_back": _for_person("return"),
    "remove": _for_person("remove"),
    "leave": _for_person("leave"),
    "stop_sharing": _for_person("stop-sharing"),
    "send_file": _for_person("send-file"),
    "bind": Stage.bind,
    "share": Stage.share,
    "call": Stage.call,
    "record": Stage.record,
    "ai_companion": _with_name("/ai-companion"),
    "live_stream": _with_name("/live-stream"),
    "media_stream": _with_name("/media-stream"),
    "toolbar": _with_body("PATCH", "/toolbar"),
    "change_meeting": _with_body("PATCH", ""),
    "change_host_settings": Stage.change_host_settings,
    "delete_meeting": _for_room("DELETE", ""),
    "convert_to_webinar": _for_room("POST", "/convert-to-webinar"),
    "find_link_in_public": _for_room("POST", "/risk-alert"),
    "create_meeting_by_hand": Stage.create_meeting_by_hand,
    "host": Stage.set_host,
    "webhooks": Stage.set_webhooks,
    "end": _for_room("POST", "/end"),
}
"""Every action but `wait`."""
