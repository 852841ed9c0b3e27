"""A partner's own guidance: it tightens the rules of the programmes, and cannot loosen them."""

from typing import Any

import httpx

from app.policy import Tightening, checked_tightening, pack
from app.registry.partners.models import Partner
from tests.support.registry_world import ANY_VERSION, Json, Side, World
from tests.support.service import problem, version_of

NOBODY = "00000000-0000-7000-8000-000000000000"
SEEN = {"If-Match": '"1"'}
GUIDANCE: Json = {
    "rules": {
        "schedule.notice": {"severity": "deny", "parameters": {"hours": 48}},
        "consent.virtual": {"severity": "deny"},
    },
    "safety": {
        "meeting.video-on-entry": "no-video",
        "meeting.audio": "computer-only",
        "meeting.lasting-chat": "chat-off",
        "meeting.encryption": "end-to-end",
    },
    "room": {"opens_early_minutes": 10, "stranger": "end"},
    "doors": {"second_fact": "birthday"},
    "opening": {"who": "coordinator"},
}
CANONICAL = checked_tightening(GUIDANCE).model_dump(mode="json")


def address_of(side: Side) -> str:
    return f"/v1/partners/{side.partner['id']}/guidance"


async def put(side: Side, body: object, headers: dict[str, str] = ANY_VERSION) -> httpx.Response:
    return await side.coordinator.put(address_of(side), json=body, headers=headers)


async def kept(world: World) -> list[dict[str, Any]]:
    async with world.service.database.transaction() as session:
        return [
            (await session.get_one(Partner, side.partner["id"])).guidance for side in (world.riverside, world.harbour)
        ]


async def test_a_partner_without_guidance_asks_for_nothing(world: World) -> None:
    read = await world.riverside.coordinator.get(address_of(world.riverside))
    assert read.json() == {
        "partner_id": world.riverside.partner["id"],
        "rules": {},
        "safety": {},
        "room": {},
        "doors": {},
        "opening": {},
    }
    assert version_of(read) == 1
    assert await kept(world) == [{}, {}]


async def test_a_partner_sets_its_own_guidance(world: World) -> None:
    side = world.riverside

    answer = await put(side, GUIDANCE, SEEN)

    assert answer.status_code == 200, answer.text
    assert answer.json() == {"partner_id": side.partner["id"], **CANONICAL}
    assert version_of(answer) == 2
    read = await world.coordinator.get(address_of(side))
    assert (read.json(), version_of(read)) == (answer.json(), 2)
    assert version_of(await side.coordinator.get(f"/v1/partners/{side.partner['id']}")) == 2
    guidance, others = await kept(world)
    assert (guidance, others) == (CANONICAL, {})
    assert Tightening.model_validate(guidance) == checked_tightening(GUIDANCE)
    (entry,) = await world.trail("partner.changed")
    assert str(entry.partner_id) == entry.subject_id == side.partner["id"]
    assert (entry.before, entry.after) == ({"guidance": {}}, {"guidance": CANONICAL})


async def test_guidance_is_replaced_as_a_whole_and_can_be_taken_back(world: World) -> None:
    await put(world.riverside, GUIDANCE)
    longer = {"rules": {}, "safety": {"meeting.audio": "computer-only", "meeting.screen-share": "nobody"}}
    shorter = {"rules": {}, "safety": {"meeting.audio": "computer-only"}}
    for guidance, expected in ((longer, longer), (shorter, shorter), ({"rules": {}, "safety": {}}, {})):
        await world.service.confirm(await put(world.riverside, guidance))
        assert await kept(world) == [expected, {}]


async def test_the_same_guidance_again_changes_nothing(world: World) -> None:
    unchanged = await put(world.riverside, {})
    assert version_of(unchanged) == 1
    first = await put(world.riverside, GUIDANCE, SEEN)
    for headers in (SEEN, {"If-Match": '"2"'}, ANY_VERSION):
        again = await put(world.riverside, GUIDANCE, headers)
        assert (again.status_code, again.json(), version_of(again)) == (200, first.json(), 2)
    assert len(await world.trail("partner.changed")) == 1


