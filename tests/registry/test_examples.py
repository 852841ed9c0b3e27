"""The examples of the docs page run as they stand against the demo data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from app.bookings import examples as bookings
from app.hosts import examples as hosts
from app.hosts.examples import HOST
from app.hosts.models import Host, Licence
from app.incidents import examples as incidents
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
from app.policy import EvidenceKind, Policy, pack
from app.registry import examples as registry
from app.registry.evidence.models import Evidence
from app.registry.examples import (
    ONE_MILLION_MENTORS_PROGRAMME,
    RIVERSIDE_MEASURES,
    RIVERSIDE_MENTEE,
    RIVERSIDE_MENTOR,
    RIVERSIDE_PAIRING,
    RIVERSIDE_PARTNER,
    RIVERSIDE_SECOND_MENTEE,
    RIVERSIDE_SECOND_MENTOR,
    RIVERSIDE_SECOND_MENTOR_TECHNOLOGY,
    RIVERSIDE_SECOND_PAIRING,
)
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person, PersonRole
from app.registry.policies.models import PolicyVersion
from app.registry.programmes.models import Programme
from tests.support.operations import Operation, document_of, operations_in
from tests.support.scenario import AGREED, any_key
from tests.support.service import Service

REGISTRY = ("Programmes", "People and pairings", "Evidence")
# What needs something archived, or an address of the service's own: tests/docs/test_examples.py runs them on the demo data.
ELSEWHERE = ("/archive", "/restore", "/calendar", "/calendar/revoke")
PEOPLE = {
    RIVERSIDE_MENTOR: (RIVERSIDE_PARTNER, PersonRole.MENTOR),
    RIVERSIDE_SECOND_MENTOR: (RIVERSIDE_PARTNER, PersonRole.MENTOR),
    RIVERSIDE_MENTEE: (RIVERSIDE_PARTNER, PersonRole.MENTEE),
    RIVERSIDE_SECOND_MENTEE: (RIVERSIDE_PARTNER, PersonRole.MENTEE),
}
PAIRINGS = {
    RIVERSIDE_PAIRING: (RIVERSIDE_MENTOR, RIVERSIDE_MENTEE),
    RIVERSIDE_SECOND_PAIRING: (RIVERSIDE_SECOND_MENTOR, RIVERSIDE_SECOND_MENTEE),
}


def registry_in(document: dict[str, Any]) -> list[Operation]:
    return [
        operation
        for operation in operations_in(document)
        if operation.description["tags"][0] in REGISTRY or operation.path in {"/v1/hosts", "/v1/hosts/{host_id}"}
        if not operation.path.endswith(ELSEWHERE)
    ]


def policy(programme_id: UUID, name: str) -> PolicyVersion:
    made = Policy(document=pack(name), version=1)
    document = made.document.model_dump(mode="json")
    return PolicyVersion(programme_id=programme_id, version=1, document=document, digest=made.digest)


def _measures(key_ring: KeyRing, *, given_by: UUID) -> Evidence:
    evidence = Evidence(
        id=RIVERSIDE_MEASURES,
        kind=EvidenceKind.AT_RISK_MEASURES,
        partner_id=RIVERSIDE_PARTNER,
        pairing_id=RIVERSIDE_SECOND_PAIRING,
        valid_from=date(2025, 1, 1),
        given_by=given_by,
    )
    evidence.measures = key_ring.encrypt(json.dumps(AGREED), context=context_of(evidence, "measures"))
    return evidence


async def load_what_the_examples_name(database: Database, key_ring: KeyRing) -> None:
    contacts = [{"name": "Safeguarding desk", "phone": "999"}]
    async with database.transaction() as session:
        key = await any_key(session)
        layers: list[list[SQLModel]] = [
            [
                Partner(id=RIVERSIDE_PARTNER, name="Riverside Youth Trust"),
                Programme(
                    id=ONE_MILLION_MENTORS_PROGRAMME,
                    name="Virtual mentoring",
                    time_zone="Europe/London",
                    host_pool="default",
                    safeguarding_contacts=contacts,
                ),
                Host(
                    id=HOST,
                    zoom_user_id="host-1",
                    email="host-1@example.org",
                    licence=Licence.LICENSED,
                    active=True,
                    proven=True,
                    proven_at=utc_now(),
                ),
            ],
            [
                policy(ONE_MILLION_MENTORS_PROGRAMME, "one-million-mentors"),
                *(
                    Person(id=person, partner_id=partner, role=role, name="Demo", birth_date=date(2001, 2, 3))
                    for person, (partner, role) in PEOPLE.items()
                ),
            ],
            [
                Pairing(
                    id=pairing,
                    partner_id=RIVERSIDE_PARTNER,
                    programme_id=ONE_MILLION_MENTORS_PROGRAMME,
                    mentor_id=mentor,
                    mentee_id=mentee,
                )
                for pairing, (mentor, mentee) in PAIRINGS.items()
            ],
            [
                Evidence(
                    id=RIVERSIDE_SECOND_MENTOR_TECHNOLOGY,
                    kind=EvidenceKind.TECHNOLOGY_CONFIRMED,
                    partner_id=RIVERSIDE_PARTNER,
                    person_id=RIVERSIDE_SECOND_MENTOR,
                    valid_from=date(2025, 1, 1),
                    given_by=key.id,
                ),
                _measures(key_ring, given_by=key.id),
            ],
        ]
        for layer in layers:
            session.add_all(layer)
            await session.flush()


@dataclass(frozen=True)
class Request:
    """One example of an operation, as the docs page fills it in."""

    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, str]
    body: Any


def filled_in(parameter: dict[str, Any]) -> list[str]:
    return [str(example["value"]) for example in parameter.get("examples", {}).values()]


def requests_of(operation: Operation) -> Iterator[Request]:
    path, headers = operation.path, {}
    for parameter in operation.parameters:
        examples = filled_in(parameter)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", examples[0])
        elif parameter["in"] == "header" and examples:
            headers[parameter["name"]] = examples[0]
    bodies = [example["value"] for example in operation.body["examples"].values()] if operation.body else [None]
    for body in bodies:
        yield Request(operation.method, path, headers, {}, body)
    for parameter in operation.parameters:
        if parameter["in"] == "query":
            for example in parameter["schema"]["examples"]:
                yield Request(operation.method, path, headers, {parameter["name"]: str(example)}, bodies[0])


async def test_every_example_of_the_registry_runs(service: Service) -> None:
    await load_what_the_examples_name(service.database, service.settings.key_ring)
    coordinator = await service.caller()
    run = 0
    for operation in registry_in(await document_of(coordinator)):
        for request in requests_of(operation):
            response = await coordinator.request(
                request.method, request.path, headers=request.headers, params=request.query, json=request.body
            )
            expected = 201 if "201" in operation.description["responses"] else 200
            assert response.status_code == expected, (operation.id, request, response.text)
            if "items" in response.json() and not request.query.keys() & {
                "mentor_id",
                "mentee_id",
                "person_id",
                "pairing_id",
            }:
                assert response.json()["items"], (operation.id, request)
            run += 1
    assert run > 40


def test_no_two_demo_ids_are_the_same() -> None:
    found = [
        value
        for value in {**vars(registry), **vars(hosts), **vars(bookings), **vars(incidents)}.values()
        if isinstance(value, UUID)
    ]
    assert len(set(found)) == len(found)
    assert all(each.version == 7 for each in found)
