"""The policy in force for a booking: its programme's, of the version that it was decided by, with its partner's guidance."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking
from app.policy import Policy, RoomRules, Tightening
from app.registry.partners.models import Partner
from app.registry.policies.models import PolicyVersion, kept_policy, policy_of


async def policy_in_force(session: AsyncSession, booking: Booking) -> Policy:
    """Return the policy that counts for a booking."""
    guidance = (await session.exec(select(Partner.guidance).where(col(Partner.id) == booking.partner_id))).one()
    return await policy_under(session, booking, guidance)


async def policy_under(session: AsyncSession, booking: Booking, guidance: Mapping[str, Any]) -> Policy:
    """Return the policy that counts for a booking of a partner whose guidance is known."""
    policy = kept_policy(booking.programme_id, booking.policy_version)
    if policy is None:
        policy = policy_of(await session.get_one(PolicyVersion, (booking.programme_id, booking.policy_version)))
    return policy.tightened_by(Tightening.model_validate(guidance)) if guidance else policy


async def room_rules(session: AsyncSession, booking: Booking) -> RoomRules:
    """Return what may happen in the room of a booking."""
    return (await policy_in_force(session, booking)).document.room
