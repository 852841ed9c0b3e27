"""A request id for every request: the caller's own, or a new one; on every log line, answer and audit entry."""

import re
import time
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from app.kit.identifiers import new_id

HEADER: Final = "X-Request-ID"
# Short and plain, so that a caller cannot write into our logs.
_ACCEPTABLE: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")

_SCOPE_KEY: Final = "chaperone.request_id"

log = structlog.get_logger(__name__)


def request_id_of(scope: Scope) -> str | None:
    """Return the id of the request that a scope is of."""
    request_id: str | None = scope.get(_SCOPE_KEY)
    return request_id


class RequestIdentity:
    """ASGI middleware: names the request, answers with its id, and logs one line when it is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request under its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # On the scope too: what fails unexpectedly is answered outside of this block.
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _ACCEPTABLE.fullmatch(given) else str(new_id())
        scope[_SCOPE_KEY] = request_id
        status = 500
        started = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                # The template of the route, not the path: a path may hold what does not belong in a log.
                route = scope.get("route")
                log.info(
                    "request",
                    method=scope["method"],
                    route=getattr(route, "path", None),
                    status=status,
                    milliseconds=round((time.perf_counter() - started) * 1000, 1),
                )
