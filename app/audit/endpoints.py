"""Reading the trail over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query

from app.access.authentication import AuditReader
from app.audit import service
from app.audit.schemas import AuditEntryRead, AuditOrder
from app.http.answers import Page
from app.http.dependencies import DatabaseDependency, SessionDependency
from app.http.fields import Identifier, MomentOrDay
from app.http.parameters import PageDependency
from app.http.problems import problems
from app.kit.pagination import cut

_DAYS: Final = (
    "A date, such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where they differ."
)

router = APIRouter(tags=["Administration"])


@router.get("/v1/audit", summary="Read the audit trail", operation_id="list_audit_entries", responses=problems(422))
async def list_audit_entries(
    principal: AuditReader,
    database: DatabaseDependency,
    session: SessionDependency,
    page: PageDependency,
    order: Annotated[AuditOrder, Query(description="Which end of the trail to begin at.")] = AuditOrder.OLDEST_FIRST,
    after_position: Annotated[
        int | None,
        Query(
            ge=0,
            le=2**62,
            description="Only what stands after this position: what is new since you last read.",
        ),
    ] = None,
    booking_id: Annotated[UUID | None, Query(description="Only what belongs to this booking.")] = None,
    actor: Annotated[Identifier | None, Query(description="Only what this actor did.")] = None,
    action: Annotated[Identifier | None, Query(description="Only this action.")] = None,
    since: Annotated[MomentOrDay | None, Query(description=f"Only from this time on. {_DAYS}")] = None,
    until: Annotated[MomentOrDay | None, Query(description=f"Only before this time. {_DAYS}")] = None,
) -> Page[AuditEntryRead]:
    """Every action and decision: who, what, when, before and after. It can be read and never changed.

    To follow the trail, read it oldest first, keep the highest `position` that you have seen, and send it as `after_position`:
    nothing is missed, because an entry that is committed later stands after all that could be read before.
    """
    await service.place(database)
    rows = await service.entries(
        session,
        limit=page.limit + 1,
        after_id=page.after_id,
        after_position=after_position,
        newest_first=order is AuditOrder.NEWEST_FIRST,
        partner_id=principal.partner_id,
        booking_id=booking_id,
        actor=actor,
        action=action,
        since=await service.moment_of(session, since),
        until=await service.moment_of(session, until),
    )
    shown, next_cursor = cut(rows, page)
    return Page[AuditEntryRead](items=[AuditEntryRead.of(row) for row in shown], next_cursor=next_cursor)
