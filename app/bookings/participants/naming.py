"""What the others in the room see of a participant. Pure."""

from collections.abc import Mapping
from typing import Final

from app.bookings.participants.models import Participant, ParticipantRole
from app.policy.doors import DisplayName
from app.zoom.admission import Admission

LONGEST: Final = 64
"""Characters that Zoom takes for a name."""

_ROLES: Final[Mapping[ParticipantRole, str]] = {
    ParticipantRole.MENTOR: "Mentor",
    ParticipantRole.MENTEE: "Mentee",
    ParticipantRole.INTERPRETER: "Interpreter",
    ParticipantRole.CARER: "Parent or carer",
    ParticipantRole.OBSERVER: "Observer",
    ParticipantRole.COORDINATOR: "Coordinator",
}


def display_name(participant: Participant, name: str | None, how: DisplayName, admission: Admission) -> str:
    """Return the name under which somebody comes into the room.

    By an invite link it always ends with the code, because nothing else tells then who somebody is.

    Args:
        participant: Who.
        name: Their name, as it is on file; for whom a coordinator has invited, the name that was given.
        how: What the policy says of names.
        admission: How people come into the meeting.
    """
    first_name = (name or "").split()[:1] if how is DisplayName.FIRST_NAME else []
    told = first_name[0] if first_name else _ROLES[participant.role]
    has_code = admission is Admission.INVITE_LINK or not first_name
    return f"{told[: LONGEST - len(participant.code) - 1]} {participant.code}" if has_code else told[:LONGEST]
