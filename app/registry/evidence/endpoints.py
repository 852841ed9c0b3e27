"""Evidence over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import Field

from app.access.authentication import RegistryReader, RegistryWriter
from app.http.answers import CREATED, VERSIONED, Page
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import PageDependency
from app.http.problems import problems
from app.policy import EvidenceKind
from app.registry import examples
from app.registry.answers import Written, show, show_created, show_page, show_written
from app.registry.evidence import service as evidence
from app.registry.evidence.models import Evidence
from app.registry.evidence.schemas import EvidenceGive, EvidenceRead, EvidenceWithdraw, EvidenceWithdrawn, Measures
from app.registry.visibility import get, list_page

PATH: Final = "/v1/evidence"
router = APIRouter(prefix=PATH, tags=["Evidence"])

MeasuresId = Annotated[
    UUID, Path(description="The id of the evidence that records them.", openapi_examples=examples.MEASURES_ID)
]
EvidenceId = Annotated[UUID, Path(description="The evidence's id.", openapi_examples=examples.EVIDENCE_ID)]


class WithdrawalWritten(Written):
    """A withdrawal, to a key that may write the registry and not read it."""

    still_counting: UUID | None = Field(
        description="The newer evidence of this kind about the same subject, which stands."
    )


@router.post(
    "",
    summary="Record a consent or training",
    operation_id="give_evidence",
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **problems(400, 409, 413, 422)},
)
async def give_evidence(
    body: Annotated[EvidenceGive, examples.GIVE_EVIDENCE],
    principal: RegistryWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
    settings: SettingsDependency,
    response: Response,
) -> EvidenceRead | Written:
    """What the rules need to know about a partner, a mentor, a mentee or a pairing, and since when it holds.

    Evidence is never edited. If it was recorded wrongly, withdraw it and give it anew.
    """
    given = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: evidence.give_evidence(session, principal, body, settings.key_ring),
        load=lambda evidence_id: get(session, principal, Evidence, evidence_id),
    )
    return show_created(response, EvidenceRead, given, PATH, principal)


@router.get("", summary="List evidence", operation_id="list_evidence", responses=problems(422))
async def list_evidence(
    principal: RegistryReader,
    session: SessionDependency,
    page: PageDependency,
    kind: Annotated[
        EvidenceKind | None, Query(description="Only of this kind.", examples=["virtual_meeting_consent"])
    ] = None,
    partner_id: Annotated[
        UUID | None,
        Query(
            description="Only what belongs to this partner: about itself, its people and its pairings.",
            examples=examples.PARTNER_FILTER,
        ),
    ] = None,
    person_id: Annotated[
        UUID | None, Query(description="Only about this mentor or mentee.", examples=examples.MENTEE_FILTER)
    ] = None,
    pairing_id: Annotated[
        UUID | None, Query(description="Only about this pairing.", examples=examples.PAIRING_FILTER)
    ] = None,
) -> Page[EvidenceRead]:
    """The evidence that your key can see, oldest first, withdrawn or not."""
    rows = await list_page(
        session,
        principal,
        Evidence,
        page,
        kind=kind,
        partner_id=partner_id,
        person_id=person_id,
        pairing_id=pairing_id,
    )
    return show_page(EvidenceRead, rows, page)


@router.get(
    "/{evidence_id}",
    summary="Read a piece of evidence",
    operation_id="get_evidence",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_evidence(
    evidence_id: EvidenceId, principal: RegistryReader, session: SessionDependency, response: Response
) -> EvidenceRead:
    """What was given, by which API key and when, and whether it was withdrawn."""
    return show(response, EvidenceRead, await get(session, principal, Evidence, evidence_id))


@router.get(
    "/{evidence_id}/measures",
    summary="Read measures for an adult at risk",
    operation_id="get_measures",
    responses=problems(404, 422),
)
async def get_measures(
    evidence_id: MeasuresId, principal: RegistryReader, session: SessionDependency, settings: SettingsDependency
) -> Measures:
    """What was agreed, with whom it was discussed, and when it is reviewed: look at it before you approve a session."""
    return await evidence.measures_of_evidence(session, principal, evidence_id, settings.key_ring)


@router.post(
    "/{evidence_id}/withdraw",
    summary="Withdraw a consent or training",
    operation_id="withdraw_evidence",
    responses={**VERSIONED, **problems(400, 404, 409, 413, 422)},
)
async def withdraw_evidence(
    evidence_id: EvidenceId,
    body: Annotated[EvidenceWithdraw, examples.WITHDRAW_EVIDENCE],
    principal: RegistryWriter,
    session: SessionDependency,
    response: Response,
) -> EvidenceWithdrawn | WithdrawalWritten:
    """It counts no longer, and stays on file with the reason. It cannot be taken back: if it holds again, give it anew.

    What was said last counts. With it, older evidence of the same kind about the same subject is withdrawn; **newer evidence
    stands, and `still_counting` names it**: withdraw that one where the consent itself is withdrawn. Sessions ahead are decided
    again.
    """
    withdrawn = await evidence.withdraw_evidence(session, principal, evidence_id, body.reason)
    still_counting = await evidence.still_counting(session, withdrawn)
    shown = show_written(response, EvidenceRead, withdrawn, principal)
    answer = WithdrawalWritten if isinstance(shown, Written) else EvidenceWithdrawn
    return answer(**dict(shown), still_counting=still_counting)
