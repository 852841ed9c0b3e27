"""Proposed changes over HTTP, and the values that facts had before."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from app.access.authentication import Administrator, ApprovalsWriter, RegistryReader, RegistryWriter
from app.access.models import Scope
from app.access.principal import Principal
from app.http.answers import VERSIONED, Page, set_entity_tag
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.kit.encryption import KeyRing
from app.kit.pagination import cut
from app.registry import examples
from app.registry.answers import PROPOSED_CHANGES, show_page
from app.registry.proposals import deciding
from app.registry.proposals.deciding import previous_values
from app.registry.proposals.models import ChangeSubject, ProposalState, ProposedChange, opened
from app.registry.proposals.schemas import (
    PreviousValuesRead,
    ProposalJudgement,
    ProposedChangeRead,
    ProposedChangeSummary,
)
from app.registry.visibility import get, list_page

router = APIRouter(prefix=PROPOSED_CHANGES, tags=["Approvals"])
history_router = APIRouter(tags=["Administration"])

ProposedChangeId = Annotated[
    UUID, Path(description="The proposed change's id.", openapi_examples=examples.PROPOSED_CHANGE_ID)
]
OwnProposedChangeId = Annotated[
    UUID, Path(description="The proposed change's id.", openapi_examples=examples.OWN_PROPOSED_CHANGE_ID)
]


@router.get("", summary="List proposed changes", operation_id="list_proposed_changes", responses=problems(422))
async def list_proposed_changes(
    principal: RegistryReader,
    session: SessionDependency,
    page: PageDependency,
    state: Annotated[ProposalState | None, Query(description="Only those in this state.", examples=["open"])] = None,
    subject_type: Annotated[
        ChangeSubject | None, Query(description="Only those about such a thing.", examples=["person"])
    ] = None,
    subject_id: Annotated[
        UUID | None, Query(description="Only those about this thing.", examples=examples.MENTEE_FILTER)
    ] = None,
) -> Page[ProposedChangeSummary]:
    """The changes that loosen something and that your key can see, oldest first, decided about or not.

    Changes of a programme's rules or time zone are the organisation's alone.
    """
    rows = await list_page(
        session, principal, ProposedChange, page, state=state, subject_type=subject_type, subject_id=subject_id
    )
    return show_page(ProposedChangeSummary, rows, page)


@router.get(
    "/{proposed_change_id}",
    summary="Read a proposed change",
    operation_id="get_proposed_change",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_proposed_change(
    proposed_change_id: ProposedChangeId,
    principal: RegistryReader,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> ProposedChangeRead:
    """What would change, from what to what, who proposed it, and what became of it."""
    proposal = await get(session, principal, ProposedChange, proposed_change_id)
    return _show(response, principal, proposal, settings.key_ring)


@router.post(
    "/{proposed_change_id}/confirm",
    summary="Confirm a proposed change",
    operation_id="confirm_proposed_change",
    responses={**VERSIONED, **problems(400, 404, 409, 412, 413, 422)},
)
async def confirm_proposed_change(
    proposed_change_id: ProposedChangeId,
    body: Annotated[ProposalJudgement, examples.CONFIRM_CHANGE],
    principal: ApprovalsWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> ProposedChangeRead:
    """It counts from now on, and sessions ahead are decided again.

    Only a coordinator can, with an API key of another person than who proposed it. Ask why the change is wanted before you
    confirm it: it takes away something that protects somebody.
    """
    proposal = await deciding.confirm_change(
        session, principal, proposed_change_id, body.reason, if_match=if_match, key_ring=settings.key_ring
    )
    return _show(response, principal, proposal, settings.key_ring)


@router.post(
    "/{proposed_change_id}/decline",
    summary="Decline a proposed change",
    operation_id="decline_proposed_change",
    responses={**VERSIONED, **problems(400, 404, 409, 412, 413, 422)},
)
async def decline_proposed_change(
    proposed_change_id: ProposedChangeId,
    body: Annotated[ProposalJudgement, examples.DECLINE_CHANGE],
    principal: ApprovalsWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> ProposedChangeRead:
    """What was there before stays in force. Only a coordinator can."""
    proposal = await deciding.decline_change(session, principal, proposed_change_id, body.reason, if_match=if_match)
    return _show(response, principal, proposal, settings.key_ring)


@router.post(
    "/{proposed_change_id}/withdraw",
    summary="Withdraw your proposed change",
    operation_id="withdraw_proposed_change",
    responses={**VERSIONED, **problems(400, 404, 409, 412, 413, 422)},
)
async def withdraw_proposed_change(
    proposed_change_id: OwnProposedChangeId,
    body: Annotated[ProposalJudgement, examples.WITHDRAW_CHANGE],
    principal: RegistryWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> ProposedChangeRead:
    """What was there before stays in force. Only the person who proposed it can."""
    proposal = await deciding.withdraw_change(session, principal, proposed_change_id, body.reason, if_match=if_match)
    return _show(response, principal, proposal, settings.key_ring)


@history_router.get(
    "/v1/previous-values",
    summary="Read what was on file before",
    operation_id="list_previous_values",
    responses=problems(422),
)
async def list_previous_values(
    principal: Administrator,
    session: SessionDependency,
    settings: SettingsDependency,
    page: PageDependency,
    subject_id: Annotated[
        UUID,
        Query(
            description="The id of the person, pairing, partner or programme.", openapi_examples=examples.CHANGED_PERSON
        ),
    ],
) -> Page[PreviousValuesRead]:
    """The values that a person, a pairing, a partner or a programme had before each change, oldest first.

    They hold names and birth dates: only a key with the scope `admin` reads them, and the audit trail says that it did.
    """
    rows = await previous_values(session, principal, subject_id, page)
    shown, next_cursor = cut(rows, page)
    items = [
        PreviousValuesRead.model_validate(
            {**row.model_dump(exclude={"content", "fields"}), "values": opened(row, settings.key_ring)}
        )
        for row in shown
    ]
    return Page[PreviousValuesRead](items=items, next_cursor=next_cursor)


def _show(response: Response, principal: Principal, proposal: ProposedChange, key_ring: KeyRing) -> ProposedChangeRead:
    set_entity_tag(response, proposal)
    summary = ProposedChangeSummary.model_validate(proposal)
    changes = None
    if principal.may(Scope.REGISTRY_READ):
        values = opened(proposal, key_ring)
        changes = {name: {"before": values["before"][name], "after": values["after"][name]} for name in proposal.fields}
    return ProposedChangeRead.model_validate({**summary.model_dump(), "changes": changes})
