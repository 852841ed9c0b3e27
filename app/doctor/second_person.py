"""Whether what needs a second person can be done at all, and only by one."""

from datetime import datetime
from typing import Final

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import ApiKey, Role, Scope
from app.doctor.report import OPERATOR, Check, State, Subject

_NEEDED: Final = 2


async def second_person(session: AsyncSession, now: datetime, *, is_demanded: bool) -> Check:
    """Look whether a second person is demanded, and whether two people hold keys that can confirm what the other proposed."""
    if not is_demanded:
        found = "SECOND_PERSON is false: one person alone can take protections away, and the audit trail says so."
        remedy = f"{OPERATOR}: remove SECOND_PERSON as soon as there is a second coordinator."
        return Check(Subject.SECOND_PERSON, State.WARNING, found, remedy)
    query = select(func.count(func.distinct(col(ApiKey.person)))).where(
        col(ApiKey.role) == Role.COORDINATOR,
        col(ApiKey.revoked_at).is_(None),
        col(ApiKey.expires_at) > now,
        col(ApiKey.partner_id).is_(None),
        col(ApiKey.scopes).op("&&")([Scope.APPROVALS_WRITE.value, Scope.ADMIN.value]),
    )
    people = (await session.exec(query)).one()
    if people < _NEEDED:
        found = f"People who hold a coordinator's key of the whole organisation that can confirm what another proposed: {people}."
        remedy = (
            f"{OPERATOR}: make a key for each coordinator with `chaperone keys create --role coordinator --scope "
            "approvals:write --person LABEL`, or say with `chaperone keys assign` who holds those that there are."
        )
        return Check(Subject.SECOND_PERSON, State.WARNING, found, remedy)
    return Check(Subject.SECOND_PERSON, State.OK, f"People who can confirm what another proposed: {people}.")
