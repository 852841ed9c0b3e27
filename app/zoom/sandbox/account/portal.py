"""What an administrator does with users in Zoom's portal, with the events that Zoom sends."""

from collections.abc import Mapping
from typing import Any

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import canonical, locks_on, security_settings, usual_settings
from app.zoom.sandbox.account.user_types import UserStatus, UserType
from app.zoom.sandbox.configuration import UserSeed
from app.zoom.sandbox.meetings.holding import end
from app.zoom.sandbox.state import User
from app.zoom.sandbox.webhooks import settings_events


def put_user(account: Account, seed: UserSeed) -> User:
    """Add a user, or change the one with this id or address; their meetings stay.

    Raises:
        UnknownSettingError: A setting or lock is not Zoom's.
    """
    known = account.find_user(seed.id or seed.email) or account.find_user(seed.email)
    if known is None:
        return account.put_user(seed)
    status = known.status
    before = {**usual_settings(account.state, known), **security_settings(account.state, known)}
    user = account.put_user(seed)
    after = {**usual_settings(account.state, user), **security_settings(account.state, user)}
    if status is not user.status and UserStatus.PENDING not in {status, user.status}:
        settings_events.announce_user(account, "activated" if user.status is UserStatus.ACTIVE else "deactivated", user)
    settings_events.announce(account, "user.settings_updated", user.id, before, after, account.owner)
    return user


def add_user(account: Account, seed: UserSeed, *, how: str) -> User:
    """Add a user; `how` is Zoom's word for the way (`create`, `autoCreate`, ...).

    Raises:
        UnknownSettingError: A setting or lock is not Zoom's.
    """
    user = account.put_user(seed)
    settings_events.announce_user(account, "created", user, how=how)
    return user


def change_user(account: Account, user: User, changes: Mapping[str, Any]) -> None:
    """Change a user's licence, names or time zone, and tell what has changed."""
    before = {name: getattr(user, name) for name in changes}
    for name, value in changes.items():
        setattr(user, name, UserType(value) if name == "type" else value)
    account.changed()
    settings_events.announce_user_updated(account, user, before)


def change_settings(account: Account, user: User, changes: Mapping[str, Any]) -> None:
    """Change a user's own settings, as they do in the portal; what the account or a group locks stays.

    Raises:
        UnknownSettingError: A setting is not Zoom's, or does not take the value.
    """
    wanted = canonical(changes)
    locked = locks_on(account.state, user)
    before = {**usual_settings(account.state, user), **security_settings(account.state, user)}
    user.settings |= {path: value for path, value in wanted.items() if path not in locked}
    after = {**usual_settings(account.state, user), **security_settings(account.state, user)}
    account.changed()
    settings_events.announce(account, "user.settings_updated", user.id, before, after, user)


def set_status(account: Account, user: User, status: UserStatus) -> None:
    """Activate or deactivate a user. Nothing happens if they are so already."""
    if user.status is status:
        return
    user.status = status
    account.changed()
    settings_events.announce_user(account, "activated" if status is UserStatus.ACTIVE else "deactivated", user)


def authorise_app(account: Account, *, authorised: bool) -> None:
    """Let the app be used in the account, or not any more: its tokens die at once, and it gets no event after this one."""
    if account.state.app_is_authorised is authorised:
        return
    if not authorised:
        settings_events.announce_app_deauthorised(account)
        account.state.tokens.clear()
    account.state.app_is_authorised = authorised
    account.changed()


def remove_user(account: Account, user: User, *, disassociate: bool) -> None:
    """Delete a user, or let them leave the account: their meetings end and are gone with them."""
    for meeting in list(account.meetings_of(user)):
        end(account, meeting)
        meeting.deleted_at = meeting.deleted_at or account.clock.now()
    account.remove_user(user)
    settings_events.announce_user(account, "disassociated" if disassociate else "deleted", user)
