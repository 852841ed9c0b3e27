"""Who tries to loosen something leaves an entry in the trail, also where the request is not even understood."""

from typing import Any

import pytest

from tests.support.scenario import Scenario, make_scenario
from tests.support.service import Service, problem

BOTH = ["[other]", "waiting_room"]
OPEN: dict[str, Any] = {"waiting_room": False, "Zephyrine": "12 May 2012"}


def booking(scenario: Scenario, **more: Any) -> dict[str, Any]:
    return {**scenario.booking(), **more}


def series(scenario: Scenario, **more: Any) -> dict[str, Any]:
    asked = scenario.booking()
    minutes = 60
    return {
        "pairing_id": asked["pairing_id"],
        "starts_at": asked["starts_at"],
        "minutes": minutes,
        "sessions": 2,
        "agreed_by_both": True,
        **more,
    }


ATTEMPTS: dict[str, tuple[str, str, Any, str, list[str] | None]] = {
    "settings-of-a-booking": ("POST", "/v1/bookings", lambda s: booking(s, settings=OPEN), "settings", BOTH),
    "settings-of-a-check": ("POST", "/v1/checks", lambda s: booking(s, settings=OPEN), "settings", BOTH),
    "settings-of-a-series": ("POST", "/v1/series", lambda s: series(s, settings=OPEN), "settings", BOTH),
    "a-setting-of-zooms": ("POST", "/v1/bookings", lambda s: booking(s, join_before_host=True), "join_before_host", None),
    "no-list-of-wishes": ("POST", "/v1/bookings", lambda s: booking(s, safety=["off"]), "safety", None),
    "guidance": (
        "PUT", "/v1/partners/{partner}/guidance", lambda _: {"safety": {"meeting.waiting_room": "Zephyrine"}},
        "safety.meeting.waiting_room", None,
    ),
    "unknown-guidance": ("PUT", "/v1/partners/{partner}/guidance", lambda _: {"Zephyrine": OPEN}, "[other]", BOTH),
    "policy": (
        "PUT", "/v1/programmes/{programme}/policy", lambda _: {"rules": {"schedule.notice": {"severity": "Zephyrine"}}},
        "rules.schedule.notice.severity", None,
    ),
    "measures": (
        "PATCH", "/v1/pairings/{pairing}", lambda _: {"safety": {"meeting.waiting_room": "Zephyrine"}},
        "safety.meeting.waiting_room", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "field", "asked"), ATTEMPTS.values(), ids=list(ATTEMPTS))
async def test_an_attempt_that_is_not_understood_is_told_by_the_names_that_are_known(
    service: Service, method: str, path: str, body: Any, field: str, asked: list[str] | None
) -> None:
    scenario = await make_scenario(service.database)
    caller = await service.caller()
    ids = {"partner": scenario.partner, "programme": scenario.programme, "pairing": scenario.pairing}

    refused = await caller.request(method, path.format(**ids), json=body(scenario), headers={"If-Match": "*"})

    problem(refused, 422, "invalid-fields")
    (entry,) = (await caller.get("/v1/audit", params={"action": "request.refused"})).json()["items"]
    assert entry["actor"] == str(service.keys[caller])
    assert entry["request_id"] == refused.headers["x-request-id"]
    told = entry["after"]
    assert (told["reason"], told["status"], told["method"]) == ("invalid-fields", 422, method)
    assert told["route"].startswith(path.partition("{")[0])
    expected = {"field": field} | ({"asked": asked} if asked else {})
    assert expected in told["fields"]
    assert "2012" not in str(told)
    assert "Zephyrine" not in str(entry)


async def test_what_is_misunderstood_and_loosens_nothing_leaves_no_entry(service: Service) -> None:
    scenario = await make_scenario(service.database)
    caller = await service.caller()

    for method, path, body in (
        ("POST", "/v1/partners", {"name": ""}),
        ("POST", "/v1/bookings", booking(scenario, starts_at="yesterday")),
        ("POST", "/v1/bookings", booking(scenario, ends_at=None)),
    ):
        problem(await caller.request(method, path, json=body), 422, "invalid-fields")
    problem(await caller.get("/v1/bookings", params={"limit": 0}), 422, "invalid-fields")

    assert (await caller.get("/v1/audit", params={"action": "request.refused"})).json()["items"] == []
