"""If-None-Match (RFC 9110, section 13.1.2): who has an answer already is told so, in no words."""

import hashlib
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.preconditions import with_content

JSON_MEDIA_TYPE: Final = "application/json"
_HAVE_IT: Final = 304
_DIGEST_BYTES: Final = 8
_OF_CONTENT: Final = ("content-length", "content-type")


class ConditionalRequests:
    """ASGI middleware: names the content of what is read by its ETag, and answers 304 to who has read the same before.

    What a booking shows follows from more than the booking: from the facts of others, the time, and what the caller may see and
    asks for. So the ETag of what is read holds a digest of the answer, behind the version where there is one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request. Only what is answered in one piece is named: a long export is not held back for it."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = _tags(Headers(scope=scope).get("if-none-match", ""))
        held: Message | None = None

        async def answer(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _is_kept(message):
                held = message
                return
            if held is None:
                await send(message)
                return
            start, held = held, None
            if message.get("more_body", False):
                await send(start)
                await send(message)
                return
            headers = MutableHeaders(raw=start["headers"])
            digest = hashlib.blake2b(message.get("body", b""), digest_size=_DIGEST_BYTES).hexdigest()
            tag = headers["etag"] = with_content(headers.get("etag"), digest)
            if tag in known or "*" in known:
                for name in _OF_CONTENT:
                    del headers[name]
                start, message = {**start, "status": _HAVE_IT}, {**message, "body": b""}
            await send(start)
            await send(message)

        await self._app(scope, receive, answer)


def _is_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_json = headers.get("content-type", "").startswith(JSON_MEDIA_TYPE)
    return start["status"] == 200 and is_json and "no-store" not in headers.get("cache-control", "")


def _tags(header: str) -> frozenset[str]:
    # A weak comparison, as RFC 9110 asks for here.
    return frozenset(tag.strip().removeprefix("W/") for tag in header.split(",") if tag.strip())
