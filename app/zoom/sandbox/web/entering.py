"""Whom a link lets in, and as whom: the plain link, a registrant's, one with a name in it, and the host's."""

import hmac
from dataclasses import dataclass

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.identifiers import encrypted_passcode, host_of_token, invited_name, registrant_token
from app.zoom.sandbox.meetings.meeting_state import Meeting, RegistrantStatus
from app.zoom.sandbox.state import User


class NotLetInError(Exception):
    """A link leads nowhere. The text says why, as Zoom's pages would."""


@dataclass(frozen=True)
class Entry:
    """What a link says of who opens it.

    Args:
        name: The name that stands in the form; whoever joins may write another.
        is_name_fixed: Whether the link itself says the name.
        registrant_id: Whose registration it is.
        needs_passcode: Whether the passcode must be typed.
    """

    name: str = ""
    is_name_fixed: bool = False
    registrant_id: str = ""
    needs_passcode: bool = False


def by_plain_link(meeting: Meeting, encrypted: str) -> Entry:
    """Return what the link that everybody shares says.

    Raises:
        NotLetInError: The meeting is for people who are registered.
    """
    if meeting.registration_is_on:
        message = "This meeting is for people who are registered. Use the link that you got for yourself."
        raise NotLetInError(message)
    right = encrypted_passcode(meeting.password, meeting=meeting.id) if meeting.password else ""
    return Entry(needs_passcode=bool(meeting.password) and not _same(encrypted, right))


def by_own_link(account: Account, meeting: Meeting, token: str) -> Entry:
    """Return what a registrant's link, or a link with a name in it, says.

    Raises:
        NotLetInError: It is nobody's, or it is good no longer.
    """
    for registrant in meeting.registrants.values():
        if _same(token, registrant_token(registrant.id, meeting=meeting.id)):
            if registrant.status is not RegistrantStatus.APPROVED:
                message = "Your registration was cancelled, or is not approved yet."
                raise NotLetInError(message)
            names = (registrant.details["first_name"], registrant.details.get("last_name", ""))
            return Entry(" ".join(filter(None, names)), registrant_id=registrant.id)
    name = invited_name(token, meeting=meeting.id, now=account.clock.now())
    if name is None:
        message = "This link is not valid, or not any more."
        raise NotLetInError(message)
    return Entry(name, is_name_fixed=True)


def by_host_link(account: Account, meeting: Meeting, zak: str) -> User | None:
    """Return as whom a start link lets somebody in; None where its holder must sign in."""
    if account.beliefs.start_link_asks_to_sign_in:
        return None
    name = host_of_token(zak, meeting=meeting.id, now=account.clock.now())
    return account.find_user(name) if name else None


def by_signing_in(account: Account, email: str) -> User:
    """Return the user that somebody signs in as. The sandbox knows no passwords: it asks for the address alone.

    Raises:
        NotLetInError: The account has no such user.
    """
    user = account.find_user(email)
    if user is None:
        message = "The account has no user with this address."
        raise NotLetInError(message)
    return user


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
