"""What whoever looks at whole answers is told, and registering somebody."""

import json

import httpx
import pytest

from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError
from tests.support.zoom_api import (
    API,
    CONFIGURATION,
    MEETING_ID,
    TOKEN,
    meeting_answer,
    transport,
    zoom_api,
    zoom_client,
)


async def test_a_witness_sees_every_answer_whole_but_no_token() -> None:
    api = zoom_api()
    headers = {"x-ratelimit-category": "Light"}
    api.get(f"{API}/meetings/{MEETING_ID}").respond(json=meeting_answer(), headers=headers)
    api.get(f"{API}/meetings/1").respond(404, json={"code": 3001, "message": "Meeting does not exist: 1."})
    seen: list[httpx.Response] = []
    async with ZoomClient(CONFIGURATION, transport=transport(api), witness=seen.append) as client:
        await client.meeting(MEETING_ID)
        with pytest.raises(MeetingNotFoundError):
            await client.meeting(1)
    assert [answer.status_code for answer in seen] == [200, 404]
    assert (seen[0].json(), seen[0].headers["x-ratelimit-category"]) == (meeting_answer(), "Light")
    assert not [answer for answer in seen if TOKEN in answer.text]


async def test_somebody_is_registered_and_approved_at_once() -> None:
    api = zoom_api()
    link = "https://example.org/w/1?tk=secret"
    route = api.post(f"{API}/meetings/{MEETING_ID}/registrants").respond(
        201, json={"registrant_id": "r1", "id": MEETING_ID, "join_url": link}
    )
    async with zoom_client(api) as client:
        registrant = await client.add_registrant(MEETING_ID, email="a@example.org", first_name="A")
    sent = json.loads(route.calls.last.request.content)
    assert sent == {"email": "a@example.org", "first_name": "A", "auto_approve": True}
    assert registrant.registrant_id == "r1"
    assert link not in repr(registrant)
