"""When a pairing could meet: the decision that a check makes, made for many times on facts that are loaded once."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found
from app.bookings.disclosure import for_user, reasons_for
from app.bookings.facts import SessionRequest, gather_each
from app.bookings.slots.schemas import SlotRead, SlotsRead
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError, WrongStateError
from app.policy.decision import decide
from app.policy.document import Policy
from app.policy.facts import Facts
from app.policy.outcomes import Outcome
from app.policy.times import Times
from app.registry.lookup import pairing_for_booking
from app.registry.policies.models import policy_of

LONGEST_RANGE: Final = timedelta(days=62)
MOST_TIMES: Final = 1_500
"""So many times are looked at for one request: 31 days by the half-hour."""

_USUAL_RANGE: Final = timedelta(days=7)
# After so many decisions others get their turn.
_AT_ONCE: Final = 50


@dataclass(frozen=True)
class SlotsAsked:
    """Which slots are asked for: those that start from one moment on and before another, of one length, on a grid."""

    from_: datetime | date | None
    to: datetime | date | None
    length: timedelta
    every: timedelta
    modality: str


async def slots_of(session: AsyncSession, principal: Principal, pairing_id: UUID, asked: SlotsAsked) -> SlotsRead:
    """Return the times at which a session of a pairing could be booked now, by this caller.

    Raises:
        NotFoundError: The pairing does not exist, or the caller may not see it.
        WrongStateError: The pairing has ended.
        InvalidFieldsError: The range ends before it begins, or holds too much.
    """
    context = found(await pairing_for_booking(session, pairing_id, partner_scope=principal.partner_id), "Pairing")
    if not context.pairing.active:
        message = "The pairing has ended, so that no session of it can be booked."
        raise WrongStateError(message)
    now, zone = utc_now(), ZoneInfo(context.programme.time_zone)
    starts = _starts(asked, zone, now)
    policy = policy_of(context.policy_version)
    times = Times(policy)
    items: list[SlotRead] = []
    denied: list[Facts] = []
    looked_at = 0
    async for facts in gather_each(session, context, policy, _request(asked, principal, now), starts, now=now):
        findings = times.permitted(facts)
        if findings is None:
            denied.append(facts)
        else:
            reasons = reasons_for(principal, [each.as_json() for each in findings if each.outcome is Outcome.APPROVE])
            items.append(
                SlotRead(
                    starts_at=facts.session.starts_at,
                    ends_at=facts.session.ends_at,
                    outcome="approve" if reasons else "allow",
                    reason=reasons[0].sentence if reasons else None,
                )
            )
        looked_at += 1
        if not looked_at % _AT_ONCE:
            await asyncio.sleep(0)
    return SlotsRead(
        for_user=None if items else await _what_stands_in_the_way(policy, denied),
        pairing_id=pairing_id,
        time_zone=context.programme.time_zone,
        minutes=asked.length // timedelta(minutes=1),
        items=items,
    )


def grid(begins: datetime, ends: datetime, every: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the times from one moment on and before another that lie on a grid, which starts anew at each local midnight."""
    day = begins.astimezone(zone).date()
    while (midnight := datetime.combine(day, time(), zone).astimezone(UTC)) < ends:
        next_midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        start = midnight
        while start < min(next_midnight, ends):
            if start >= begins:
                yield start
            start += every
        day += timedelta(days=1)


def _starts(asked: SlotsAsked, zone: ZoneInfo, now: datetime) -> list[datetime]:
    begins = now if asked.from_ is None else _moment(asked.from_, zone)
    ends = begins + _USUAL_RANGE if asked.to is None else _moment(asked.to, zone)
    if ends <= begins:
        raise InvalidFieldsError(FieldError("query.to", "must be after `from`"))
    if ends - begins > LONGEST_RANGE:
        raise InvalidFieldsError(FieldError("query.to", f"must be at most {LONGEST_RANGE.days} days after `from`"))
    if (ends - begins) // asked.every > MOST_TIMES:
        message = f"asks for more than {MOST_TIMES} times; take a larger `every`, or a shorter range"
        raise InvalidFieldsError(FieldError("query.every", message))
    return [start for start in grid(begins, ends, asked.every, zone) if start > now]


def _moment(given: datetime | date, zone: ZoneInfo) -> datetime:
    return given if isinstance(given, datetime) else datetime.combine(given, time(), zone)


def _request(asked: SlotsAsked, principal: Principal, now: datetime) -> SessionRequest:
    # At any time: each slot has its own. That both agree is what whoever books confirms then.
    return SessionRequest(
        starts_at=now,
        ends_at=now + asked.length,
        modality=asked.modality,
        agreed_by_both=True,
        requested_by=principal.role,
        requested_at=now,
    )


async def _what_stands_in_the_way(policy: Policy, denied: Sequence[Facts]) -> str | None:
    said: Counter[str | None] = Counter()
    for number, facts in enumerate(denied, start=1):
        said[for_user(each.as_json() for each in decide(policy, facts).findings)] += 1
        if not number % _AT_ONCE:
            await asyncio.sleep(0)
    return said.most_common(1)[0][0] if said else None
