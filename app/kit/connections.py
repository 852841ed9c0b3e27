"""What one connection to the server may take: seconds until a request's headers are there, and their size.

uvicorn closes connections that are idle after an answer, and answers 503 above a number of connections; for headers that come
slowly, or never end, it has no limit.
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_WITHIN_SECONDS: Final = 10.0
HEADERS_AT_MOST: Final = 64 * 1024
CONNECTIONS_AT_MOST: Final = 1_000


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's protocol for HTTP/1.1, which hangs up on who does not get to the point."""

    _too_late: asyncio.TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Expect a request."""
        super().connection_made(transport)
        self._expect_headers()

    def data_received(self, data: bytes) -> None:
        """Take what has come of a request."""
        if self._too_late is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_headers()
        super().data_received(data)
        if self._too_late is not None:
            self._received += len(data)
            if self._received > HEADERS_AT_MOST:
                self._hang_up(b"431 Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _expect_headers(self) -> None:
        self._received = 0
        self._too_late = self.loop.call_later(HEADERS_WITHIN_SECONDS, self._hang_up, b"408 Request Timeout")

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None

    def _hang_up(self, status: bytes) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()
