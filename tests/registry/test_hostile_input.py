"""Input that means harm, or is only strange: refused by its field, or kept exactly as it is."""

import json

import httpx

from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme
from tests.support.registry_world import ANY_VERSION, World, create, mentor_body, programme_body
from tests.support.service import problem

KEPT = [
    "Zoë Ångström-O'Neill",
    "名前 太郎",
    "שרה לוי",
    "عائشة بنت أبي بكر",
    "👩🏽‍🏫 Ms Example",
    "\U0001fae8 newer than this Python",
    "'; DROP TABLE person; --",
    "<script>alert(1)</script>",
    "{{7*7}} %s %(name)s ${HOME}",
    "x" * 200,
    "mixed אבג abc",
    "علی\N{ZERO WIDTH NON-JOINER}رضا",
    "null",
]
REFUSED: list[object] = [
    "",
    "   ",
    "x" * 201,
    "x" * 10_000,
    "nul\x00byte",
    "bell\x07",
    "line\nbreak",
    "line\u2028separator",
    "\ud800",
    "a\udfffb",
    "private \ue000 use",
    "\N{RIGHT-TO-LEFT MARK}mixed אבג abc",
    "Example \N{RIGHT-TO-LEFT OVERRIDE}rotneM",
    "\N{LEFT-TO-RIGHT ISOLATE}Example\N{POP DIRECTIONAL ISOLATE}",
    "\N{ZERO WIDTH SPACE}\N{WORD JOINER}",
    "\N{HANGUL FILLER}",
    "\N{COMBINING ACUTE ACCENT}",
    None,
    0,
    True,
    1.5,
    [],
    {},
    ["name"],
]


async def send(client: httpx.AsyncClient, method: str, path: str, body: object) -> httpx.Response:
    # In ASCII, so that a lone surrogate reaches the service as the JSON escape that it can be.
    content = json.dumps(body, ensure_ascii=True)
    return await client.request(
        method, path, content=content, headers={"Content-Type": "application/json", **ANY_VERSION}
    )


async def test_names_of_every_script_are_kept_as_they_are(world: World) -> None:
    address = f"/v1/people/{world.riverside.mentee['id']}"
    for name in KEPT:
        person = await create(world.coordinator, "/v1/people", mentor_body(world.riverside.partner, name=name))
        assert (await world.coordinator.get(f"/v1/people/{person['id']}")).json()["name"] == name
        changed = await send(world.coordinator, "PATCH", address, {"name": name})
        assert changed.json()["name"] == name


async def test_names_that_are_none_are_refused_wherever_there_is_a_name(world: World) -> None:
    side = world.riverside
    creations = {
        "/v1/partners": {"name": "Another"},
        "/v1/programmes": programme_body(),
        "/v1/people": mentor_body(side.partner),
    }
    changes = [
        f"/v1/partners/{side.partner['id']}",
        f"/v1/programmes/{world.programme['id']}",
        f"/v1/people/{side.mentor['id']}",
    ]
    for name in REFUSED:
        for method, path, body in (
            *(("POST", path, body) for path, body in creations.items()),
            *(("PATCH", path, {}) for path in changes),
        ):
            refused = problem(
                await send(world.coordinator, method, path, {**body, "name": name}), 422, "invalid-fields"
            )
            assert [error["field"] for error in refused["errors"]] == ["name"], (method, path, name)
    counts = [await world.count(table) for table in (Partner, Programme, Person, Pairing, Evidence)]
    assert counts == [2, 1, 4, 2, 2]


