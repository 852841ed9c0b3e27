"""What ASGI has no words for: ending a TCP connection in the middle of an exchange."""

import asyncio
import socket
import struct
from typing import Final

from starlette.types import Receive, Send

_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class Connection:
    """The connection that a call came on, as far as the server lets one reach it.

    uvicorn's `send` is a method of an object that holds the transport. Under another server, or without any, a cut is a
    `ConnectionResetError` out of the application.
    """

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        self._transport: asyncio.Transport | None = transport

    async def close(self) -> None:
        """Close it after what was written, without another byte."""
        await self._cut(reset=False)

    async def reset(self) -> None:
        """Reset it: the other side gets an error, not an end."""
        await self._cut(reset=True)

    async def _cut(self, *, reset: bool) -> None:
        if self._transport is None:
            message = "The sandbox cut the connection."
            raise ConnectionResetError(message)
        if reset:
            # Lingering for no time at all makes the kernel send RST instead of FIN.
            raw: socket.socket = self._transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._transport.abort()
        else:
            self._transport.close()
        # Returning earlier would let the server answer 500 in our place.
        while (await self._receive())["type"] != "http.disconnect":
            pass
