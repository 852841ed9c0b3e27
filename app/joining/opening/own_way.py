"""The way in of somebody who comes as themselves and waits to be let in: fetched from Zoom for one press, and kept nowhere."""

from datetime import timedelta
from typing import Final

from pydantic import SecretStr

from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.zoom.client import ZoomClient

INVITED_FOR: Final = timedelta(minutes=5)
"""How long an invite link is good: it is opened at once."""


async def own_way(zoom: ZoomClient, zoom_meeting_id: int, participant: Participant, name: str) -> SecretStr:
    """Return a participant's own link: of their registration, or where they have none one with their name in it.

    Args:
        zoom: The account.
        zoom_meeting_id: The meeting's number at Zoom.
        participant: Whose press it is.
        name: What the others see of them.

    Raises:
        ZoomError: Zoom gives none.
    """
    is_registered = (
        participant.registration is RegistrationState.REGISTERED and participant.registered_for == zoom_meeting_id
    )
    if is_registered and participant.registrant_id is not None:
        return await zoom.registrant_join_url(zoom_meeting_id, participant.registrant_id)
    return await zoom.invite_link(zoom_meeting_id, name, INVITED_FOR)


def is_mentor(participant: Participant) -> bool:
    """Tell whether it is this participant who opens, where a mentor does."""
    return participant.role is ParticipantRole.MENTOR
