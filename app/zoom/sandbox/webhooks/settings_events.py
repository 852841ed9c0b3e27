"""The events that tell of changed settings, locks and users ("User events" and "Account events" in Zoom's reference)."""

import secrets
from collections.abc import Mapping
from typing import Any, Final, Literal

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.api.fields import flattened, nested
from app.zoom.sandbox.clock import milliseconds
from app.zoom.sandbox.state import User
from app.zoom.sandbox.webhooks.events import operator

_UNTOLD: Final = (
    "in_meeting.meeting_summary_with_ai_companion.",
    "in_meeting.ai_companion_questions.",
    "in_meeting.request_permission_to_unmute_participants",
    "schedule_meeting.continuous_meeting_chat.",
    "schedule_meeting.meeting_authentication",
)
"""Settings of users whose changes no event tells of."""


def announce(
    account: Account,
    event: str,
    identity: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    actor: User | None,
) -> None:
    """Send an event with what has changed, or nothing if that is nothing."""
    old, new = flattened(before), flattened(after)
    paths = [path for path, value in new.items() if old.get(path) != value]
    if event == "user.settings_updated":
        paths = [path for path in paths if not path.startswith(_UNTOLD)]
    if not paths:
        return
    payload = {
        **operator(account, actor),
        "time_stamp": milliseconds(account.clock.now()),
        "object": {"id": identity, "settings": nested({path: new[path] for path in paths})},
        "old_object": {
            "id": identity,
            "settings": nested({path: old[path] for path in paths if path in old}),
        },
    }
    account.announce(event, payload)


def announce_user(
    account: Account,
    event: Literal["created", "activated", "deactivated", "deleted", "disassociated"],
    user: User,
    *,
    how: str | None = None,
) -> None:
    """Send an event about what became of a user; `how` is the way in which one was created."""
    details = {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "type": int(user.type),
    }
    creation = {} if how is None else {"creation_type": how}
    details |= {"display_name": user.display_name} if creation else {}
    account.announce(f"user.{event}", {**operator(account, account.owner), **creation, "object": details})


def announce_user_updated(account: Account, user: User, before: Mapping[str, Any]) -> None:
    """Send `user.updated` with what has changed since `before`, or nothing if that is nothing."""
    after = {name: getattr(user, name) for name in before}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return
    payload = {
        **operator(account, account.owner),
        "time_stamp": milliseconds(account.clock.now()),
        "object": {"id": user.id, **{name: after[name] for name in changed}},
        "old_object": {"id": user.id, **{name: before[name] for name in changed}},
    }
    account.announce("user.updated", payload)


def announce_app_deauthorised(account: Account) -> None:
    """Send `app_deauthorized`: an administrator has taken the app out of the account."""
    now = account.clock.now()
    owner = account.owner
    payload = {
        "account_id": account.configuration.account_id,
        "user_id": owner.id if owner else "",
        "signature": secrets.token_hex(32),
        "deauthorization_time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "client_id": account.configuration.client_id,
        "event_ts": str(milliseconds(now)),
    }
    account.announce("app_deauthorized", payload)
