"""The policies of programmes: new versions, what is refused, and what differs between two."""

import asyncio
import json
from typing import Any
from uuid import UUID

import httpx

from app.access.models import Role
from app.policy import Policy, PolicyDocument, on_pack, pack
from app.registry.policies.models import PolicyVersion
from app.registry.programmes.models import Programme
from tests.support.registry_world import ANY_VERSION, Json, World, items, programme_body, with_notice
from tests.support.service import problem, version_of

NOBODY = "00000000-0000-7000-8000-000000000000"
SEEN = {"If-Match": '"1"'}


def address_of(world: World, more: str = "") -> str:
    return f"/v1/programmes/{world.programme['id']}/policy{more}"


async def confirm(client: httpx.AsyncClient, proposal: Json) -> int:
    """Confirm what was proposed, and return the status of the answer."""
    why = {"reason": "The programme's board has agreed."}
    return (await client.post(f"/v1/proposed-changes/{proposal['id']}/confirm", json=why)).status_code


async def put(world: World, body: object, headers: dict[str, str] = ANY_VERSION) -> httpx.Response:
    return await world.coordinator.put(address_of(world), json=body, headers=headers)


async def test_a_new_policy_is_a_new_version_and_the_one_before_stays(world: World) -> None:
    before = await world.coordinator.get(address_of(world))
    assert version_of(before) == 1

    made = await put(world, with_notice(), SEEN)

    assert made.status_code == 200, made.text
    assert version_of(made) == 2
    shown = made.json()
    expected = Policy(document=PolicyDocument.model_validate(with_notice()), version=2)
    assert (shown["version"], shown["digest"]) == (2, expected.digest)
    assert shown["document"] == expected.document.model_dump(mode="json")
    assert shown["created_by"] == str(world.service.keys[world.coordinator])
    assert shown["created_at"] > before.json()["created_at"]
    assert (shown["proposed_change"], shown["proposed_difference"]) == (None, None)
    assert [(each["code"], each["parameters"]["hours"]) for each in shown["difference"]["rules"]] == [
        ("schedule.notice", {"before": 24, "after": 48, "direction": "tighter"})
    ]
    read = (await world.coordinator.get(address_of(world))).json()
    assert read == {name: shown[name] for name in read}
    assert (await world.coordinator.get(address_of(world), params={"version": 1})).json() == before.json()
    programme = await world.coordinator.get(f"/v1/programmes/{world.programme['id']}")
    assert programme.json()["policy_version"] == 2
    assert programme.json()["updated_at"] > world.programme["updated_at"]
    assert version_of(programme) == 2


async def test_the_trail_tells_which_version_replaced_which_and_what_changed(world: World) -> None:
    body = with_notice(title="Another title")
    body["safety"]["meeting.audio"] = "computer-only"
    made = (await put(world, body)).json()

    (entry,) = await world.trail("programme.policy_changed")

    first = (await world.coordinator.get(address_of(world), params={"version": 1})).json()
    assert entry.subject_id == world.programme["id"]
    assert entry.before == {"policy_version": 1, "policy_digest": first["digest"]}
    assert entry.after == {
        "policy_version": 2,
        "policy_digest": made["digest"],
        "changed": ["title", "schedule.notice", "meeting.audio"],
    }


async def test_what_a_policy_leaves_out_is_as_the_pack_that_it_names_has_it(world: World) -> None:
    notice = {"schedule.notice": {"severity": "deny", "parameters": {"hours": 48}}}
    made = (await put(world, {"pack": "one-million-mentors", "title": "With notice", "rules": notice})).json()
    assert made["document"] == with_notice(title="With notice")


