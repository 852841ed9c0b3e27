"""Telling that a fact which the rules look at is another one now, so that bookings ahead are decided again."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit.jobs import MARKED, URGENT, enqueue_decide_again
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme

Subject = Partner | Programme | Person | Pairing

_SUBJECTS: Final[Mapping[str, type[Subject]]] = {
    "programme_id": Programme,
    "partner_id": Partner,
    "person_id": Person,
    "pairing_id": Pairing,
}
_FACTS: Final[Mapping[type[Subject], frozenset[str]]] = {
    Programme: frozenset({"time_zone", "host_pool"}),
    Partner: frozenset({"guidance"}),
    Person: frozenset({"birth_date", "adult_at_risk"}),
    Pairing: frozenset({"active", "safety"}),
}
"""The fields of each that the rules look at."""


async def row_changed(session: AsyncSession, row: Subject, changed: Collection[str]) -> None:
    """Do what `facts_changed` does if the rules look at one of the fields of a row that changed."""
    if not _FACTS[type(row)].isdisjoint(changed):
        (name,) = (name for name, subject in _SUBJECTS.items() if subject is type(row))
        await facts_changed(session, **{name: row.id})


async def facts_changed(
    session: AsyncSession,
    *,
    programme_id: UUID | None = None,
    partner_id: UUID | None = None,
    person_id: UUID | None = None,
    pairing_id: UUID | None = None,
) -> None:
    """Make every decision that looked at exactly one subject stale, in the caller's transaction, and have them made again.

    From the commit on, no booking that rests on such a decision shows a way into its meeting until it is decided again; also
    one that is being made at this moment, on the facts as they were.

    Args:
        session: The transaction in which the fact changes.
        programme_id: The bookings of this programme.
        partner_id: The bookings of this partner, in any programme.
        person_id: The bookings of this mentor or mentee, in any pairing.
        pairing_id: The bookings of this pairing.

    Raises:
        ValueError: Not exactly one is named.
    """
    named = {
        "programme_id": programme_id,
        "partner_id": partner_id,
        "person_id": person_id,
        "pairing_id": pairing_id,
    }
    concerning = {name: value for name, value in named.items() if value is not None}
    if len(concerning) != 1:
        message = "A fact is about exactly one of programme, partner, person and pairing."
        raise ValueError(message)
    ((name, subject_id),) = concerning.items()
    subject = _SUBJECTS[name]
    counted = update(subject).where(col(subject.id) == subject_id).values(facts_version=col(subject.facts_version) + 1)
    await session.exec(counted)
    await enqueue_decide_again(session, concerning, priority=URGENT)


async def hosts_changed(session: AsyncSession, programmes: Iterable[UUID]) -> None:
    """Have the bookings ahead of these programmes decided again, because other hosts can be had.

    No decision is stale by that: whose own host is out of use is told by the host itself, and moves to another.
    """
    for programme_id in programmes:
        concerning = {"programme_id": programme_id, MARKED: programme_id}
        await enqueue_decide_again(session, concerning, priority=URGENT)
