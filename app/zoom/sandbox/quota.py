"""How often a host's meetings may be created and changed ("Rate limits" in Zoom's API documentation).

The limits per second and per day of the account belong here too, by each operation's label.
"""

from typing import Final

from app.zoom.sandbox.account import Account
from app.zoom.sandbox.answers import host_quota_used
from app.zoom.sandbox.state import User

DAILY_CHANGES: Final = 100
"""Create and update requests for one host in one UTC day."""


def count_change(account: Account, host: User) -> None:
    """Count one create or update request for a host.

    Raises:
        Refusal: It is more than the day allows.
    """
    now = account.clock.now()
    state = account.state
    if state.quota_day != now.date():
        state.quota_day, state.quota_used = now.date(), {}
    used = state.quota_used.get(host.id, 0)
    if used >= DAILY_CHANGES:
        raise host_quota_used(now)
    state.quota_used[host.id] = used + 1
    account.changed()
