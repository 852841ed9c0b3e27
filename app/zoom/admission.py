"""How people come into a meeting at Zoom."""

from enum import StrEnum
from typing import Final


class Admission(StrEnum):
    """How people come into a meeting. The names are those of the levels in `app.zoom.safety.table`."""

    REGISTRATION = "registration"
    """Everybody is registered, approved by us, and comes by a link of their own: Zoom's events name their registration."""
    INVITE_LINK = "invite-link"
    """Zoom has no registration for the host: a link is made at each press, with a name and a code in it that only we give."""


ADMISSION: Final = "meeting.admission"
"""The setting's code. No programme chooses its level: it follows from what Zoom offers the host."""
