"""What an account's answers show of its meetings, and what they leave out, by the account's beliefs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.api.fields import placed, without
from app.zoom.sandbox.meetings.meeting_state import Meeting

HIDDEN_TOPIC: Final = "Zoom Meeting"
"""What stands for every topic in an account that hides them."""


def as_shown(account: Account, view: Mapping[str, Any]) -> dict[str, Any]:
    """Return a meeting as reading and creating it show it."""
    beliefs = account.beliefs
    shown = dict(view)
    for path, value in beliefs.shown_as.items():
        shown = placed(shown, path, value)
    hidden = set(beliefs.absent.meeting)
    if beliefs.description_hidden:
        hidden.add("agenda")
    if beliefs.topic_hidden:
        shown["topic"] = HIDDEN_TOPIC
    return without(shown, hidden) if hidden else shown


def as_listed(account: Account, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a meeting as lists show it."""
    shown = dict(item)
    if account.beliefs.topic_hidden:
        shown["topic"] = HIDDEN_TOPIC
    if account.beliefs.description_hidden or account.beliefs.list_without_agenda:
        shown.pop("agenda", None)
    return shown


def is_in_lists(account: Account, meeting: Meeting, *, also_far_ahead: bool = False) -> bool:
    """Tell whether lists have a meeting yet, and reach as far as its start."""
    beliefs, now = account.beliefs, account.clock.now()
    if meeting.created_at + timedelta(seconds=beliefs.list_delay_seconds) > now:
        return False
    if also_far_ahead or beliefs.list_reaches_days is None or meeting.start_time is None:
        return True
    return meeting.start_time <= now + timedelta(days=beliefs.list_reaches_days)