async def test_unknown_fields_and_fields_of_the_wrong_type_are_refused_by_name(world: World) -> None:
    side = world.riverside
    pairing = {
        "programme_id": world.programme["id"],
        "mentor_id": side.mentor["id"],
        "mentee_id": side.mentee["id"],
    }
    evidence = {"kind": "recording_consent", "document": "Consent folder, sheet 2", "person_id": side.mentee["id"]}
    person = mentor_body(side.partner)
    cases: list[tuple[str, dict[str, object], str]] = [
        ("/v1/people", {**person, "id": side.mentor["id"]}, "id"),
        ("/v1/people", {**person, "Name": "Capital"}, "Name"),
        ("/v1/people", {**person, "role": "host"}, "role"),
        ("/v1/people", {**person, "role": None}, "role"),
        ("/v1/people", {**person, "partner_id": "1"}, "partner_id"),
        ("/v1/people", {**person, "partner_id": f"{side.partner['id']}\x00"}, "partner_id"),
        ("/v1/people", {**person, "adult_at_risk": "true"}, "adult_at_risk"),
        ("/v1/people", {**person, "email": "no address"}, "email"),
        ("/v1/people", {**person, "email": "a@b@example.org"}, "email"),
        ("/v1/people", {**person, "email": "line\n@example.org"}, "email"),
        ("/v1/people", {**person, "email": f"{'x' * 250}@example.org"}, "email"),
        ("/v1/people", {**person, "birth_date": "2005-02-30"}, "birth_date"),
        ("/v1/people", {**person, "birth_date": "17.05.1980"}, "birth_date"),
        ("/v1/people", {**person, "birth_date": "1980-05-17T00:00:00"}, "birth_date"),
        ("/v1/people", {**person, "birth_date": "१९८०-०५-१७"}, "birth_date"),
        ("/v1/partners", {"name": "Another", "version": 7}, "version"),
        ("/v1/partners", {"name": "Another", "\ud800": 1}, "body"),
        ("/v1/pairings", {**pairing, "active": True}, "active"),
        ("/v1/pairings", {**pairing, "partner_id": side.partner["id"]}, "partner_id"),
        ("/v1/pairings", {**pairing, "mentor_id": None}, "mentor_id"),
        ("/v1/evidence", {**evidence, "kind": "rumour"}, "kind"),
        ("/v1/evidence", {**evidence, "valid_from": "2026-02-29"}, "valid_from"),
        ("/v1/evidence", {**evidence, "valid_from": "1899-12-31"}, "valid_from"),
        ("/v1/evidence", {**evidence, "valid_until": "9999-12-31"}, "valid_until"),
        ("/v1/evidence", {**evidence, "document": "x" * 201}, "document"),
        ("/v1/evidence", {**evidence, "document": "\x00"}, "document"),
        ("/v1/evidence", {**evidence, "given_by": side.mentee["id"]}, "given_by"),
        ("/v1/evidence", {**evidence, "withdrawn_at": None}, "withdrawn_at"),
        (f"/v1/evidence/{side.evidence['id']}/withdraw", {"reason": "x" * 2001}, "reason"),
        (f"/v1/evidence/{side.evidence['id']}/withdraw", {"reason": "nul\x00"}, "reason"),
    ]
    for path, body, field in cases:
        refused = problem(await send(world.coordinator, "POST", path, body), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == [field], (path, body)
    counts = [await world.count(table) for table in (Partner, Programme, Person, Pairing, Evidence)]
    assert counts == [2, 1, 4, 2, 2]


async def test_a_refusal_repeats_nothing_of_what_was_sent(world: World) -> None:
    body = mentor_body(
        world.riverside.partner, name="Zephyrine\x00", email="zephyrine at home", birth_date="3019-07-19"
    )
    response = await send(world.coordinator, "POST", "/v1/people", body)
    refused = problem(response, 422, "invalid-fields")
    assert {error["field"] for error in refused["errors"]} == {"name", "email", "birth_date"}
    assert "ephyrine" not in response.text
    assert "3019" not in response.text


async def test_ids_that_are_none_are_refused_on_every_address(coordinator: httpx.AsyncClient) -> None:
    for identifier in ("1", "not-an-id", "%00", "'--", "x" * 2000, "0" * 36, "\N{SNOWMAN}"):
        for collection in ("partners", "programmes", "people", "pairings", "evidence", "hosts"):
            problem(await coordinator.get(f"/v1/{collection}/{identifier}"), 422, "invalid-fields")
        for collection, name in (("people", "partner_id"), ("pairings", "mentor_id"), ("evidence", "person_id")):
            refused = problem(await coordinator.get(f"/v1/{collection}?{name}={identifier}"), 422, "invalid-fields")
            assert [error["field"] for error in refused["errors"]] == [f"query.{name}"], identifier
