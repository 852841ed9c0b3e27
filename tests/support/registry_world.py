"""Two partners who must not see anything of each other."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from app.audit.models import AuditEntry
from app.audit.origin import ActorKind
from app.policy import pack
from tests.support.scenario import CONSENT
from tests.support.service import Service, version_of

Json = dict[str, Any]

CONTACT = {"name": "Safeguarding desk", "phone": "+44 20 7946 0000"}
ANY_VERSION = {"If-Match": "*"}


def programme_body(**more: object) -> Json:
    return {
        "name": "Virtual mentoring",
        "pack": "one-million-mentors",
        "time_zone": "Europe/London",
        "safeguarding_contacts": [CONTACT],
        **more,
    }


def mentor_body(partner: Json, **more: object) -> Json:
    return {"partner_id": partner["id"], "role": "mentor", "name": "Example Mentor", **more}


def mentee_body(partner: Json, **more: object) -> Json:
    return {
        "partner_id": partner["id"],
        "role": "mentee",
        "name": "Example Mentee",
        "birth_date": "2005-02-28",
        **more,
    }


async def create(client: httpx.AsyncClient, path: str, body: Json) -> Json:
    """Create something, and return it as the service shows it."""
    response = await client.post(path, json=body)
    assert response.status_code == 201, response.text
    created: Json = response.json()
    assert response.headers["Location"] == f"{path}/{created['id']}"
    assert version_of(response) == 1
    return created


async def items(client: httpx.AsyncClient, path: str, **filters: object) -> list[Json]:
    """Return what a list shows."""
    response = await client.get(path, params={name: str(value) for name, value in filters.items()})
    assert response.status_code == 200, response.text
    found: list[Json] = response.json()["items"]
    return found


@dataclass
class Side:
    """One partner and what belongs to it."""

    coordinator: httpx.AsyncClient
    partner: Json
    mentor: Json
    mentee: Json
    pairing: Json
    evidence: Json

    def addresses(self) -> list[str]:
        """Return where each thing of this partner is read."""
        return [
            f"/v1/partners/{self.partner['id']}",
            f"/v1/people/{self.mentor['id']}",
            f"/v1/people/{self.mentee['id']}",
            f"/v1/pairings/{self.pairing['id']}",
            f"/v1/evidence/{self.evidence['id']}",
        ]


@dataclass
class World:
    """Two partners in one programme."""

    service: Service
    coordinator: httpx.AsyncClient
    programme: Json
    riverside: Side
    harbour: Side

    async def trail(self, action: str | None = None) -> list[AuditEntry]:
        """Return what API keys did, oldest first."""
        async with self.service.database.transaction() as session:
            query = select(AuditEntry).where(col(AuditEntry.actor_kind) == ActorKind.KEY).order_by(col(AuditEntry.id))
            if action is not None:
                query = query.where(col(AuditEntry.action) == action)
            return list(await session.exec(query))

    async def count(self, table: type[SQLModel]) -> int:
        async with self.service.database.transaction() as session:
            return (await session.exec(select(func.count()).select_from(table))).one()


async def build_world(service: Service, coordinator: httpx.AsyncClient) -> World:
    programme = await create(coordinator, "/v1/programmes", programme_body())
    riverside = await _build_side(service, coordinator, programme, "Riverside Youth Trust")
    harbour = await _build_side(service, coordinator, programme, "Harbour Futures")
    return World(service, coordinator, programme, riverside, harbour)


async def _build_side(service: Service, coordinator: httpx.AsyncClient, programme: Json, name: str) -> Side:
    partner = await create(coordinator, "/v1/partners", {"name": name})
    mentor = await create(coordinator, "/v1/people", mentor_body(partner))
    mentee = await create(coordinator, "/v1/people", mentee_body(partner))
    pairing = await create(
        coordinator,
        "/v1/pairings",
        {"programme_id": programme["id"], "mentor_id": mentor["id"], "mentee_id": mentee["id"]},
    )
    evidence = await create(coordinator, "/v1/evidence", {**CONSENT, "person_id": mentee["id"]})
    return Side(await service.caller(partner_id=partner["id"]), partner, mentor, mentee, pairing, evidence)


def with_notice(hours: object = 48, **more: object) -> Json:
    """Return the programme's policy with other notice."""
    document: Json = deepcopy(pack("one-million-mentors").model_dump(mode="json"))
    document["rules"]["schedule.notice"]["parameters"]["hours"] = hours
    return {**document, **more}


@pytest.fixture
async def coordinator(service: Service) -> httpx.AsyncClient:
    """A coordinator of the whole organisation."""
    return await service.caller()


@pytest.fixture
async def world(service: Service, coordinator: httpx.AsyncClient) -> World:
    """Two partners in one programme, each with a mentor, a mentee, their pairing, and evidence about each of them."""
    return await build_world(service, coordinator)
