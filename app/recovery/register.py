"""Keeping what was found until a person has decided, and telling people of it."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.incidents.service import close_incident, open_incident
from app.kit.clock import utc_now
from app.policy.incidents import IncidentKind
from app.recovery.comparison import Comparison, Found
from app.recovery.models import NOT_OURS, Mismatch, MismatchKind

HOW_TO_DECIDE: Final = (
    "Whoever runs Chaperone: run `chaperone recover`. It shows each meeting and what can be done about it."
)


async def keep(session: AsyncSession, origin: Origin, comparison: Comparison, *, all_kinds: bool) -> Sequence[Mismatch]:
    """Write down what a comparison found, close what is no longer so, and return what is new.

    What a person has decided already stays decided, unless Zoom shows something else since.
    """
    now_there = {each.zoom_meeting_id: each for each in comparison.found}
    known = {
        row.zoom_meeting_id: row
        for row in await session.exec(select(Mismatch).where(col(Mismatch.closed_at).is_(None)).with_for_update())
    }
    for row in known.values():
        looked_at = row.host_id in comparison.hosts and (all_kinds or row.kind in NOT_OURS)
        if looked_at and not _is_still(row, now_there.get(row.zoom_meeting_id)):
            await close(session, origin, row, "mismatch.gone")
    await session.flush()
    new: list[Mismatch] = []
    for found in comparison.found:
        if (row_known := known.get(found.zoom_meeting_id)) is None or row_known.closed_at is not None:
            new += await _open(session, origin, found)
    return new


async def open_mismatches(session: AsyncSession) -> Sequence[Mismatch]:
    """Return everything that is not settled, decided or not, in the order it was found."""
    query = select(Mismatch).where(col(Mismatch.closed_at).is_(None)).order_by(col(Mismatch.id))
    return (await session.exec(query)).all()


async def close(session: AsyncSession, origin: Origin, mismatch: Mismatch, action: str) -> None:
    """Settle a mismatch, which the caller holds."""
    mismatch.closed_at = utc_now()
    await tell(session, origin, mismatch, action)


async def tell(session: AsyncSession, origin: Origin, mismatch: Mismatch, action: str) -> None:
    """Add a line about a mismatch to the trail."""
    await audit.append(
        session,
        origin=origin,
        action=action,
        subject=("mismatch", mismatch.id),
        partner_id=mismatch.partner_id,
        booking_id=mismatch.booking_id,
        after={
            "kind": mismatch.kind,
            "zoom_meeting_id": mismatch.zoom_meeting_id,
            "reference": mismatch.reference,
            "at_zoom": mismatch.at_zoom,
            **({"choice": mismatch.choice} if mismatch.choice else {}),
        },
    )


async def report_unknown(session: AsyncSession, origin: Origin, host_ids: Collection[UUID]) -> None:
    """Bring the incident about each host's unknown meetings up to date."""
    for host_id in host_ids:
        query = select(col(Mismatch.zoom_meeting_id)).where(
            col(Mismatch.host_id) == host_id,
            col(Mismatch.closed_at).is_(None),
            col(Mismatch.choice).is_(None),
            col(Mismatch.kind).in_(NOT_OURS),
        )
        undecided = sorted((await session.exec(query)).all())
        if undecided:
            await open_incident(
                session,
                origin,
                IncidentKind.UNKNOWN_MEETING,
                summary="Zoom has meetings of this service for a host that no session here has. Anybody with their link "
                "can ask to be let in.",
                remedy=HOW_TO_DECIDE,
                details={"meetings": undecided},
                host_id=host_id,
            )
        else:
            await close_incident(
                session,
                origin,
                IncidentKind.UNKNOWN_MEETING,
                resolution="Somebody decided about every such meeting, or it is gone.",
                host_id=host_id,
            )


def counted(mismatches: Sequence[Mismatch]) -> dict[str, int]:
    """Return how many there are of each kind."""
    counts = Counter(row.kind for row in mismatches)
    return {kind.value: counts[kind] for kind in MismatchKind if counts[kind]}


def _is_still(row: Mismatch, found: Found | None) -> bool:
    return found is not None and (row.kind, row.host_id, row.at_zoom) == (
        found.kind,
        found.host_id,
        dict(found.at_zoom),
    )


async def _open(session: AsyncSession, origin: Origin, found: Found) -> list[Mismatch]:
    row = Mismatch(
        kind=found.kind,
        zoom_meeting_id=found.zoom_meeting_id,
        host_id=found.host_id,
        booking_id=found.booking_id,
        partner_id=found.partner_id,
        reference=found.reference,
        at_zoom=dict(found.at_zoom),
    )
    # Another worker may have found the same at this moment.
    statement = (
        insert(Mismatch)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=[col(Mismatch.zoom_meeting_id)], index_where=text("closed_at IS NULL"))
        .returning(col(Mismatch.id))
    )
    if (await session.exec(statement)).one_or_none() is None:
        return []
    kept = await session.get_one(Mismatch, row.id)
    await tell(session, origin, kept, "mismatch.found")
    return [kept]
