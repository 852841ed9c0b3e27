"""The meetings that first contact makes: none is asked for without a note of it, and every one is deleted again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from app.first_contact.journal import Intent, Journal
from app.first_contact.timing import Timing
from app.kit.identifiers import REFERENCE_ALPHABET, random_text
from app.zoom.client import ZoomClient
from app.zoom.errors import (
    MeetingInProgressError,
    MeetingNotFoundError,
    OutcomeUnknownError,
    UserNotFoundError,
    ZoomError,
)
from app.zoom.reference import agenda_for, carries_reference, reference_in
from app.zoom.schemas import NEUTRAL_TOPIC, SHOWN_TOPIC, Meeting, MeetingListItem, MeetingRequest

PREFIX: Final = "first-contact-"
"""No booking's reference begins so."""
_RANDOM_PART: Final = 8
MINUTES: Final = 29
"""How long each of these meetings lasts: within the forty minutes of Basic hosts, and no session's usual length."""
LONGEST_AHEAD: Final = timedelta(days=300)

_ASKED_WITHIN: Final = timedelta(minutes=5)
_PAUSES: Final = (0, 5, 55)
"""Seconds to wait before each look for a meeting whose answer was lost: lists may be late."""
_END_PAUSES: Final = (0, 2, 5, 10, 20, 30)
"""Seconds to wait before each try to delete: Zoom may take a meeting for running for a while after it was ended."""


@dataclass
class OwnMeetings:
    """Makes meetings, and deletes them; `changes` counts what Zoom counts against the host's day."""

    zoom: ZoomClient
    journal: Journal
    timing: Timing
    changes: int = 0
    created: list[Intent] = field(default_factory=list)
    refused_deletes: int = 0
    """How often Zoom refused to delete a meeting that had just been ended."""

    async def create(
        self,
        user_id: str,
        *,
        start: datetime,
        time_zone: str,
        passcode: SecretStr,
        settings: dict[str, Any],
        zone_as_named: bool = False,
    ) -> Meeting:
        """Make a meeting with the body that the product sends.

        `zone_as_named` sends a time zone that the product would send as UTC.

        Raises:
            ZoomError: Zoom does not answer, or refuses. What it may have made is deleted in the end.
        """
        reference = PREFIX + random_text(_RANDOM_PART)
        request = (_AsNamed if zone_as_named else MeetingRequest)(
            agenda=agenda_for(reference),
            start=start,
            duration=MINUTES,
            time_zone=ZoneInfo(time_zone),
            passcode=passcode,
            settings=settings,
        )
        intent = self.journal.asking(reference, user_id, self.timing.now())
        self.changes += 1
        try:
            made = await self.zoom.create_meeting(user_id, request)
        except OutcomeUnknownError:
            raise
        except ZoomError:
            self.journal.gone(intent)
            raise
        self.journal.made(intent, made.id)
        self.created.append(intent)
        return made

    async def update(self, meeting_id: int, changes: dict[str, Any]) -> None:
        """Change a meeting of ours.

        Raises:
            ZoomError: Zoom does not answer, or refuses.
        """
        self.changes += 1
        await self.zoom.update_meeting(meeting_id, changes)

    async def delete(self, meeting_id: int) -> None:
        """Delete a meeting of ours; one that runs is ended first.

        Raises:
            ZoomError: Zoom does not answer, or refuses; the meeting stays noted.
        """
        await self._delete(meeting_id)
        for intent in [each for each in self.journal.intents if each.meeting_id == meeting_id]:
            self.journal.gone(intent)

    async def delete_all(self) -> Sequence[str]:
        """Delete everything that is noted; return what could not be deleted."""
        left: list[str] = []
        for intent in self.journal.intents:
            try:
                await self._remove(intent)
            except ZoomError as error:
                left.append(f"the meeting {intent.reference} ({type(error).__name__})")
        return left

    async def delete_leftovers(self, user_ids: Iterable[str]) -> int:
        """Delete what earlier runs left, by the journal and by the references in the hosts' lists; return how many.

        Raises:
            ZoomError: Zoom does not answer, or refuses.
        """
        deleted = 0
        for intent in self.journal.intents:
            deleted += await self._remove(intent)
        for user_id in user_ids:
            for item in await self._listed(user_id):
                if await self._is_ours(item):
                    await self._delete(item.id)
                    deleted += 1
        return deleted

    async def _remove(self, intent: Intent) -> bool:
        """Delete what was made for an intent; tell whether there was anything."""
        found = intent.meeting_id if intent.meeting_id is not None else await self._look_for(intent)
        if found is not None:
            await self._delete(found)
        self.journal.gone(intent)
        return found is not None

    async def _look_for(self, intent: Intent) -> int | None:
        for pause in _PAUSES:
            if pause:
                await self.timing.sleep(pause)
            for item in await self._listed(intent.user_id):
                if await self._was_made_for(item, intent):
                    return item.id
        return None

    async def _listed(self, user_id: str) -> list[MeetingListItem]:
        today = self.timing.now().date()
        days = {"first_day": today - timedelta(days=2), "last_day": today + LONGEST_AHEAD}
        return [item async for item in self.zoom.meetings(user_id, **days)]

    async def _is_ours(self, item: MeetingListItem) -> bool:
        """Tell whether a listed meeting carries a reference of first contact; its agenda may be in no list."""
        agenda = item.agenda
        if agenda is None and item.duration == MINUTES and item.topic in {NEUTRAL_TOPIC, SHOWN_TOPIC}:
            agenda = (await self.zoom.meeting(item.id)).agenda
        return is_own_reference(reference_in(agenda) or "")

    async def _was_made_for(self, item: MeetingListItem, intent: Intent) -> bool:
        if item.agenda:
            return carries_reference(item.agenda, intent.reference)
        known = {each.meeting_id for each in self.journal.intents}
        at_the_time = item.created_at is not None and abs(item.created_at - intent.asked_at) <= _ASKED_WITHIN
        if not at_the_time or item.id in known or item.duration != MINUTES:
            return False
        agenda = (await self.zoom.meeting(item.id)).agenda
        # Where the account hides every description, length, topic and the minute that it was made in must do.
        hidden = agenda is None and item.topic in {NEUTRAL_TOPIC, SHOWN_TOPIC}
        return hidden or carries_reference(agenda, intent.reference)

    async def _delete(self, meeting_id: int) -> None:
        for pause in _END_PAUSES:
            if pause:
                await self.timing.sleep(pause)
            try:
                await self.zoom.delete_meeting(meeting_id)
            except MeetingInProgressError as error:
                self.refused_deletes += 1
                last = error
                await self.zoom.end_meeting(meeting_id)
            except (MeetingNotFoundError, UserNotFoundError):
                return
            else:
                return
        raise last


def is_own_reference(reference: str) -> bool:
    """Tell whether a reference is one of first contact's."""
    random_part = reference.removeprefix(PREFIX)
    has_form = len(random_part) == _RANDOM_PART and set(random_part) <= set(REFERENCE_ALPHABET)
    return reference.startswith(PREFIX) and has_form


class _AsNamed(MeetingRequest):
    """A request that names its time zone as it is, whether or not Zoom's list has it."""

    def body(self) -> dict[str, Any]:
        """Return the JSON body for Zoom."""
        return super().body() | {"timezone": self.time_zone.key}
