"""The way in of somebody who comes as themselves and waits to be let in: fetched from Zoom for one press, and kept nowhere."""

from datetime import timedelta
from typing import Final

from pydantic import SecretStr
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.in_force import policy_in_force
from app.bookings.models import Booking, Meeting
from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.bookings.participants.naming import display_name
from app.registry.people.models import Person
from app.zoom.admission import Admission
from app.zoom.client import ZoomClient

INVITED_FOR: Final = timedelta(minutes=5)
"""How long an invite link is good: it is opened at once."""


async def own_way(zoom: ZoomClient, meeting: Meeting, participant: Participant, name: str) -> SecretStr | None:
    """Return a participant's own link: of their registration, or where the meeting has none one with their name in it.

    Args:
        zoom: The account.
        meeting: The meeting.
        participant: Whose press it is.
        name: What is written into a link with a name: see `name_in_link`.

    Returns:
        None where they are not registered yet.

    Raises:
        ZoomError: Zoom gives none.
    """
    number = meeting.zoom_meeting_id or 0
    if meeting.admission is not Admission.REGISTRATION:
        return await zoom.invite_link(number, name, INVITED_FOR)
    is_registered = participant.registration is RegistrationState.REGISTERED and participant.registered_for == number
    if not is_registered or participant.registrant_id is None:
        return None
    return await zoom.registrant_join_url(number, participant.registrant_id)


async def name_in_link(session: AsyncSession, booking: Booking, participant: Participant) -> str:
    """Return what stands in a link with a name in it: by it alone they are known in the room, so it ends with their code."""
    how = (await policy_in_force(session, booking)).document.doors.display_name
    name = participant.name
    if participant.person_id is not None:
        name = (await session.exec(select(Person.name).where(col(Person.id) == participant.person_id))).one()
    return display_name(participant, name, how, Admission.INVITE_LINK)


def is_mentor(participant: Participant) -> bool:
    """Tell whether it is this participant who opens, where a mentor does."""
    return participant.role is ParticipantRole.MENTOR
