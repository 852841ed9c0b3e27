"""Every call of the client to Zoom, and what becomes of one that Zoom answers with a failure."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.zoom.client import ZoomClient
from app.zoom.errors import (
    ZoomError,
)
from app.zoom.schemas import MeetingRequest
from tests.support.zoom_api import API, MEETING_ID, zoom_api, zoom_client

PASSCODE = "aB3-defg"
REQUEST = MeetingRequest(
    agenda="Reference: 0193f1c2",
    start=datetime(2027, 1, 12, 16, tzinfo=UTC),
    duration=45,
    time_zone="Europe/London",
    passcode=PASSCODE,
    settings={"waiting_room": True},
)

Calling = Callable[[ZoomClient], Awaitable[object]]


async def all_of(iterator: Any) -> list[Any]:
    return [item async for item in iterator]


READS: dict[str, Calling] = {
    "users": lambda client: all_of(client.users()),
    "user": lambda client: client.user("host"),
    "settings": lambda client: client.user_settings("host"),
    "meeting": lambda client: client.meeting(MEETING_ID),
    "meetings": lambda client: all_of(client.meetings("host")),
    "past": lambda client: client.past_meeting("aDYlohsHRtCd4ii1uC2+hA=="),
    "instances": lambda client: client.past_instances(MEETING_ID),
    "participants": lambda client: all_of(client.past_participants("/aDYlohs//HRtCd4ii1uC2==")),
    "account": lambda client: client.account_settings(),
    "account locks": lambda client: client.account_locks(),
    "group locks": lambda client: client.group_locks("group-1"),
}
WRITES: dict[str, Calling] = {
    "create": lambda client: client.create_meeting("host", REQUEST),
    "update": lambda client: client.update_meeting(MEETING_ID, {"password": PASSCODE}),
    "delete": lambda client: client.delete_meeting(MEETING_ID),
    "end": lambda client: client.end_meeting(MEETING_ID),
    "update settings": lambda client: client.update_user_settings("host", {"in_meeting": {"file_transfer": False}}),
    "update security": lambda client: client.update_user_settings("host", {"meeting_security": {"waiting_room": True}}),
}


async def caught(calling: Calling, *answers: httpx.Response | Exception) -> ZoomError:
    """Return the error of a call to which Zoom gives these answers, one for each request."""
    api = zoom_api()
    route = api.route(url__startswith=API)
    route.side_effect = list(answers)
    async with zoom_client(api) as client:
        with pytest.raises(ZoomError) as information:
            await calling(client)
    assert route.call_count == len(answers)
    return information.value


def refusal(status: int, code: int, message: str = "No.", **more: Any) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": message, **more})


EXPIRED = refusal(401, 124, "Access token is expired.")
