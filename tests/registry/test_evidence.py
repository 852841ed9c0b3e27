"""Giving and withdrawing evidence."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from app.access.models import Scope
from app.policy import SUBJECTS_OF, EvidenceKind, Subject
from app.registry.evidence.models import Evidence
from tests.support.registry_world import Json, World, create, items, mentor_body
from tests.support.scenario import AGREED, CONSENT, MEASURES
from tests.support.service import problem, version_of

DOCUMENT = {"document": "Agreements 2026, letter 1"}
MEASURES_OF = {EvidenceKind.AT_RISK_MEASURES: {"measures": AGREED}}
REASON = "Withdrawn by a letter.\nIt is in the folder."


def subject_of(world: World, subject: Subject) -> dict[str, Any]:
    side = world.riverside
    return {
        Subject.PARTNER: {"partner_id": side.partner["id"]},
        Subject.MENTOR: {"person_id": side.mentor["id"]},
        Subject.MENTEE: {"person_id": side.mentee["id"]},
        Subject.PAIRING: {"pairing_id": side.pairing["id"]},
    }[subject]


async def test_each_kind_is_about_the_subjects_that_the_policy_names_and_no_others(world: World) -> None:
    for kind in EvidenceKind:
        for subject in Subject:
            response = await world.coordinator.post(
                "/v1/evidence",
                json={"kind": kind, **DOCUMENT, **MEASURES_OF.get(kind, {}), **subject_of(world, subject)},
            )
            if subject in SUBJECTS_OF[kind]:
                assert response.status_code == 201, response.text
                assert response.json()["partner_id"] == world.riverside.partner["id"]
            else:
                refused = problem(response, 422, "invalid-fields")
                assert [error["field"] for error in refused["errors"]] == ["kind"]
                assert refused["errors"][0]["message"].endswith(f"not about a {subject}")


async def test_evidence_says_who_gave_it_and_where_the_paper_is(world: World) -> None:
    giver = world.riverside.coordinator
    body = {
        "kind": "child_protection_training",
        "person_id": world.riverside.mentor["id"],
        "valid_from": "2026-01-15",
        "valid_until": "2027-01-14",
        "document": "Folder 3, sheet 12",
    }
    given = await create(giver, "/v1/evidence", body)

    assert {field: given[field] for field in body} == body
    assert given["given_by"] == str(world.service.keys[giver])
    assert given["withdrawn_at"] is None
    assert (await giver.get(f"/v1/evidence/{given['id']}")).json() == given


@pytest.mark.parametrize("name", ["none", "two"])
async def test_evidence_is_about_exactly_one_subject(world: World, name: str) -> None:
    subjects = {**subject_of(world, Subject.MENTOR), **subject_of(world, Subject.PAIRING)} if name == "two" else {}
    fields = list(subjects) or ["partner_id", "person_id", "pairing_id"]

    response = await world.coordinator.post("/v1/evidence", json={**CONSENT, **subjects})

    refused = problem(response, 422, "invalid-fields")
    assert [error["field"] for error in refused["errors"]] == fields


async def test_evidence_begins_today_at_the_latest_wherever_today_is(world: World) -> None:
    body = {**CONSENT, **subject_of(world, Subject.MENTEE)}
    # Eleven in the morning in UTC is one in the morning of the next day where days begin first.
    with time_machine.travel(datetime(2026, 6, 1, 11, tzinfo=UTC), tick=False):
        coordinator = await world.service.caller()
        for valid_from, status in (("2026-06-01", 201), ("2026-06-02", 201), ("2026-06-03", 422), ("9999-12-31", 422)):
            response = await coordinator.post("/v1/evidence", json={**body, "valid_from": valid_from})
            assert response.status_code == status, response.text
            if status == 422:
                assert [error["field"] for error in response.json()["errors"]] == ["valid_from"]
        assert (await create(coordinator, "/v1/evidence", body))["valid_from"] == "2026-06-01"


async def test_evidence_does_not_end_before_it_begins(world: World) -> None:
    body = {**CONSENT, **subject_of(world, Subject.MENTEE), "valid_from": "2026-01-02"}
    yesterday = str((datetime.now(UTC) - timedelta(days=1)).date())

    same_day = await create(world.coordinator, "/v1/evidence", {**body, "valid_until": "2026-01-02"})
    assert same_day["valid_until"] == "2026-01-02"
    for dates in ({"valid_until": "2026-01-01"}, {"valid_from": None, "valid_until": yesterday}):
        refused = problem(await world.coordinator.post("/v1/evidence", json={**body, **dates}), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == ["valid_until"]


async def test_evidence_is_listed_by_kind_and_subject(world: World) -> None:
    riverside = world.riverside
    consent = await create(
        world.coordinator,
        "/v1/evidence",
        {"kind": "partner_written_consent", "partner_id": riverside.partner["id"], **DOCUMENT},
    )
    measures = await create(world.coordinator, "/v1/evidence", {**MEASURES, "pairing_id": riverside.pairing["id"]})
    given = riverside.evidence["id"], consent["id"], measures["id"]
    for filters, expected in (
        ({"partner_id": riverside.partner["id"]}, list(given)),
        ({"kind": "partner_written_consent"}, [consent["id"]]),
        ({"person_id": riverside.mentee["id"]}, [riverside.evidence["id"]]),
        ({"pairing_id": riverside.pairing["id"]}, [measures["id"]]),
        ({"pairing_id": riverside.pairing["id"], "kind": "virtual_meeting_consent"}, []),
    ):
        assert [each["id"] for each in await items(world.coordinator, "/v1/evidence", **filters)] == expected, filters


async def test_evidence_is_withdrawn_once_and_stays_on_file(world: World) -> None:
    address = f"/v1/evidence/{world.riverside.evidence['id']}"
    withdrawing = world.riverside.coordinator

    answers = await asyncio.gather(
        *(withdrawing.post(f"{address}/withdraw", json={"reason": REASON}) for _ in range(5))
    )

    (withdrawn,) = [answer for answer in answers if answer.status_code == 200]
    for answer in answers:
        if answer is not withdrawn:
            problem(answer, 409, "wrong-state")
    shown = withdrawn.json()
    assert shown["withdrawn_at"]
    assert shown["withdrawn_by"] == str(world.service.keys[withdrawing])
    assert shown["withdrawal_reason"] == REASON
    read = await world.coordinator.get(address)
    assert {**read.json(), "still_counting": None} == shown
    shown.pop("still_counting")
    assert version_of(read) == version_of(withdrawn) == 2
    assert shown in await items(world.coordinator, "/v1/evidence")
    (entry,) = await world.trail("evidence.withdrawn")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["withdrawn"], entry.after["withdrawn"]) == (False, True)
    assert entry.partner_id is not None
    assert str(entry.partner_id) == world.riverside.partner["id"]


async def test_withdrawing_a_consent_withdraws_what_it_replaced_and_nothing_else(world: World) -> None:
    side, client = world.riverside, world.coordinator
    consent = {**CONSENT, "person_id": side.mentee["id"]}
    again = await create(client, "/v1/evidence", consent)
    ended = await create(client, "/v1/evidence", {**consent, "valid_from": "2025-01-01", "valid_until": "2025-12-31"})
    untouched = [
        await create(client, "/v1/evidence", {**CONSENT, "person_id": side.mentor["id"]}),
        await create(
            client,
            "/v1/evidence",
            {**CONSENT, "kind": "recording_consent", "person_id": side.mentee["id"]},
        ),
        await create(
            client,
            "/v1/evidence",
            {"kind": "partner_written_consent", "partner_id": side.partner["id"], **DOCUMENT},
        ),
        world.harbour.evidence,
    ]

    answer = await side.coordinator.post(f"/v1/evidence/{again['id']}/withdraw", json={"reason": REASON})

    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == again["id"]
    pieces = [side.evidence["id"], again["id"], ended["id"]]
    shown = [(await client.get(f"/v1/evidence/{piece}")).json() for piece in pieces]
    assert [each["withdrawn_at"] for each in shown] == [answer.json()["withdrawn_at"]] * 3
    assert {each["withdrawn_by"] for each in shown} == {str(world.service.keys[side.coordinator])}
    assert {each["withdrawal_reason"] for each in shown} == {REASON}
    assert [entry.subject_id for entry in await world.trail("evidence.withdrawn")] == pieces
    for evidence in untouched:
        assert (await client.get(f"/v1/evidence/{evidence['id']}")).json() == evidence
    for piece in pieces:
        refused = await client.post(f"/v1/evidence/{piece}/withdraw", json={"reason": REASON})
        problem(refused, 409, "wrong-state")


async def test_withdrawing_a_consent_that_was_replaced_leaves_the_newer_one_and_names_it(world: World) -> None:
    body = {**CONSENT, "person_id": world.riverside.mentee["id"]}
    newer = await create(world.coordinator, "/v1/evidence", body)
    old = f"/v1/evidence/{world.riverside.evidence['id']}/withdraw"

    replaced = await world.coordinator.post(old, json={"reason": REASON})
    last = await world.coordinator.post(f"/v1/evidence/{newer['id']}/withdraw", json={"reason": REASON})

    assert (replaced.status_code, replaced.json()["still_counting"]) == (200, newer["id"])
    assert (last.status_code, last.json()["still_counting"]) == (200, None)


async def test_written_consent_says_where_the_document_is(world: World) -> None:
    body = {"kind": "partner_written_consent", "partner_id": world.riverside.partner["id"]}
    for document in ({}, {"document": None}):
        refused = problem(
            await world.coordinator.post("/v1/evidence", json={**body, **document}), 422, "invalid-fields"
        )
        assert [error["field"] for error in refused["errors"]] == ["document"]
        assert "where the signed document is kept" in refused["errors"][0]["message"]
    told = await create(world.coordinator, "/v1/evidence", {**body, **DOCUMENT})
    assert told["document"] == DOCUMENT["document"]
    assert DOCUMENT["document"] not in " ".join(entry.model_dump_json() for entry in await world.trail())


async def test_what_was_withdrawn_before_keeps_its_reason(world: World) -> None:
    address = f"/v1/evidence/{world.riverside.evidence['id']}"
    first = await world.coordinator.post(f"{address}/withdraw", json={"reason": "The first reason."})
    body = {**CONSENT, "person_id": world.riverside.mentee["id"]}
    again = await create(world.coordinator, "/v1/evidence", body)

    await world.coordinator.post(f"/v1/evidence/{again['id']}/withdraw", json={"reason": "The second reason."})

    first_reason = {key: value for key, value in first.json().items() if key != "still_counting"}
    assert (await world.coordinator.get(address)).json() == first_reason
    assert len(await world.trail("evidence.withdrawn")) == 2


async def test_pieces_of_one_consent_withdrawn_at_once_are_withdrawn_once(world: World) -> None:
    body = {**CONSENT, "person_id": world.riverside.mentee["id"]}
    pieces = [world.riverside.evidence, *[await create(world.coordinator, "/v1/evidence", body) for _ in range(5)]]

    answers = await asyncio.gather(
        *(
            world.coordinator.post(f"/v1/evidence/{piece['id']}/withdraw", json={"reason": REASON})
            for piece in reversed(pieces)
        )
    )

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * codes.count(200) + [409] * codes.count(409)
    assert await counting(world) == {world.harbour.evidence["id"]}
    assert len(await world.trail("evidence.withdrawn")) == 6


async def counting(world: World) -> set[str]:
    """Return the ids of all evidence that is not withdrawn."""
    return {each["id"] for each in await items(world.coordinator, "/v1/evidence") if not each["withdrawn_at"]}


async def test_a_partners_consent_is_withdrawn_without_that_of_another(world: World) -> None:
    kind = {"kind": "partner_written_consent", **DOCUMENT}
    mine = [
        await create(world.coordinator, "/v1/evidence", {**kind, **subject_of(world, Subject.PARTNER)})
        for _ in range(2)
    ]
    theirs = await create(world.coordinator, "/v1/evidence", {**kind, "partner_id": world.harbour.partner["id"]})

    await world.coordinator.post(f"/v1/evidence/{mine[1]['id']}/withdraw", json={"reason": REASON})

    assert await counting(world) == {theirs["id"], world.riverside.evidence["id"], world.harbour.evidence["id"]}


async def test_measures_for_a_pairing_are_withdrawn_without_those_for_another_of_the_partner(world: World) -> None:
    side, kind = world.riverside, {**MEASURES}
    mentor = await create(world.coordinator, "/v1/people", mentor_body(side.partner))
    people = {"mentor_id": mentor["id"], "mentee_id": side.mentee["id"]}
    other = await create(world.coordinator, "/v1/pairings", {"programme_id": world.programme["id"], **people})
    first = [
        await create(world.coordinator, "/v1/evidence", {**kind, "pairing_id": side.pairing["id"]}) for _ in range(2)
    ]
    second = await create(world.coordinator, "/v1/evidence", {**kind, "pairing_id": other["id"]})

    await world.coordinator.post(f"/v1/evidence/{first[1]['id']}/withdraw", json={"reason": REASON})

    assert await counting(world) == {second["id"], side.evidence["id"], world.harbour.evidence["id"]}


async def test_the_edition_of_a_code_of_conduct_is_kept_as_it_was_given(world: World) -> None:
    body = {"kind": "code_of_conduct_accepted", **subject_of(world, Subject.MENTOR)}
    for edition, expected in (
        ("  2026-09, third edition ", "2026-09, third edition"),
        ("x" * 60, "x" * 60),
        (None, None),
    ):
        given = await create(world.coordinator, "/v1/evidence", {**body, "edition": edition})
        assert given["edition"] == expected
    assert (await create(world.coordinator, "/v1/evidence", body))["edition"] is None
    told = " ".join(entry.model_dump_json() for entry in await world.trail())
    assert "third edition" not in told


async def test_nothing_but_a_code_of_conduct_has_an_edition(world: World) -> None:
    for kind in set(EvidenceKind) - {EvidenceKind.CODE_OF_CONDUCT_ACCEPTED}:
        about = subject_of(world, min(SUBJECTS_OF[kind]))
        body = {"kind": kind, **DOCUMENT, **MEASURES_OF.get(kind, {}), **about, "edition": "2026"}
        refused = problem(await world.coordinator.post("/v1/evidence", json=body), 422, "invalid-fields")
        assert refused["errors"] == [
            {"field": "edition", "message": "is for evidence of the kind code_of_conduct_accepted alone"}
        ]
    body = {"kind": "code_of_conduct_accepted", **subject_of(world, Subject.MENTOR)}
    for edition in ("x" * 61, " ", "two\nlines", "nul\x00", 2026):
        response = await world.coordinator.post("/v1/evidence", json={**body, "edition": edition})
        refused = problem(response, 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == ["edition"], edition
    assert await world.count(Evidence) == 2


async def test_evidence_is_never_edited_or_deleted(world: World) -> None:
    address = f"/v1/evidence/{world.riverside.evidence['id']}"
    for method in ("PATCH", "PUT", "DELETE"):
        problem(await world.coordinator.request(method, address), 405, "method-not-allowed")
    problem(await world.coordinator.post(f"{address}/withdraw", json={"reason": " "}), 422, "invalid-fields")
    problem(await world.coordinator.post(f"{address}/withdraw", json={}), 422, "invalid-fields")
    assert (await world.coordinator.get(address)).json() == world.riverside.evidence
    assert await world.count(Evidence) == 2


async def test_consents_and_measures_without_content_are_refused_and_measures_are_read_by_who_may(world: World) -> None:
    client, side = world.riverside.coordinator, world.riverside
    agreed: Json = dict(AGREED)
    pairing, mentee = {"pairing_id": side.pairing["id"]}, {"person_id": side.mentee["id"]}
    empty: list[tuple[Json, str]] = [
        ({"kind": "virtual_meeting_consent", **mentee}, "document"),
        ({"kind": "at_risk_mentor_consent", "person_id": side.mentor["id"]}, "document"),
        ({**CONSENT, **mentee, "measures": agreed}, "measures"),
        ({"kind": "at_risk_measures", **pairing}, "measures"),
        ({**MEASURES, **pairing, "measures": {**agreed, "agreed": "."}}, "measures.agreed"),
        ({**MEASURES, **pairing, "measures": {**agreed, "discussed_with": " "}}, "measures.discussed_with"),
        ({**MEASURES, **pairing, "measures": {**agreed, "review_on": "2020-01-01"}}, "measures.review_on"),
        ({**MEASURES, **pairing, "measures": {**agreed, "review_on": "2199-01-01"}}, "measures.review_on"),
        ({**MEASURES, **pairing, "valid_until": agreed["review_on"]}, "valid_until"),
    ]
    for body, field in empty:
        refused = problem(await client.post("/v1/evidence", json=body), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == [field], body

    given = await create(client, "/v1/evidence", {**MEASURES, **pairing})

    assert (given["valid_until"], given["has_measures"]) == (agreed["review_on"], True)
    address = f"/v1/evidence/{given['id']}/measures"
    assert (await client.get(address)).json() == agreed
    problem(await world.harbour.coordinator.get(address), 404, "not-found")
    problem(await client.get(f"/v1/evidence/{side.evidence['id']}/measures"), 404, "not-found")
    writer = await world.service.caller(Scope.REGISTRY_WRITE)
    problem(await writer.get(address), 403, "not-permitted")
    async with world.service.database.transaction() as session:
        stored = await session.get_one(Evidence, given["id"])
    assert agreed["agreed"] not in stored.model_dump_json()
    assert not any("calls the mentee" in entry.model_dump_json() for entry in await world.trail())
