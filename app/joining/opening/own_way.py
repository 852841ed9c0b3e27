"""The way in of somebody who comes as themselves and waits to be let in: fetched from Zoom for one press, and kept nowhere."""

from datetime import timedelta
from typing import Final

from pydantic import SecretStr

from app.bookings.models import Meeting
from app.bookings.participants.models import Participant, RegistrationState
from app.bookings.participants.naming import display_name
from app.joining.opening.arrival import Arrival
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


def name_in_link(arrival: Arrival) -> str:
    """Return what stands in a link with a name in it: by it alone they are known in the room, so it ends with their code."""
    how = arrival.room.policy.document.doors.display_name
    name = arrival.participant.name if arrival.person is None else arrival.person.name
    return display_name(arrival.participant, name, how, Admission.INVITE_LINK)
