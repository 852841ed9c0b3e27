"""What a broken connection looks like to httpx, and so to the client: real sockets, no fake transport."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from app.zoom.client import ZoomClient
from app.zoom.configuration import ZoomConfiguration, ZoomTimeouts
from app.zoom.errors import OutcomeUnknownError, ZoomUnavailableError
from app.zoom.schemas import MeetingRequest
from tests.support.zoom_api import CONFIGURATION, meeting_answer, token_answer

REQUEST = MeetingRequest(
    agenda="Reference: 1", start=datetime(2027, 1, 12, 16, tzinfo=UTC), duration=45, time_zone="UTC", settings={}
)
Answer = Callable[[asyncio.StreamWriter], None]


def complete(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


MEETING = complete(json.dumps(meeting_answer()).encode())


def closes(writer: asyncio.StreamWriter) -> None:
    writer.close()


def resets(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def stops_in_the_body(writer: asyncio.StreamWriter) -> None:
    writer.write(MEETING[:-40])
    writer.close()


def stops_in_the_head(writer: asyncio.StreamWriter) -> None:
    writer.write(MEETING[:20])
    writer.close()


def speaks_something_else(writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example.org ESMTP\r\n")
    writer.close()


def stays_silent(writer: asyncio.StreamWriter) -> None:
    """Leave the connection open without an answer."""


def lies_about_the_encoding(writer: asyncio.StreamWriter) -> None:
    writer.write(MEETING.replace(b"\r\n\r\n", b"\r\ncontent-encoding: gzip\r\n\r\n", 1))
    writer.close()


@asynccontextmanager
async def zoom_that(answers: Answer) -> AsyncIterator[ZoomConfiguration]:
    """A server that grants tokens and then does `answers` once it has read the whole request."""
    writers = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        await reader.readexactly(int(lengths[0]) if lengths else 0)
        if head.startswith(b"POST /oauth/token"):
            writer.write(complete(json.dumps(token_answer(api_url=None)).encode()))
            writer.close()
        else:
            answers(writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    timeouts = ZoomTimeouts(connect=2, read=0.2, write=2, pool=2, total=2)
    yield CONFIGURATION.model_copy(update={"oauth_url": base, "api_url": base, "timeouts": timeouts})
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    "answers",
    [
        closes,
        resets,
        stops_in_the_body,
        stops_in_the_head,
        speaks_something_else,
        stays_silent,
        lies_about_the_encoding,
    ],
)
async def test_an_answer_that_does_not_arrive(answers: Answer) -> None:
    async with zoom_that(answers) as configuration, ZoomClient(configuration) as client:
        with pytest.raises(OutcomeUnknownError):
            await client.create_meeting("host", REQUEST)
        with pytest.raises(OutcomeUnknownError):
            await client.update_meeting(1, {"duration": 30})
        with pytest.raises(ZoomUnavailableError):
            await client.meeting(1)


async def test_an_answer_that_arrives() -> None:
    async with zoom_that(lambda writer: writer.write(MEETING)) as configuration, ZoomClient(configuration) as client:
        assert (await client.create_meeting("host", REQUEST)).id == meeting_answer()["id"]


async def test_nobody_listens() -> None:
    async with zoom_that(closes) as configuration:
        pass
    async with ZoomClient(configuration) as client:
        with pytest.raises(ZoomUnavailableError):
            await client.create_meeting("host", REQUEST)
