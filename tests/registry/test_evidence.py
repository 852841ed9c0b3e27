"""Giving and withdrawing evidence."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from app.policy import SUBJECTS_OF, EvidenceKind, Subject
from app.registry.models import Evidence
from tests.registry.world import World, create, items
from tests.support.service import problem

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
            response = await world.coordinator.post("/v1/evidence", json={"kind": kind, **subject_of(world, subject)})
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

    response = await world.coordinator.post("/v1/evidence", json={"kind": "virtual_meeting_consent", **subjects})

    refused = problem(response, 422, "invalid-fields")
    assert [error["field"] for error in refused["errors"]] == fields


async def test_evidence_begins_today_at_the_latest_wherever_today_is(world: World) -> None:
    body = {"kind": "virtual_meeting_consent", **subject_of(world, Subject.MENTEE)}
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
    body = {"kind": "virtual_meeting_consent", **subject_of(world, Subject.MENTEE), "valid_from": "2026-01-02"}
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
        {"kind": "partner_written_consent", "partner_id": riverside.partner["id"]},
    )
    measures = await create(
        world.coordinator, "/v1/evidence", {"kind": "at_risk_measures", "pairing_id": riverside.pairing["id"]}
    )
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
    assert read.json() == shown
    assert read.headers["ETag"] == withdrawn.headers["ETag"] == '"2"'
    assert shown in await items(world.coordinator, "/v1/evidence")
    (entry,) = await world.trail("evidence.withdrawn")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["withdrawn"], entry.after["withdrawn"]) == (False, True)
    assert entry.partner_id is not None
    assert str(entry.partner_id) == world.riverside.partner["id"]


async def test_evidence_is_never_edited_or_deleted(world: World) -> None:
    address = f"/v1/evidence/{world.riverside.evidence['id']}"
    for method in ("PATCH", "PUT", "DELETE"):
        problem(await world.coordinator.request(method, address), 405, "method-not-allowed")
    problem(await world.coordinator.post(f"{address}/withdraw", json={"reason": " "}), 422, "invalid-fields")
    problem(await world.coordinator.post(f"{address}/withdraw", json={}), 422, "invalid-fields")
    assert (await world.coordinator.get(address)).json() == world.riverside.evidence
    assert await world.count(Evidence) == 2
