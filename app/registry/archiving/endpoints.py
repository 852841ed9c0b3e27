"""Archiving and restoring over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response

from app.access.authentication import RegistryWriter
from app.http.answers import VERSIONED, set_entity_tag
from app.http.dependencies import SessionDependency
from app.http.problems import problems
from app.registry import examples
from app.registry.archiving import service as archiving
from app.registry.archiving.schemas import ArchivedRead, ArchiveReason, RecordKind
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person

router = APIRouter(tags=["People and pairings"])
partners_router = APIRouter(tags=["Programmes"])

_ARCHIVE: Any = {"responses": {**VERSIONED, **problems(400, 403, 404, 409, 413, 422)}}
MistakenPersonId = Annotated[UUID, Path(description="The person's id.", openapi_examples=examples.MISTAKEN_PERSON_ID)]
MistakenPairingId = Annotated[
    UUID, Path(description="The pairing's id.", openapi_examples=examples.MISTAKEN_PAIRING_ID)
]
MistakenPartnerId = Annotated[
    UUID, Path(description="The partner's id.", openapi_examples=examples.MISTAKEN_PARTNER_ID)
]
ArchivedPersonId = Annotated[UUID, Path(description="The person's id.", openapi_examples=examples.ARCHIVED_PERSON_ID)]
ArchivedPairingId = Annotated[
    UUID, Path(description="The pairing's id.", openapi_examples=examples.ARCHIVED_PAIRING_ID)
]
ArchivedPartnerId = Annotated[
    UUID, Path(description="The partner's id.", openapi_examples=examples.ARCHIVED_PARTNER_ID)
]


@router.post("/v1/people/{person_id}/archive", summary="Archive a person", operation_id="archive_person", **_ARCHIVE)
async def archive_person(
    person_id: MistakenPersonId,
    body: Annotated[ArchiveReason, examples.ARCHIVE],
    principal: RegistryWriter,
    session: SessionDependency,
    response: Response,
) -> ArchivedRead:
    """For somebody who was added by mistake: they stay on file, in no list, and in no new pairing.

    Refused while they are in a pairing; the answer names it. Only a coordinator can.
    """
    return _show(response, await archiving.archive(session, principal, Person, person_id, body.reason))


@router.post("/v1/people/{person_id}/restore", summary="Restore a person", operation_id="restore_person", **_ARCHIVE)
async def restore_person(
    person_id: ArchivedPersonId,
    body: Annotated[ArchiveReason, examples.RESTORE],
    principal: RegistryWriter,
    session: SessionDependency,
    response: Response,
) -> ArchivedRead:
    """Takes back that a person was archived. Only a coordinator can."""
    return _show(response, await archiving.restore(session, principal, Person, person_id, body.reason))


@router.post(
    "/v1/pairings/{pairing_id}/archive", summary="Archive a pairing", operation_id="archive_pairing", **_ARCHIVE
)
async def archive_pairing(
    pairing_id: MistakenPairingId,
    body: Annotated[ArchiveReason, examples.ARCHIVE],
    principal: RegistryWriter,
    session: SessionDependency,
    response: Response,
) -> ArchivedRead:
    """For two who were paired by mistake: the pairing stays on file, in no list, and books no session.

    Refused where a session took place or is booked; the answer names it. End such a pairing instead. Only a coordinator can.
    """
    return _show(response, await archiving.archive(session, principal, Pairing, pairing_id, body.reason))


@router.post(
    "/v1/pairings/{pairing_id}/restore", summary="Restore a pairing", operation_id="restore_pairing", **_ARCHIVE
)
async def restore_pairing(
    pairing_id: ArchivedPairingId,
    body: Annotated[ArchiveReason, examples.RESTORE],
    principal: RegistryWriter,
    session: SessionDependency,
    response: Response,
) -> ArchivedRead:
    """Takes back that a pairing was archived. It stays not active: to take it up again is a change of its own.

    That change waits for a second person. Only a coordinator can restore.
    """
    return _show(response, await archiving.restore(session, principal, Pairing, pairing_id, body.reason))


@partners_router.post(
    "/v1/partners/{partner_id}/archive", summary="Archive a partner", operation_id="archive_partner", **_ARCHIVE
)
async def archive_partner(
    partner_id: MistakenPartnerId,
    body: Annotated[ArchiveReason, examples.ARCHIVE],
    principal: RegistryWriter,
    session: SessionDependency,
    response: Response,
) -> ArchivedRead:
    """For an organisation that was added by mistake: it stays on file, in no list, and nobody new takes part through it.

    Refused while it has people, pairings or valid API keys; the answer names them. Only a coordinator of the organisation can.
    """
    return _show(response, await archiving.archive(session, principal, Partner, partner_id, body.reason))


@partners_router.post(
    "/v1/partners/{partner_id}/restore", summary="Restore a partner", operation_id="restore_partner", **_ARCHIVE
)
async def restore_partner(
    partner_id: ArchivedPartnerId,
    body: Annotated[ArchiveReason, examples.RESTORE],
    principal: RegistryWriter,
    session: SessionDependency,
    response: Response,
) -> ArchivedRead:
    """Takes back that a partner was archived. Only a coordinator of the organisation can."""
    return _show(response, await archiving.restore(session, principal, Partner, partner_id, body.reason))


def _show(response: Response, row: Partner | Person | Pairing) -> ArchivedRead:
    set_entity_tag(response, row)
    kind = RecordKind(type(row).__name__.lower())
    return ArchivedRead(kind=kind, id=row.id, archived_at=row.archived_at, version=row.version)
