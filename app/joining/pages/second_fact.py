"""What somebody must know beside having their link: asked once for each device, with few attempts for each link.

Attempts are counted in the database, under a lock: however many processes are asked at once, a link has five.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.incidents.service import open_incident
from app.joining.links.models import PersonalLink
from app.joining.links.service import FoundLink
from app.joining.pages.acting import ActingParticipant
from app.joining.pages.models import DoorGuard
from app.kit.clock import utc_now
from app.kit.encryption import DecryptionError, KeyRing
from app.policy import DoorRules, IncidentKind, IncidentSeverity, SecondFact
from app.registry.people.models import Person

ATTEMPTS: Final = 5
"""Wrong answers after which a link is locked: of 366 birthdays somebody guesses one in 73 times, of codes one in 200,000."""

PAGE_LASTS: Final = timedelta(hours=2)
"""How long the forms of a page that was shown go on counting as its reader's, where a device keeps no cookie."""

_CODES: Final = 10**6


@dataclass(frozen=True)
class Attempt:
    """What became of an attempt; `left` says how many more there are."""

    is_right: bool
    left: int

    @property
    def is_locked(self) -> bool:
        """Whether there are no more."""
        return not self.is_right and self.left == 0


def asked_for(rules: DoorRules, person: Person | None) -> SecondFact:
    """Return what is asked of somebody: where no birth date is on file, the code."""
    if rules.second_fact is SecondFact.BIRTHDAY and (person is None or person.birth_date is None):
        return SecondFact.CODE
    return rules.second_fact


def code_of(link: PersonalLink, key_ring: KeyRing) -> str:
    """Return the code that goes with a link, six digits. It is made from the link and a key, and stored nowhere."""
    return _codes(link, key_ring)[0]


def ticket_for(link: PersonalLink, key_ring: KeyRing, *, until: datetime) -> str:
    """Return what shows that whoever has this link has shown the second fact, until a moment."""
    return key_ring.encrypt(until.isoformat(), context=_context(link))


def is_ticket(text: str, link: PersonalLink, key_ring: KeyRing) -> bool:
    """Tell whether a text is such a ticket for this link, and still counts."""
    try:
        return utc_now() < datetime.fromisoformat(key_ring.decrypt(text, context=_context(link)))
    except DecryptionError:
        return False


async def is_locked(session: AsyncSession, link: PersonalLink) -> bool:
    """Tell whether a link has had too many wrong answers."""
    query = select(DoorGuard.locked_at).where(col(DoorGuard.link_id) == link.id)
    return (await session.exec(query)).one_or_none() is not None


async def attempt(
    session: AsyncSession,
    found: FoundLink,
    person: Person | None,
    asked: SecondFact,
    form: Mapping[str, str],
    *,
    by: ActingParticipant,
    severity: IncidentSeverity,
    key_ring: KeyRing,
) -> Attempt:
    """Check an answer. The fifth wrong one locks the link, and people are told."""
    await session.exec(insert(DoorGuard).values(link_id=found.link.id, updated_at=utc_now()).on_conflict_do_nothing())
    query = select(DoorGuard).where(col(DoorGuard.link_id) == found.link.id).with_for_update()
    guard = (await session.exec(query.execution_options(populate_existing=True))).one()
    if guard.locked_at is not None:
        return Attempt(is_right=False, left=0)
    if _is_right(form, found.link, person, asked, key_ring):
        guard.failures = 0
        return Attempt(is_right=True, left=ATTEMPTS)
    guard.failures += 1
    guard.updated_at = utc_now()
    left = ATTEMPTS - guard.failures
    booking = found.booking
    await audit.append(
        session,
        origin=by.origin,
        action="personal_link.second_fact_wrong",
        subject=("personal_link", found.link.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after={"participant_id": str(found.participant.id), "left": left},
    )
    if left <= 0:
        guard.locked_at = utc_now()
        await open_incident(
            session,
            by.origin,
            IncidentKind.SECOND_FACT_WRONG,
            severity=severity,
            summary="Somebody with a personal link did not know what was asked of them, and the link is locked.",
            remedy="Ask the participant whether it was they. Then give them a new link: POST /v1/bookings/{id}/links, `replace`.",
            details={"role": found.participant.role, "asked_for": asked},
            partner_id=booking.partner_id,
            programme_id=booking.programme_id,
            booking_id=booking.id,
            subject=found.participant.role,
        )
    return Attempt(is_right=False, left=max(left, 0))


def _is_right(
    form: Mapping[str, str], link: PersonalLink, person: Person | None, asked: SecondFact, key_ring: KeyRing
) -> bool:
    if asked is SecondFact.BIRTHDAY and person is not None and person.birth_date is not None:
        given = f"{form.get('day', '').strip():0>2}-{form.get('month', '').strip():0>2}"
        return hmac.compare_digest(given.encode(), f"{person.birth_date:%d-%m}".encode())
    given = "".join(form.get("code", "").split())
    # Every one is compared: how many keys there are tells nothing.
    right = [hmac.compare_digest(given.encode(), code.encode()) for code in _codes(link, key_ring)]
    return any(right)


def _codes(link: PersonalLink, key_ring: KeyRing) -> list[str]:
    """Return the code by each key on the ring, the newest first: one that was told before keys changed goes on counting."""
    made = (hmac.digest(key, link.id.bytes, "sha256") for key in key_ring.derived_from_each("code of a personal link"))
    return [f"{int.from_bytes(each[:8]) % _CODES:06}" for each in made]


def _context(link: PersonalLink) -> str:
    return f"door:{link.id}"
