"""Limits on request bodies whose refusals are problem documents (the framework's own answers in plain text)."""

import asyncio
from datetime import timedelta

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.problems import too_large_response


class BodyLimit:
    """ASGI middleware that refuses bodies of more than `limit` bytes, declared or streamed, with 413.

    One that has not come whole `within` a while is refused with 408, however steadily it drips.
    """

    def __init__(self, app: ASGIApp, limit: int, within: timedelta) -> None:
        self._app = app
        self._limit = limit
        self._within = within.total_seconds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request whose body is at most the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self._limit:
            await too_large_response()(scope, receive, send)
            return
        received, is_whole = 0, False
        deadline = asyncio.get_running_loop().time() + self._within

        async def receive_limited() -> Message:
            nonlocal received, is_whole
            if is_whole:
                # Waits for the caller to go away: that may take as long as the answer does.
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                # What still comes would be taken for the next request.
                raise HTTPException(status_code=408, headers={"Connection": "close"}) from None
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                is_whole = not message.get("more_body", False)
                if received > self._limit:
                    raise HTTPException(status_code=413)
            return message

        await self._app(scope, receive_limited, send)
