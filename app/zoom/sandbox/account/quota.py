"""How often a host's meetings may be changed, and a registrant be asked about ("Rate limits" in Zoom's documentation)."""

from typing import Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.api.answers import host_quota_used, registrant_quota_used
from app.zoom.sandbox.meetings.meeting_state import Meeting
from app.zoom.sandbox.state import User

DAILY_CHANGES: Final = 100
"""Create and update requests for one host in one UTC day."""


REGISTRATIONS: Final = 3
"""Requests to register one address for one meeting in one UTC day."""

STATUS_CHANGES: Final = 10
"""Requests to change the status of one registrant in one UTC day."""


def count_change(account: Account, host: User) -> None:
    """Count one create or update request for a host.

    Raises:
        Refusal: It is more than the day allows.
    """
    _begin_day(account)
    state = account.state
    used = state.quota_used.get(host.id, 0)
    if used >= DAILY_CHANGES:
        raise host_quota_used(account.clock.now())
    state.quota_used[host.id] = used + 1
    account.changed()


def count_registrant(account: Account, meeting: Meeting, email: str, *, status: bool = False) -> None:
    """Count one request to register somebody, or to change the status of a registration.

    Raises:
        Refusal: It is more than the day allows.
    """
    _begin_day(account)
    limit, what = (STATUS_CHANGES, "Update registrant status") if status else (REGISTRATIONS, "Add meeting registrant")
    key = f"{what} {meeting.id} {email.lower()}"
    used = account.state.registrant_quota_used.get(key, 0)
    if used >= limit:
        raise registrant_quota_used(limit, what, email, account.beliefs.registrant_limit_text, account.clock.now())
    account.state.registrant_quota_used[key] = used + 1


def _begin_day(account: Account) -> None:
    state, day = account.state, account.clock.now().date()
    if state.quota_day != day:
        state.quota_day, state.quota_used, state.registrant_quota_used = day, {}, {}
