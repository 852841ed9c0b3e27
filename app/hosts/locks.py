"""Which of an account's or a group's locks keeps a setting from being what a safe meeting needs.

An account's lock is stronger than a group's, and both than what a user or a meeting asks for. An ordinary account's app may
not read the account's locks: that they are not known must never be taken for their absence.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from app.zoom.client import ZoomClient
from app.zoom.errors import PlanRefusedError, RefusedError, ScopeMissingError
from app.zoom.safety import needs_account
from app.zoom.safety.table import Key
from app.zoom.schemas import AccountSettings, LockSettings, UserSettings

NOT_TOLD: Final = (ScopeMissingError, PlanRefusedError, RefusedError)
"""What Zoom answers where the app may not see the locks."""

# Where a lock has another name than the setting that it holds (Zoom's lists of user settings and of lock settings); one lock
# holds all that stands under the same switch in the portal.
_UNDER_ANOTHER_NAME: Final[Mapping[str, str]] = {
    "in_meeting.who_can_share_screen": "in_meeting.screen_sharing",
    "in_meeting.who_can_share_screen_when_someone_is_sharing": "in_meeting.screen_sharing",
    "in_meeting.allow_users_save_chats": "in_meeting.chat",
    "schedule_meeting.participants_video": "schedule_meeting.participant_video",
    "schedule_meeting.continuous_meeting_chat.enable": "schedule_meeting.continuous_meeting_chat",
}


class LockedBy(StrEnum):
    """Who holds a setting."""

    ACCOUNT = "account"
    GROUP = "group"


@dataclass(frozen=True)
class Lock:
    """A lock that is set, by its name in Zoom's API."""

    held_by: LockedBy
    name: str


@dataclass(frozen=True)
class OfMeetings:
    """What a lock can withhold from meetings: from `level` of a setting on, a locked `key` of the host must hold."""

    code: str
    level: str
    key: Key


def _of_meetings(code: str, level: str, path: str, *, value: bool | str) -> OfMeetings:
    # Locked at a value that Zoom does not show: the meetings themselves will tell.
    return OfMeetings(code, level, Key(path, value=value, may_be_missing=True))


OF_MEETINGS: Final[Sequence[OfMeetings]] = (
    _of_meetings("meeting.waiting-room", "on", "meeting_security.waiting_room", value=True),
    _of_meetings("meeting.passcode", "8", "meeting_security.meeting_password", value=True),
    _of_meetings("meeting.join-before-host", "off", "schedule_meeting.join_before_host", value=False),
    _of_meetings("meeting.personal-id", "never", "schedule_meeting.use_pmi_for_scheduled_meetings", value=False),
    _of_meetings(
        "meeting.lasting-chat", "in-meeting-only", "schedule_meeting.continuous_meeting_chat.enable", value=False
    ),
    _of_meetings("meeting.video-on-entry", "off", "schedule_meeting.host_video", value=False),
    _of_meetings("meeting.video-on-entry", "off", "schedule_meeting.participants_video", value=False),
    _of_meetings("meeting.audio", "computer-only", "schedule_meeting.audio_type", value="voip"),
)
"""A meeting asks for these itself, unless a lock holds the host's own value."""


@dataclass(frozen=True)
class Locks:
    """The locks of an account and of its groups, by the group's id; None where Zoom does not tell them."""

    account: LockSettings | None
    groups: Mapping[str, LockSettings | None] = field(default_factory=dict)

    def of(self, path: str, group_ids: Sequence[str]) -> Lock | None:
        """Return the lock that is known to hold a setting of a user in these groups."""
        name = _UNDER_ANOTHER_NAME.get(path, path)
        if self.account is not None and _is_set(self.account, name):
            return Lock(LockedBy.ACCOUNT, name)
        held = (locks for group_id in group_ids if (locks := self.groups.get(group_id)) is not None)
        return Lock(LockedBy.GROUP, name) if any(_is_set(locks, name) for locks in held) else None

    def names(self, group_ids: Sequence[str]) -> frozenset[str]:
        """Return the names of the locks that are known to be set for a user in these groups."""
        told = (self.account, *(self.groups.get(group_id) for group_id in group_ids))
        return frozenset(name for locks in told if locks is not None for name in _names_set(locks.model_dump()))

    @property
    def set_for_the_account(self) -> Sequence[str]:
        """The names of the account's locks that are set, as far as they are told."""
        return () if self.account is None else sorted(_names_set(self.account.model_dump()))


async def read_account_locks(zoom: ZoomClient) -> LockSettings | None:
    """Return the account's locks, None where Zoom does not tell them.

    Raises:
        ZoomError: Zoom does not answer.
    """
    try:
        return await zoom.account_locks()
    except NOT_TOLD:
        return None


async def read_account_settings(
    zoom: ZoomClient, required: Mapping[str, str], settings: UserSettings
) -> AccountSettings | None:
    """Return the account's settings where only they say why some of a host's are missing; None where Zoom does not tell them.

    Raises:
        ZoomError: Zoom does not answer.
    """
    if not needs_account(required, settings):
        return None
    try:
        return await zoom.account_settings()
    except NOT_TOLD:
        return None


async def read_group_locks(zoom: ZoomClient, group_ids: Sequence[str]) -> dict[str, LockSettings | None]:
    """Return the locks of each group, None where Zoom does not tell them.

    Raises:
        ZoomError: Zoom does not answer.
    """

    async def read(group_id: str) -> LockSettings | None:
        try:
            return await zoom.group_locks(group_id)
        except NOT_TOLD:
            return None

    return dict(zip(group_ids, await asyncio.gather(*map(read, group_ids)), strict=True))


async def read_locks(zoom: ZoomClient, group_ids: Sequence[str], above: Locks | None = None) -> Locks:
    """Return the locks above a user in these groups; the account's are those of `above` where they were read before.

    Raises:
        ZoomError: Zoom does not answer.
    """
    account = await read_account_locks(zoom) if above is None else above.account
    return Locks(account, await read_group_locks(zoom, group_ids))


def _is_set(locks: LockSettings, name: str) -> bool:
    group, _, key = name.partition(".")
    values: Mapping[str, Any] = getattr(locks, group, {})
    return values.get(key) is True


def _names_set(values: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [f"{group}.{key}" for group, keys in values.items() for key, value in keys.items() if value is True]
