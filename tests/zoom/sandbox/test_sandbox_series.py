"""Series at fixed times, and their single meetings."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.zoom.sandbox.meetings.recurrence import MOST, instants, problems_of
from tests.support.sandbox import HOST, Receiver, Zoom, answer, refused, refused_fields

START = "2031-03-26T17:00:00"
WEEKLY = {"type": 2, "repeat_interval": 1, "weekly_days": "4", "end_times": 3}


async def weekly(zoom: Zoom, **body: Any) -> dict[str, Any]:
    return await zoom.create(type=8, start_time=START, timezone="Europe/London", recurrence=WEEKLY, duration=45, **body)


async def starts(zoom: Zoom, meeting: int, **params: str) -> list[str]:
    found = answer(await zoom.http.get(f"/v2/meetings/{meeting}", params=params))
    return [each["start_time"] for each in found["occurrences"] if each["status"] == "available"]


async def test_a_series_keeps_its_local_hour_across_a_clock_change(zoom: Zoom) -> None:
    meeting = await weekly(zoom)

    times = [each["start_time"] for each in meeting["occurrences"]]

    assert times == ["2031-03-26T17:00:00Z", "2031-04-02T16:00:00Z", "2031-04-09T16:00:00Z"]
    assert {each["duration"] for each in meeting["occurrences"]} == {45}
    assert meeting["recurrence"] == WEEKLY


async def test_occurrences_that_are_over_are_shown_on_demand(zoom: Zoom) -> None:
    meeting = (await weekly(zoom))["id"]
    await zoom.control("PUT", "/time", {"now": "2031-04-02T16:44:00Z"})
    await zoom.sign_in()

    assert await starts(zoom, meeting) == ["2031-04-02T16:00:00Z", "2031-04-09T16:00:00Z"]
    assert len(await starts(zoom, meeting, show_previous_occurrences="true")) == 3


async def test_one_occurrence_is_changed_for_itself(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await weekly(zoom, settings={"waiting_room": True})
    path = f"/v2/meetings/{meeting['id']}"
    one = {"occurrence_id": meeting["occurrences"][1]["occurrence_id"]}
    changes = {
        "start_time": "2031-04-03T16:00:00Z",
        "duration": 30,
        "agenda": "moved",
        "topic": "not for one",
        "settings": {"waiting_room": False, "private_meeting": True},
    }

    response = await zoom.http.patch(path, params=one, json=changes)

    assert response.status_code == 204
    seen = answer(await zoom.http.get(path, params=one))
    assert (seen["start_time"], seen["duration"], seen["agenda"]) == ("2031-04-03T16:00:00Z", 30, "moved")
    assert (seen["settings"]["waiting_room"], seen["settings"]["private_meeting"]) == (False, False)
    series = await zoom.get(meeting["id"])
    assert series["settings"]["waiting_room"] is True
    assert "agenda" not in series
    assert [each["start_time"] for each in series["occurrences"]] == [
        "2031-03-26T17:00:00Z",
        "2031-04-03T16:00:00Z",
        "2031-04-09T16:00:00Z",
    ]
    await zoom.control("POST", "/deliveries/settle")
    created, updated = [item.event["payload"] for item in subscribed.received]
    assert len(created["object"]["occurrences"]) == 3
    assert updated["scope"] == "single"
    assert updated["object"]["occurrences"] == [{**one, "start_time": "2031-04-03T16:00:00Z", "duration": 30}]
    assert updated["old_object"]["occurrences"][0]["start_time"] == "2031-04-02T16:00:00Z"


async def test_one_occurrence_is_taken_out_and_stays_listed(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await weekly(zoom)
    path = f"/v2/meetings/{meeting['id']}"
    one = {"occurrence_id": meeting["occurrences"][0]["occurrence_id"]}

    assert (await zoom.http.delete(path, params=one)).status_code == 204

    statuses = [each["status"] for each in (await zoom.get(meeting["id"]))["occurrences"]]
    assert statuses == ["deleted", "available", "available"]
    for call in (zoom.http.delete, zoom.http.get):
        refused(await call(path, params=one), 400, 3000, "Invalid occurrence ID.")
    await zoom.control("POST", "/deliveries/settle")
    deleted = subscribed.received[-1].event["payload"]
    assert deleted["operation"] == "single"
    assert deleted["object"]["occurrences"] == [{**one, "start_time": "2031-03-26T17:00:00Z"}]
    assert (await zoom.http.delete(path)).status_code == 204
    assert (await zoom.http.get(path)).status_code == 404


async def test_a_new_rule_makes_new_occurrences(zoom: Zoom) -> None:
    meeting = (await weekly(zoom))["id"]

    await zoom.patch(meeting, recurrence={"type": 1, "end_times": 2})

    assert await starts(zoom, meeting) == ["2031-03-26T17:00:00Z", "2031-03-27T17:00:00Z"]


async def test_a_series_is_upcoming_until_its_last_meeting(zoom: Zoom) -> None:
    meeting = (await weekly(zoom))["id"]
    await zoom.control("PUT", "/time", {"now": "2031-04-05T00:00:00Z"})
    await zoom.sign_in()

    listed = answer(await zoom.http.get(f"/v2/users/{HOST}/meetings", params={"type": "upcoming"}))["meetings"]

    assert [each["id"] for each in listed] == [meeting]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({}, "type"),
        ({"type": 1, "repeat_interval": 91}, "repeat_interval"),
        ({"type": 2, "repeat_interval": 13}, "repeat_interval"),
        ({"type": 3, "repeat_interval": 4}, "repeat_interval"),
        ({"type": 1, "repeat_interval": 0}, "repeat_interval"),
        ({"type": 2, "weekly_days": "8"}, "weekly_days"),
        ({"type": 2, "weekly_days": "1;2"}, "weekly_days"),
        ({"type": 3, "monthly_day": 32}, "monthly_day"),
        ({"type": 3, "monthly_week": 1}, "monthly_week_day"),
        ({"type": 1, "end_times": 61}, "end_times"),
        ({"type": 1, "end_date_time": "soon"}, "end_date_time"),
        ({"type": 1, "end_times": 2, "end_date_time": "2032-01-01T00:00:00Z"}, "end_date_time"),
        ({"type": 1, "end_date_time": "2030-01-01T00:00:00Z"}, "end_date_time"),
    ],
)
async def test_a_rule_that_zoom_does_not_take_is_refused(zoom: Zoom, rule: dict[str, Any], field: str) -> None:
    body = {"type": 8, "start_time": START, "recurrence": rule}

    assert refused_fields(await zoom.http.post(f"/v2/users/{HOST}/meetings", json=body)) == [f"recurrence.{field}"]


async def test_a_series_needs_a_rule(zoom: Zoom) -> None:
    response = await zoom.http.post(f"/v2/users/{HOST}/meetings", json={"type": 8, "start_time": START})

    assert refused_fields(response) == ["recurrence"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"type": 1, "repeat_interval": 2, "end_times": 3}, ["2031-01-31", "2031-02-02", "2031-02-04"]),
        ({"type": 2, "weekly_days": "2,6", "end_times": 3}, ["2031-01-31", "2031-02-03", "2031-02-07"]),
        ({"type": 2, "repeat_interval": 2, "end_times": 2}, ["2031-01-31", "2031-02-14"]),
        ({"type": 3, "end_times": 3}, ["2031-01-31", "2031-03-31", "2031-05-31"]),
        ({"type": 3, "monthly_day": 1, "end_times": 2}, ["2031-02-01", "2031-03-01"]),
        ({"type": 3, "monthly_week": -1, "monthly_week_day": 6, "end_times": 2}, ["2031-01-31", "2031-02-28"]),
        ({"type": 3, "monthly_week": 2, "monthly_week_day": 1, "end_times": 2}, ["2031-02-09", "2031-03-09"]),
        ({"type": 1, "end_date_time": "2031-02-01T17:00:00Z"}, ["2031-01-31", "2031-02-01"]),
        ({"type": 1}, ["2031-01-31"]),
    ],
)
def test_a_rule_names_its_days(rule: dict[str, Any], days: list[str]) -> None:
    start = datetime(2031, 1, 31, 17, tzinfo=UTC)

    assert [each.date().isoformat() for each in instants(rule, start, ZoneInfo("UTC"))] == days


RULES = st.one_of(
    st.fixed_dictionaries({"type": st.just(1), "repeat_interval": st.integers(1, 90)}),
    st.fixed_dictionaries(
        {
            "type": st.just(2),
            "repeat_interval": st.integers(1, 12),
            "weekly_days": st.sampled_from(["1", "2,5", "7,1,3"]),
        }
    ),
    st.fixed_dictionaries(
        {"type": st.just(3), "repeat_interval": st.integers(1, 3), "monthly_day": st.integers(1, 31)}
    ),
)


@given(
    rule=RULES,
    times=st.integers(1, 60),
    start=st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["UTC", "Europe/London", "America/New_York", "Pacific/Auckland"]),
)
def test_a_series_never_begins_early_never_repeats_and_has_as_many_meetings_as_were_asked_for(
    rule: dict[str, Any], times: int, start: datetime, zone: str
) -> None:
    rule = rule | {"end_times": times}
    assert problems_of(rule) == {}

    found = instants(rule, start, ZoneInfo(zone))

    assert len(found) == min(times, MOST)
    assert found[0] >= start - timedelta(hours=1)
    assert all(earlier < later for earlier, later in pairwise(found))