async def test_nobody_replaces_guidance_that_they_have_not_read(world: World) -> None:
    problem(await put(world.riverside, GUIDANCE, {}), 428, "if-match-required")
    problem(await put(world.riverside, GUIDANCE, {"If-Match": '"2"'}), 412, "changed-meanwhile")
    assert await kept(world) == [{}, {}]


async def test_the_guidance_of_another_partner_is_as_if_it_were_not_there(world: World) -> None:
    outsider, address = world.harbour.coordinator, address_of(world.riverside)
    await put(world.riverside, GUIDANCE)
    problem(await outsider.get(address), 404, "not-found")
    problem(await outsider.put(address, json={}, headers=ANY_VERSION), 404, "not-found")
    nowhere = f"/v1/partners/{NOBODY}/guidance"
    problem(await world.coordinator.get(nowhere), 404, "not-found")
    problem(await world.coordinator.put(nowhere, json={}, headers=ANY_VERSION), 404, "not-found")
    assert await kept(world) == [CANONICAL, {}]


async def test_the_organisation_sets_the_guidance_of_any_partner(world: World) -> None:
    answer = await world.coordinator.put(address_of(world.harbour), json=GUIDANCE, headers=ANY_VERSION)
    assert answer.status_code == 200, answer.text
    assert await kept(world) == [{}, CANONICAL]


async def test_guidance_that_loosens_or_names_what_there_is_not_is_refused_with_all_that_is_wrong(world: World) -> None:
    refused = problem(
        await put(
            world.riverside,
            {
                "rules": {
                    "consent.telepathic": {"severity": "deny"},
                    "schedule.notice": {"parameters": {"hours": "48"}},
                    "plan.duration": {"parameters": {"minimum_days": 1}},
                },
            },
        ),
        422,
        "invalid-fields",
    )
    assert [error["field"] for error in refused["errors"]] == [
        "rules.consent.telepathic",
        "rules.schedule.notice.parameters.hours",
        "rules.plan.duration.parameters.minimum_days",
    ]
    refused = problem(
        await put(world.riverside, {"rules": {"schedule.notice": {"parameters": {"hours": 1}}}}), 422, "invalid-fields"
    )
    assert {error["field"]: error["message"] for error in refused["errors"]} == {
        "rules.schedule.notice.parameters.hours": "1 is below the floor of every programme, 2",
    }
    refused = problem(
        await put(
            world.riverside,
            {"safety": {"meeting.recording": "allowed", "meeting.passcode": "12", "meeting.fireworks": "on"}},
        ),
        422,
        "invalid-fields",
    )
    assert {error["field"]: error["message"] for error in refused["errors"]} == {
        "safety.meeting.recording": "the level allowed is looser than the floor of every programme, off",
        "safety.meeting.passcode": "its level must be one of none, 8, 10",
        "safety.meeting.fireworks": "there is no such setting",
    }
    assert await kept(world) == [{}, {}]
    assert await world.trail("partner.changed") == []


async def test_guidance_of_the_wrong_form_is_refused_by_its_field(world: World) -> None:
    cases: list[tuple[object, str]] = [
        ([], "body"),
        ({"rules": []}, "rules"),
        ({"rules": {"schedule.notice": {"severity": "forbid"}}}, "rules.schedule.notice.severity"),
        (
            {"rules": {"schedule.notice": {"coordinator_severity": "deny"}}},
            "rules.schedule.notice.coordinator_severity",
        ),
        ({"safety": {"meeting.audio": None}}, "safety.meeting.audio"),
        ({"pack": "baseline"}, "pack"),
        ({"rules": {"schedule.notice": {"parameters": {"padding": "x" * 65 * 1024}}}}, "body"),
        ({"rules": {code: {} for code in map(str, range(201))}}, "rules"),
    ]
    for body, field in cases:
        refused = problem(await put(world.riverside, body), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == [field]
    assert await kept(world) == [{}, {}]


async def test_what_a_policy_says_can_all_be_asked_for_as_guidance_unless_it_has_no_order(world: World) -> None:
    """The severities of every rule, and every safety setting, are words of both."""
    document = pack("one-million-mentors")
    body = {
        "rules": {code: {"severity": setting.severity} for code, setting in document.rules.items()},
        "safety": document.safety,
    }
    answer = await put(world.riverside, body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["safety"] == document.safety
