"""Enrolling a pair, and what a pairing lacks, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status

from app.access.authentication import RegistryReader, RegistryWriter
from app.access.models import Scope
from app.bookings.readiness.schemas import EnrolmentRead, EnrolmentWritten, ReadinessRead
from app.bookings.readiness.service import readiness_of
from app.http.answers import CREATED, set_entity_tag
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.example_times import day_placeholder
from app.http.fields import Day
from app.http.idempotency import IdempotencyDependency
from app.http.problems import problems
from app.registry import examples
from app.registry.enrolment import service as enrolment
from app.registry.enrolment.schemas import Enrolment
from app.registry.evidence.schemas import EvidenceRead
from app.registry.pairings.models import Pairing
from app.registry.pairings.schemas import PairingRead
from app.registry.people.models import Person
from app.registry.people.schemas import PersonRead
from app.registry.visibility import get

router = APIRouter(prefix="/v1/pairings", tags=["People and pairings"])

PairingId = Annotated[UUID, Path(description="The pairing's id.", openapi_examples=examples.PAIRING_ID)]


@router.post(
    "/enrol",
    summary="Enrol a pair",
    operation_id="enrol_pair",
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **problems(400, 409, 413, 422)},
)
async def enrol_pair(
    body: Annotated[Enrolment, examples.ENROL],
    principal: RegistryWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
    settings: SettingsDependency,
    response: Response,
) -> EnrolmentRead | EnrolmentWritten:
    """Mentor, mentee, their pairing and their evidence in one step: all of it is recorded, or nothing.

    Somebody who is on file is named by `id`. The answer says what is still missing for a first session.
    """
    pairing = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: enrolment.enrol(session, principal, body, settings.key_ring),
        load=lambda pairing_id: get(session, principal, Pairing, pairing_id),
    )
    response.headers["Location"] = f"/v1/pairings/{pairing.id}"
    set_entity_tag(response, pairing)
    if not principal.may(Scope.REGISTRY_READ):
        return EnrolmentWritten(pairing_id=pairing.id, mentor_id=pairing.mentor_id, mentee_id=pairing.mentee_id)
    readiness = await readiness_of(session, principal, pairing.id)
    on_file = await enrolment.evidence_of_pair(session, pairing)
    return EnrolmentRead(
        pairing=PairingRead.model_validate(pairing).model_copy(update={"names": readiness.names}),
        mentor=PersonRead.model_validate(await session.get_one(Person, pairing.mentor_id)),
        mentee=PersonRead.model_validate(await session.get_one(Person, pairing.mentee_id)),
        evidence=[EvidenceRead.model_validate(each) for each in on_file],
        readiness=readiness,
    )


@router.get(
    "/{pairing_id}/readiness",
    summary="Check what a pairing still needs",
    operation_id="get_pairing_readiness",
    responses=problems(404, 422),
)
async def get_pairing_readiness(
    pairing_id: PairingId,
    principal: RegistryReader,
    session: SessionDependency,
    on: Annotated[
        Day | None,
        Query(
            description="For a session on this day. The first day that can be booked where it is left out.",
            examples=[day_placeholder(days_ahead=30)],
        ),
    ] = None,
) -> ReadinessRead:
    """What is missing for a session of the two, by the rules that decide about bookings: people, papers, and a Zoom host.

    Times and calendars are left out: /v1/checks asks about a time of your choice.
    """
    return await readiness_of(session, principal, pairing_id, on)