async def test_one_key_replaces_no_policy_by_a_looser_one(world: World) -> None:
    floor = {"pack": "baseline", "title": "The floor alone"}
    before = (await world.coordinator.get(address_of(world))).json()

    refused = problem(await put(world, floor), 422, "loosening-not-confirmed")

    loosened = {rule["code"]: rule["severity"] for rule in refused["loosening"]["rules"]}
    assert loosened["consent.virtual"] == {"before": "deny", "after": "n/a", "direction": "looser"}
    (entry,) = await world.trail("request.denied")
    assert (entry.after or {})["reason"] == "loosening-not-confirmed"
    front_end = await world.service.caller(role=Role.FRONT_END)
    for body in (floor, with_notice(), {**floor, "confirm_loosening": True}):
        problem(await front_end.put(address_of(world), json=body, headers=ANY_VERSION), 403, "not-permitted")
    problem(await front_end.post("/v1/programmes", json=programme_body(pack="baseline")), 403, "not-permitted")

    proposed = await put(world, {**floor, "confirm_loosening": True})

    assert proposed.status_code == 202, proposed.text
    proposal = proposed.json()["proposed_change"]
    assert proposed.headers["Location"] == f"/v1/proposed-changes/{proposal['id']}"
    assert (await world.coordinator.get(address_of(world))).json() == before
    assert await confirm(world.coordinator, proposal) == 403
    assert await confirm(await world.service.caller(), proposal) == 200
    now = (await world.coordinator.get(address_of(world))).json()
    assert (now["version"], now["document"]) == (
        2,
        pack("baseline").model_dump(mode="json") | {"title": floor["title"]},
    )


async def test_of_a_policy_that_does_both_the_tighter_part_counts_at_once(world: World) -> None:
    body = with_notice(confirm_loosening=True)
    body["rules"]["consent.virtual"]["severity"] = "warn"

    made = (await put(world, body)).json()

    now = made["document"]["rules"]
    assert (now["schedule.notice"]["parameters"]["hours"], now["consent.virtual"]["severity"]) == (48, "deny")
    assert [each["code"] for each in made["difference"]["rules"]] == ["schedule.notice"]
    assert [each["code"] for each in made["proposed_difference"]["rules"]] == ["consent.virtual"]
    assert made["proposed_change"]["loosened"] == ["consent.virtual"]
    # Whoever sets the policy again before it is confirmed has not seen what was proposed to the one before.
    assert (await put(world, with_notice(72))).json()["version"] == 3
    assert await confirm(await world.service.caller(), made["proposed_change"]) == 409


async def test_the_same_policy_again_makes_no_new_version(world: World) -> None:
    made = await put(world, with_notice(), SEEN)
    # After a lost answer the caller still names the version that it had read.
    for headers in (SEEN, {"If-Match": '"2"'}, ANY_VERSION):
        again = await put(world, with_notice(), headers)
        assert again.status_code == 200, again.text
        assert {**again.json(), "difference": None} == {**made.json(), "difference": None}
        assert version_of(again) == 2
    assert await world.count(PolicyVersion) == 2
    assert len(await world.trail("programme.policy_changed")) == 1
    assert version_of(await world.coordinator.get(f"/v1/programmes/{world.programme['id']}")) == 2


async def test_a_policy_that_was_once_in_force_can_be_put_in_force_again(world: World) -> None:
    first = (await world.coordinator.get(address_of(world))).json()
    await put(world, with_notice())
    proposal = (await put(world, {**first["document"], "confirm_loosening": True})).json()["proposed_change"]
    assert await confirm(await world.service.caller(), proposal) == 200
    back = (await world.coordinator.get(address_of(world))).json()
    assert (back["version"], back["digest"]) == (3, first["digest"])


async def test_nobody_replaces_a_policy_that_they_have_not_read(world: World) -> None:
    problem(await put(world, with_notice(), {}), 428, "if-match-required")
    problem(await put(world, pack("one-million-mentors").model_dump(mode="json"), {}), 428, "if-match-required")
    problem(await put(world, with_notice(), {"If-Match": '"2"'}), 412, "changed-meanwhile")
    # The ETag is the policy's: a programme that was renamed meanwhile has the policy that was read.
    programme = f"/v1/programmes/{world.programme['id']}"
    await world.coordinator.patch(programme, json={"name": "Another"}, headers=ANY_VERSION)
    assert (await put(world, with_notice(), SEEN)).status_code == 200
    problem(await put(world, with_notice(72), SEEN), 412, "changed-meanwhile")
    assert await world.count(PolicyVersion) == 2


