"""The incident about suspended sessions: one for all sessions of a pairing, however many a withdrawn consent suspends."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import Origin
from app.bookings.in_force import policy_in_force
from app.bookings.models import Booking
from app.incidents.service import change_details, close_incident, merge_key_of, open_incident, resolve, unresolved
from app.policy.decision import Decision
from app.policy.incidents import IncidentKind
from app.policy.outcomes import Outcome

_KIND: Final = IncidentKind.BOOKING_SUSPENDED
_BOOKINGS: Final = "bookings"


async def report_suspension(session: AsyncSession, booking: Booking, decision: Decision, origin: Origin) -> None:
    """Tell of a session that is suspended, together with others of its pairing."""
    denying = [each for each in decision.findings if each.outcome is Outcome.DENY]
    # Of a session that has begun: nobody can approve it in time.
    denying = denying or [each for each in decision.findings if each.outcome is Outcome.APPROVE]
    policy = await policy_in_force(session, booking)
    await open_incident(
        session,
        origin,
        _KIND,
        summary=" ".join(["Sessions that were booked are no longer allowed.", *(each.sentence for each in denying)]),
        remedy=" ".join(dict.fromkeys(each.remedy for each in denying if each.remedy)),
        details={
            "rules": [each.code for each in denying],
            "decision": decision.digest,
            _BOOKINGS: [str(booking.id)],
        },
        severity=policy.document.incidents[_KIND],
        partner_id=booking.partner_id,
        programme_id=booking.programme_id,
        booking_id=booking.id,
        merge_under=booking.pairing_id,
        combine=_with_those_before,
    )


async def lift_suspension(session: AsyncSession, booking: Booking, origin: Origin, *, because: str) -> None:
    """Close the incident of a session that is not suspended any more, unless it is about others, too."""
    # From before the sessions of a pairing were told of together.
    await close_incident(session, origin, _KIND, booking_id=booking.id, resolution=because)
    incident = await unresolved(session, merge_key_of(_KIND, merge_under=booking.pairing_id))
    if incident is None or str(booking.id) not in incident.details[_BOOKINGS]:
        return
    rest = [each for each in incident.details[_BOOKINGS] if each != str(booking.id)]
    if rest:
        await change_details(session, origin, incident, {**incident.details, _BOOKINGS: rest})
    else:
        await resolve(session, origin, incident, because, None)


def _with_those_before(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    def both(name: str) -> list[Any]:
        return list(dict.fromkeys([*_list(before, name), *_list(now, name)]))

    if set(now[_BOOKINGS]) <= set(_list(before, _BOOKINGS)) and before.get("rules") == now["rules"]:
        return {**before, "decision": now["decision"]}
    return {**now, "rules": both("rules"), _BOOKINGS: both(_BOOKINGS)}


def _list(details: Mapping[str, Any], name: str) -> Iterable[Any]:
    found = details.get(name)
    return found if isinstance(found, list) else ()
