"""What an administrator does with users in Zoom's portal, with the events that Zoom sends."""

from app.zoom.sandbox import settings_events
from app.zoom.sandbox.account import Account
from app.zoom.sandbox.configuration import UserSeed, UserStatus
from app.zoom.sandbox.holding import end
from app.zoom.sandbox.state import User
from app.zoom.sandbox.user_settings import security_settings, usual_settings


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


def remove_user(account: Account, user: User, *, disassociate: bool) -> None:
    """Delete a user, or let them leave the account: their meetings end and are gone with them."""
    for meeting in list(account.meetings_of(user)):
        end(account, meeting)
        meeting.deleted_at = meeting.deleted_at or account.clock.now()
    account.remove_user(user)
    settings_events.announce_user(account, "disassociated" if disassociate else "deleted", user)
