"""Reading the trail over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.audit import service
from app.audit.schemas import AuditEntryRead
from app.http.authentication import AuditReader
from app.http.dependencies import SessionDependency
from app.http.fields import Identifier, Moment
from app.http.pagination import Page, cut
from app.http.parameters import PageDependency
from app.http.problems import problems

router = APIRouter(tags=["Audit trail"])


@router.get("/v1/audit", summary="Read the audit trail", operation_id="list_audit_entries", responses=problems(422))
async def list_audit_entries(
    principal: AuditReader,
    session: SessionDependency,
    page: PageDependency,
    booking_id: Annotated[UUID | None, Query(description="Only what belongs to this booking.")] = None,
    actor: Annotated[Identifier | None, Query(description="Only what this actor did.")] = None,
    action: Annotated[Identifier | None, Query(description="Only this action.")] = None,
    since: Annotated[Moment | None, Query(description="Only from this time on.")] = None,
    until: Annotated[Moment | None, Query(description="Only before this time.")] = None,
) -> Page[AuditEntryRead]:
    """Every action and decision, oldest first: who, what, when, before and after. It can be read and never changed."""
    rows = await service.entries(
        session,
        limit=page.limit + 1,
        after_id=page.after_id,
        partner_id=principal.partner_id,
        booking_id=booking_id,
        actor=actor,
        action=action,
        since=since,
        until=until,
    )
    shown, next_cursor = cut(rows, page)
    return Page[AuditEntryRead](items=[AuditEntryRead.model_validate(row) for row in shown], next_cursor=next_cursor)
