"""What every answer tells browsers: to load nothing, to frame nothing, to guess nothing, to tell nobody."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS: Final[Mapping[str, str]] = {
    # A page that needs more, such as the docs page, says so itself.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OVER_TLS: Final = ("Strict-Transport-Security", "max-age=31536000")


def add_security_headers(headers: MutableHeaders, scope: Scope) -> None:
    """Add what is missing to the headers of an answer."""
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    # As the proxy in front tells it: see `FORWARDED_ALLOW_IPS` of uvicorn.
    if scope["scheme"] == "https":
        headers.setdefault(*OVER_TLS)


class SecurityHeaders:
    """ASGI middleware: adds them to every answer that does not have them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_security_headers(MutableHeaders(scope=message), scope)
            await send(message)

        await self._app(scope, receive, send_with_headers)