async def test_of_policies_set_at_once_by_readers_of_one_version_a_single_one_is_kept(world: World) -> None:
    answers = await asyncio.gather(*(put(world, with_notice(hours), SEEN) for hours in range(30, 40)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 9
    assert await world.count(PolicyVersion) == 2
    assert len(await world.trail("programme.policy_changed")) == 1


async def test_only_the_organisation_sets_a_policy_and_every_partner_reads_it(world: World) -> None:
    partners_key = world.riverside.coordinator
    body = with_notice()
    problem(await partners_key.put(address_of(world), json=body, headers=ANY_VERSION), 403, "not-permitted")
    assert await world.count(PolicyVersion) == 1
    for more in ("", "/versions", "/diff"):
        assert (await partners_key.get(address_of(world, more))).status_code == 200
    for more in ("", "/versions", "/diff"):
        problem(await world.coordinator.get(f"/v1/programmes/{NOBODY}/policy{more}"), 404, "not-found")
    missing = await world.coordinator.put(f"/v1/programmes/{NOBODY}/policy", json=body, headers=ANY_VERSION)
    problem(missing, 404, "not-found")


async def test_a_refusal_names_every_rule_and_setting_that_is_below_the_floor_and_why(world: World) -> None:
    body = with_notice()
    body["rules"]["schedule.clash"]["severity"] = "warn"
    body["rules"]["host.licence"]["coordinator_severity"] = "n/a"
    body["rules"]["schedule.clash"]["parameters"] = {"gap_minutes": 0}
    body["safety"]["meeting.recording"] = "allowed"
    body["safety"]["meeting.waiting-room"] = "off"

    refused = problem(await put(world, body), 422, "invalid-fields")

    reasons = {error["field"]: error["message"] for error in refused["errors"]}
    floor = pack("baseline")
    assert reasons == {
        "rules.schedule.clash.severity": "warn is below the floor of every programme, deny",
        "rules.schedule.clash.parameters.gap_minutes": "0 is below the floor of every programme, "
        f"{floor.rules['schedule.clash'].parameters['gap_minutes']}",
        "rules.host.licence.coordinator_severity": "n/a is below the floor of every programme, deny",
        "safety.meeting.recording": "the level allowed is looser than the floor of every programme, off",
        "safety.meeting.waiting-room": "the level off is looser than the floor of every programme, on",
    }
    assert await world.count(PolicyVersion) == 1


def changed_rule(code: str, **setting: object) -> Json:
    return {"rules": {code: {"severity": "deny", **setting}}}


REFUSED: dict[str, tuple[Json, str]] = {
    "an unknown rule": (changed_rule("consent.telepathic"), "rules.consent.telepathic"),
    "an unknown setting": ({"safety": {"meeting.fireworks": "on"}}, "safety.meeting.fireworks"),
    "an unknown level": ({"safety": {"meeting.passcode": "12"}}, "safety.meeting.passcode"),
    "a level that is no text": ({"safety": {"meeting.passcode": 10}}, "safety.meeting.passcode"),
    "an unknown severity": (
        {"rules": {"consent.virtual": {"severity": "forbid"}}},
        "rules.consent.virtual.severity",
    ),
    "no severity": ({"rules": {"consent.virtual": {}}}, "rules.consent.virtual.severity"),
    "an unknown part of a rule": (changed_rule("consent.virtual", mood="good"), "rules.consent.virtual.mood"),
    "a parameter of the wrong type": (
        changed_rule("schedule.notice", parameters={"hours": "24"}),
        "rules.schedule.notice.parameters.hours",
    ),
    "a flag for a number": (
        changed_rule("schedule.notice", parameters={"hours": True}),
        "rules.schedule.notice.parameters.hours",
    ),
    "a parameter out of range": (
        changed_rule("schedule.notice", parameters={"hours": -1}),
        "rules.schedule.notice.parameters.hours",
    ),
    "an unknown parameter": (
        changed_rule("schedule.notice", parameters={"days": 1}),
        "rules.schedule.notice.parameters.days",
    ),
    "a citation of two lines": (
        changed_rule("schedule.notice", citation="One\nline"),
        "rules.schedule.notice.citation",
    ),
    "a pack that there is none of": ({"pack": "none-such"}, "pack"),
    "no title": ({"title": " "}, "title"),
    "rules that are a list": ({"rules": []}, "rules"),
    "an unknown field": ({"version": 7}, "version"),
    "too many rules": ({"rules": {f"rule.{number}": {"severity": "deny"} for number in range(201)}}, "rules"),
    "more than 64 KiB": (
        changed_rule("schedule.notice", parameters={"hours": 24, "padding": "x" * 65 * 1024}),
        "body",
    ),
    "a name that cannot be shown": (changed_rule("line\nbreak"), r"rules.'line\nbreak'"),
    "a name that is long": (changed_rule("x" * 1000), f"rules.{'x' * 80}..."),
}


def hours_in(text: str) -> str:
    return f'"rules": {{"schedule.notice": {{"severity": "deny", "parameters": {{"hours": {text}}}}}}}'


HOSTILE = {
    "half of a surrogate pair in a code": '"rules": {"\\ud800": {"severity": "deny"}}',
    "half of a surrogate pair in a level": '"safety": {"meeting.passcode": "\\udfff"}',
    "half of a surrogate pair in a parameter": hours_in('"\\ud800"'),
    "half of a surrogate pair in a name": hours_in('1, "\\ud800": 1'),
    "nul in a name": hours_in('1, "\\u0000": 1'),
    "no number": hours_in("NaN"),
    "a huge number": hours_in("9" * 400),
    "deep": hours_in("[" * 900 + "]" * 900),
    "deeper than can be read": hours_in("[" * 5000 + "]" * 5000),
}


async def test_what_is_no_policy_is_refused_by_its_field_and_changes_nothing(world: World) -> None:
    for name, (change, field) in REFUSED.items():
        refused = problem(await put(world, {"pack": "baseline", "title": "A title", **change}), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == [field], name
    headers = {**ANY_VERSION, "Content-Type": "application/json"}
    for name, part in HOSTILE.items():
        content = f'{{"pack": "baseline", "title": "A title", {part}}}'
        response = await world.coordinator.put(address_of(world), content=content, headers=headers)
        assert response.status_code in {400, 422}, (name, response.text)
        assert response.headers["content-type"] == "application/problem+json"
    assert await world.count(PolicyVersion) == 1
    assert await world.trail("programme.policy_changed") == []


async def test_versions_are_listed_in_pages_without_their_documents(world: World) -> None:
    for hours in (30, 31, 32):
        await put(world, with_notice(hours))
    whole = await items(world.riverside.coordinator, address_of(world, "/versions"))
    assert [each["version"] for each in whole] == [1, 2, 3, 4]
    for each in whole:
        read = (await world.coordinator.get(address_of(world), params={"version": each["version"]})).json()
        assert each == {name: value for name, value in read.items() if name != "document"}

    first = (await world.coordinator.get(address_of(world, "/versions"), params={"limit": 3})).json()
    rest = {"limit": 3, "cursor": first["next_cursor"]}
    second = (await world.coordinator.get(address_of(world, "/versions"), params=rest)).json()

    assert first["items"] + second["items"] == whole
    assert second["next_cursor"] is None
    beyond = {"cursor": "_" * 21 + "w=="}
    assert (await world.coordinator.get(address_of(world, "/versions"), params=beyond)).json()["items"] == []


async def write_version(world: World, version: int, document: Json) -> None:
    """Write a version straight into the database, as an older release or two people together would have made it."""
    async with world.service.database.transaction() as session:
        programme_id = UUID(world.programme["id"])
        digest = f"{version:064}"
        session.add(PolicyVersion(programme_id=programme_id, version=version, document=document, digest=digest))
        (await session.get_one(Programme, programme_id)).policy_version = version


async def compared(world: World, **versions: Any) -> Json:
    response = await world.coordinator.get(address_of(world, "/diff"), params=versions)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


async def test_two_versions_are_compared_rule_by_rule_and_setting_by_setting(world: World) -> None:
    body = with_notice(48)
    body["rules"]["schedule.notice"]["severity"] = "approve"
    body["rules"]["schedule.notice"]["citation"] = "Our handbook, Notice"
    body["safety"]["meeting.audio"] = "computer-only"
    await write_version(world, 2, body)

    forth = await compared(world, **{"from": 1, "to": 2})

    was = pack("one-million-mentors").rules["schedule.notice"]
    (notice,) = forth["rules"]
    assert notice["code"] == "schedule.notice"
    assert notice["severity"] == {"before": was.severity, "after": "approve", "direction": "looser"}
    assert notice["coordinator_severity"] is None
    assert notice["parameters"] == {
        "hours": {"before": was.parameters["hours"], "after": 48, "direction": "tighter"},
    }
    assert notice["citation"] == {"before": was.citation, "after": "Our handbook, Notice"}
    assert [(setting["code"], setting["level"]) for setting in forth["safety"]] == [
        (
            "meeting.audio",
            {"before": "computer-and-telephone", "after": "computer-only", "direction": "tighter"},
        )
    ]
    assert (forth["pack"], forth["title"]) == (None, None)
    back = await compared(world, **{"from": 2, "to": 1})
    assert (back["from_version"], back["to_version"]) == (2, 1)
    assert back["rules"][0]["severity"] == {"before": "approve", "after": was.severity, "direction": "tighter"}
    # What is left out: the last change.
    assert await compared(world) == forth
    assert await compared(world, **{"from": 1}) == forth
    assert await compared(world, to=2) == forth
    same = await compared(world, to=1)
    assert (same["from_version"], same["to_version"], same["rules"], same["safety"]) == (1, 1, [], [])
    await write_version(world, 3, with_notice(72))
    last = await compared(world)
    assert (last["from_version"], last["to_version"]) == (2, 3)
    assert await compared(world, to=2) == forth


async def test_a_version_from_before_the_floor_was_raised_can_be_replaced_and_read_and_not_compared(
    world: World,
) -> None:
    stored = pack("one-million-mentors").model_dump(mode="json")
    stored["rules"]["schedule.clash"]["severity"] = "warn"
    del stored["rules"]["safety.wishes"]
    await write_version(world, 2, stored)

    assert (await world.coordinator.get(address_of(world))).json()["document"] == stored
    for versions, field in (({"from": 1}, "query.to"), ({"from": 2, "to": 1}, "query.from")):
        response = await world.coordinator.get(address_of(world, "/diff"), params=versions)
        (error,) = problem(response, 422, "invalid-fields")["errors"]
        assert error["field"] == field
        assert "schedule.clash, severity: warn is below the floor of every programme" in error["message"]
    assert (await put(world, with_notice(), {"If-Match": '"2"'})).json()["version"] == 3
    (entry,) = await world.trail("programme.policy_changed")
    assert (entry.after or {})["changed"] == ["schedule.notice", "schedule.clash", "safety.wishes"]


async def test_versions_that_there_are_none_of_cannot_be_compared(world: World) -> None:
    for versions in ({"from": 1, "to": 2}, {"from": 2, "to": 1}, {"to": 2}):
        missing = problem(await world.coordinator.get(address_of(world, "/diff"), params=versions), 404, "not-found")
        assert "no version 2" in missing["detail"]
    for name in ("from", "to"):
        for version in ("0", "2147483648", "one"):
            response = await world.coordinator.get(address_of(world, "/diff"), params={name: version})
            refused = problem(response, 422, "invalid-fields")
            assert [error["field"] for error in refused["errors"]] == [f"query.{name}"]


def test_the_example_of_the_docs_page_loosens_nothing() -> None:
    from app.policy.differences import Direction, differences
    from app.registry.examples import SET_POLICY

    body = json.loads(json.dumps(SET_POLICY.openapi_examples["demo"]["value"]))
    example = PolicyDocument.model_validate(on_pack(body))
    found = differences(pack("one-million-mentors"), example)
    assert [rule.code for rule in found.rules] == ["schedule.notice"]
    assert found.safety == ()
    assert {each.direction for each in found.rules[0].parameters.values()} == {Direction.TIGHTER}


async def test_no_new_policy_names_a_region_without_bank_holidays_of_its_own(world: World) -> None:
    path = f"/v1/programmes/{world.programme['id']}/policy"
    document = (await world.coordinator.get(path)).json()["document"]
    document["rules"]["schedule.working-hours"]["parameters"]["region"] = "GB"

    refused = problem(await world.coordinator.put(path, json=document, headers=ANY_VERSION), 422, "invalid-fields")

    (error,) = refused["errors"]
    assert error["field"] == "rules.schedule.working-hours.parameters"
    assert "GB-ENG, GB-WLS, GB-SCT, GB-NIR" in error["message"]
