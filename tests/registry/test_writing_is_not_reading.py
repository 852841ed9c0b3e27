"""A key that may write the registry and not read it gets back what it needs to go on, and no more."""

from typing import Any
from uuid import uuid4

import httpx

from app.access.models import Scope
from tests.support.registry_world import ANY_VERSION, World, mentee_body, mentor_body, programme_body
from tests.support.scenario import CONSENT
from tests.support.service import problem

NAMES = ("Zephyrine", "zephyrine@example.org", "1999-02-03", "Example Mentee", "2005-02-28", "Safeguarding desk")


async def test_whatever_is_written_is_answered_with_id_and_version_alone(world: World) -> None:
    writer = await world.service.caller(Scope.REGISTRY_WRITE)
    side, key = world.riverside, {"Idempotency-Key": str(uuid4())}
    person = {"name": "Zephyrine", "email": "zephyrine@example.org", "birth_date": "1999-02-03"}

    async def written(answer: httpx.Response, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        body: dict[str, Any] = answer.json()
        assert set(body) == {"id", "version"}
        assert answer.headers["ETag"] == f'"{body["version"]}"'
        assert not [name for name in NAMES if name in answer.text]
        return body

    added = await written(await writer.post("/v1/people", json=mentee_body(side.partner, **person), headers=key), 201)
    again = await writer.post("/v1/people", json=mentee_body(side.partner, **person), headers=key)
    assert await written(again, 201) == added
    assert again.headers["Location"] == f"/v1/people/{added['id']}"
    changed = await writer.patch(f"/v1/people/{side.mentee['id']}", json={"email": None}, headers=ANY_VERSION)
    renamed = await writer.patch(
        f"/v1/people/{side.mentee['id']}", json={"name": "Zephyrine"}, headers={"If-Match": changed.headers["ETag"]}
    )
    assert (await written(renamed, 200))["id"] == side.mentee["id"]
    mentor = await written(await writer.post("/v1/people", json=mentor_body(side.partner, **person)), 201)
    both = {"programme_id": world.programme["id"], "mentor_id": mentor["id"], "mentee_id": added["id"]}
    pairing = await written(await writer.post("/v1/pairings", json=both), 201)
    path = f"/v1/pairings/{pairing['id']}"
    await written(await writer.patch(path, json={"active": False}, headers=ANY_VERSION), 200)
    consent = {**CONSENT, "person_id": added["id"]}
    evidence = await written(await writer.post("/v1/evidence", json=consent), 201)
    withdrawn = await writer.post(f"/v1/evidence/{evidence['id']}/withdraw", json={"reason": "Zephyrine asked for it."})
    assert withdrawn.json() == {"id": evidence["id"], "version": 2, "still_counting": None}
    await written(await writer.post("/v1/partners", json={"name": "Zephyrine"}), 201)
    programme = f"/v1/programmes/{world.programme['id']}"
    await written(await writer.patch(programme, json={"host_pool": "other"}, headers=ANY_VERSION), 200)
    await written(await writer.post("/v1/programmes", json=programme_body()), 201)

    for address in (*side.addresses(), "/v1/people", "/v1/evidence"):
        problem(await writer.get(address), 403, "not-permitted")
    assert (await world.coordinator.get(f"/v1/people/{added['id']}")).json()["birth_date"] == "1999-02-03"
