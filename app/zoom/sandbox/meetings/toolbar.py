"""What the host changes in the running meeting's toolbar: neither Zoom's API nor its events tell of it."""

from collections.abc import Mapping
from typing import Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import locks_on
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, NotPossibleError, Toolbar

_LOCKED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "waiting_room": ("meeting_security.waiting_room",),
    "who_can_share_screen": ("in_meeting.screen_sharing", "in_meeting.who_can_share_screen"),
    "chat": ("in_meeting.chat",),
    "rename": ("in_meeting.allow_participants_to_rename",),
}
"""The settings whose locks hold in the toolbar too (Zoom's support page KB0061231)."""


def change(account: Account, meeting: Meeting, instance: Instance, changes: Toolbar) -> None:
    """Change what is given for the rest of this holding.

    Raises:
        NotPossibleError: The account or a group locks the setting.
    """
    given = changes.model_dump(exclude_unset=True)
    locked = locks_on(account.state, account.user(meeting.host_id))
    if held := [name for name in given if any(path in locked for path in _LOCKED_BY.get(name, ()))]:
        message = f"The account or a group locks {', '.join(held)}."
        raise NotPossibleError(message)
    instance.toolbar = instance.toolbar.model_copy(update=changes.model_dump(exclude_unset=True))
    account.changed()
