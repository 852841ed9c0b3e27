"""Requests that never get to the point: their connections are closed, and nobody else waits for them."""

import asyncio
from datetime import timedelta

import pytest

from app.kit.serving import listen, serving
from app.main import create_app
from app.settings import Settings


async def said(base_url: str, *parts: bytes, after: bytes = b"") -> bytes:
    """Send this, the last part `after` something has come back, and return all that comes until the other side hangs up."""
    host, port = base_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    answer = b""
    for part in parts:
        if after and part is parts[-1]:
            answer += await reader.readuntil(after)
        writer.write(part)
        await writer.drain()
    answer += await reader.read()
    writer.close()
    return answer


async def test_headers_and_bodies_that_come_too_slowly_or_never_end_are_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.kit.serving.HEADERS_WITHIN_SECONDS", 0.2)
    monkeypatch.setattr("app.main.BODY_WITHIN", timedelta(seconds=0.2))
    async with serving(create_app(settings), listen("127.0.0.1", 0)) as url:
        begun = b"GET /healthz HTTP/1.1\r\nHost: here\r\n"
        answers = await asyncio.gather(
            said(url),
            said(url, begun),
            said(url, begun + b"\r\n", b"\r\n" + begun, after=b'"ok"}'),
            said(url, begun, *[b"X-More: " + b"x" * 8000 + b"\r\n"] * 9),
            said(url, b"POST /v1/partners HTTP/1.1\r\nHost: here\r\nContent-Length: 20\r\n\r\n", b'{"name"'),
        )

    silent, headers, second, endless, body = answers
    assert silent.startswith(b"HTTP/1.1 408 ")
    assert headers.startswith(b"HTTP/1.1 408 ")
    assert second.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in second
    assert endless.startswith(b"HTTP/1.1 431 ")
    assert body.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/too-slow" in body
    assert b"connection: close" in body.lower()
