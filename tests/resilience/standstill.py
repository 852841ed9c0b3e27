"""A door before the sandbox that can be shut: calls wait there, on their way to Zoom, until the test lets them go on."""

import asyncio
import re
from enum import StrEnum
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send


class Step(StrEnum):
    """A call that the worker makes at Zoom, by the sandbox's name of it."""

    CREATE = "create_meeting"
    GET = "get_meeting"
    PATCH = "update_meeting"
    DELETE = "delete_meeting"
    LIST = "list_meetings"
    REGISTER = "add_registrant"


_CALLS: Final = {
    Step.CREATE: ("POST", re.compile(r"/v2/users/[^/]+/meetings")),
    Step.LIST: ("GET", re.compile(r"/v2/users/[^/]+/meetings")),
    Step.GET: ("GET", re.compile(r"/v2/meetings/\d+")),
    Step.PATCH: ("PATCH", re.compile(r"/v2/meetings/\d+")),
    Step.DELETE: ("DELETE", re.compile(r"/v2/meetings/\d+")),
    Step.REGISTER: ("POST", re.compile(r"/v2/meetings/\d+/registrants")),
}


class Standstill:
    """An ASGI application around the sandbox's. What waits has reached nobody: no fault has struck, no work is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._step: Step | None = None
        self._open = asyncio.Event()
        self._waiting: set[str] = set()
        self._changed = asyncio.Condition()
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/v2"):
            await self._app(scope, receive, send)
            return
        self._under_way += 1
        try:
            if self._step is not None and _is(self._step, scope):
                async with self._changed:
                    self._waiting.add(scope["path"])
                    self._changed.notify_all()
                await self._open.wait()
            await self._app(scope, receive, send)
        finally:
            async with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def shut(self, step: Step) -> None:
        """Let calls of this kind wait from now on."""
        self._step, self._open = step, asyncio.Event()
        self._waiting.clear()

    def open(self) -> None:
        """Let what waits go on, and what follows pass."""
        self._step = None
        self._open.set()

    async def waiting(self, calls: int, *, within: float = 30) -> None:
        """Return when calls at so many different addresses wait."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(self._waiting) >= calls)

    async def quiet(self, *, within: float = 30) -> None:
        """Return when Zoom is working on nothing: what was given up on may be done late."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: self._under_way == 0)


def _is(step: Step, scope: Scope) -> bool:
    method, path = _CALLS[step]
    return scope["method"] == method and path.fullmatch(scope["path"]) is not None
