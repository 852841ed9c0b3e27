"""Finding a meeting again whose creation was not answered: surely by its reference or passcode, and never by likeness alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.kit.clock import utc_now
from app.provisioning.finding import Found, FoundBy, Wanted, find_meetings
from app.zoom.reference import agenda_for
from tests.support.scenario import make_scenario, session_time
from tests.support.zoom import AI_OFF, System, eventually
from tests.support.zoom_api import API, zoom_api, zoom_client

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
STARTS = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
OURS = SecretStr("Passcode-9")
WANTED = Wanted("0193f1c2", STARTS, first_at=NOW, last_at=NOW, passcode=OURS)


def listed(number: int, **changes: Any) -> dict[str, Any]:
    """A meeting as a list shows it that hides agendas, made when ours was."""
    return {
        "id": number,
        "topic": "Zoom Meeting",
        "start_time": "2026-12-08T16:00:00Z",
        "created_at": "2026-12-01T09:00:05Z",
        **changes,
    }


async def found_among(items: list[dict[str, Any]], read: dict[int, dict[str, Any]], **known: Any) -> list[Found]:
    api = zoom_api()
    api.get(f"{API}/users/host/meetings").respond(json={"meetings": items})
    for number, body in read.items():
        api.get(f"{API}/meetings/{number}").respond(json={"id": number, "start_time": "2026-12-08T16:00:00Z", **body})
    async with zoom_client(api) as client:
        return list(await find_meetings(client, "host", WANTED, frozenset(known.get("known", ()))))


async def test_those_with_the_reference_in_the_list_are_found_oldest_first_without_reading_any() -> None:
    ours = agenda_for("0193f1c2")
    items = [
        {"id": 9, "agenda": ours},
        {"id": 1, "agenda": agenda_for("0193f1c3")},
        {"id": 4, "agenda": ours, "created_at": "2026-12-02T09:00:00Z"},
        {"id": 3, "agenda": f"Bring a pen.\n{ours}", "created_at": "2026-12-01T09:00:00Z"},
        {"id": 5, "agenda": ours + "4"},
        {"id": 6, "agenda": ours},
    ]

    found = await found_among(items, {}, known=[6])

    assert [(each.zoom_meeting_id, each.by) for each in found] == [(number, FoundBy.REFERENCE) for number in (3, 4, 9)]


@pytest.mark.parametrize(
    ("read", "by"),
    [
        ({"agenda": agenda_for("0193f1c2")}, FoundBy.REFERENCE),
        ({"agenda": agenda_for("another")}, None),
        ({"password": OURS.get_secret_value()}, FoundBy.PASSCODE),
        ({"password": "somebody's"}, None),
        ({}, FoundBy.TIME),
        ({"start_time": "2026-12-08T17:00:00Z"}, None),
    ],
    ids=["our reference", "another's", "our passcode", "another one", "neither is shown", "at another time"],
)
async def test_where_lists_hide_agendas_the_meeting_itself_tells(read: dict[str, Any], by: FoundBy | None) -> None:
    found = await found_among([listed(7)], {7: read})

    assert [each.by for each in found] == ([by] if by else [])
    assert [each.is_sure for each in found] == ([by is not FoundBy.TIME] if by else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"topic": "Board meeting"},
        {"created_at": "2026-12-01T08:57:00Z"},
        {"created_at": "2026-12-01T09:11:00Z"},
        {"created_at": None, "start_time": "2026-12-08T17:00:00Z"},
    ],
    ids=["another topic", "made before", "made long after", "at another time, made who knows when"],
)
async def test_a_meeting_that_our_record_does_not_fit_is_not_even_read(changes: dict[str, Any]) -> None:
    # Reading it would fail: no such call is expected.
    assert await found_among([listed(7, **changes)], {}) == []
    assert await found_among([listed(7)], {}, known=[7]) == []


async def test_a_session_beyond_the_reach_of_lists_is_asked_for_by_its_days() -> None:
    starts = utc_now().replace(microsecond=0) + timedelta(days=270)
    asked: list[httpx.QueryParams] = []
    api = zoom_api()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params)
        around = request.url.params.get("from")
        return httpx.Response(200, json={"meetings": [{"id": 8, "agenda": agenda_for("far")}] if around else []})

    api.get(f"{API}/users/host/meetings").mock(side_effect=answer)
    async with zoom_client(api) as client:
        (found,) = await find_meetings(client, "host", Wanted("far", starts, NOW, NOW, None), frozenset())

    assert found.zoom_meeting_id == 8
    day = starts.date()
    assert [(each.get("from"), each.get("to")) for each in asked] == [
        (None, None),
        (str(day - timedelta(days=1)), str(day + timedelta(days=1))),
    ]


async def test_an_account_that_hides_descriptions_gets_one_meeting_though_the_answer_is_lost(system: System) -> None:
    await system.zoom.control("PUT", "/beliefs", {"topic_hidden": True, "description_hidden": True})
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    # Each host has another meeting of somebody's, at the very time and made at the same moment.
    starts = datetime.fromisoformat(session_time(10)[0]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    somebody = {"topic": "Mentoring session", "start_time": starts, "type": 2}
    seed = {"users": 3, "template": {"settings": AI_OFF}, "meetings": [somebody]}
    others = (await system.zoom.control("POST", "/seed", seed))["meetings"]
    await system.zoom.faults({"kind": "drop_answer_after_work", "operation": "create_meeting"})

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10), headers={"Prefer": "wait=20"})).json()

    assert booking["state"] == "confirmed", booking
    own = booking["meeting"]["zoom_meeting_id"]
    assert own not in others

    async def settled() -> bool:
        return {each["id"] for each in await system.zoom.meetings()} == {own, *others}

    await eventually(settled)
    entries = {entry["action"]: entry for entry in await system.audit(booking["id"])}
    assert entries["meeting.adopted"]["after"]["found_by"] == "passcode"
    assert await system.zoom.calls("create_meeting") == 1
