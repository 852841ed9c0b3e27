"""One check, as data: its name, what is expected, what a refusal would mean, and the function that looks."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.first_contact.report import ADMINISTRATOR, OPERATOR, Consequence, Finding, differs, not_checked
from app.first_contact.visit import Visit
from app.zoom.errors import (
    AccountDeniedError,
    HostNotAllowedError,
    OutcomeUnknownError,
    PlanRefusedError,
    QuotaExhaustedError,
    RateLimitedError,
    ScopeMissingError,
    UnauthorizedError,
    UserNotFoundError,
    ZoomError,
    ZoomUnavailableError,
)

_NOT_ANSWERED: Final = (ZoomUnavailableError, OutcomeUnknownError, RateLimitedError, QuotaExhaustedError)
_ACCOUNT_WIDE: Final = (AccountDeniedError, UnauthorizedError)
_NO_SCOPES: Final = 4700
_LONG_NUMBER: Final = re.compile(r"\b\d{9,}\b")
_ADD_SCOPES: Final = (
    f"{ADMINISTRATOR}: in the Zoom App Marketplace, open the app, Scopes, add {{}}, and activate the app again."
)
_ACCOUNT_REMEDIES: Final = {
    AccountDeniedError: (
        "The owner of the Zoom account: look whether it is paid for, and ask Zoom's support why its REST API is denied."
    ),
    UnauthorizedError: (
        f"{OPERATOR}, with the Zoom account's administrator: look that the app is activated, and copy its three "
        "credentials again."
    ),
}
_NO_HOST: Final = (
    "This user cannot hold meetings.",
    (
        f"{ADMINISTRATOR}: in Zoom's portal, User Management, Users, look at this user's status and licence; or run the "
        "command with another host."
    ),
)
_MEANINGS: Final[Mapping[type[ZoomError], tuple[str, str]]] = {
    UserNotFoundError: _NO_HOST,
    HostNotAllowedError: _NO_HOST,
    PlanRefusedError: (
        "The account's plan, or the role of the app, does not offer this.",
        f"{ADMINISTRATOR}: in Zoom's portal, Account Management, Billing, look at the plan.",
    ),
}
_UNKNOWN: Final = (
    "Zoom refuses what this check asked for.",
    f"{OPERATOR}: send this report and the capture to whoever maintains Chaperone.",
)


@dataclass(frozen=True)
class Check:
    """`needed` tells that bookings depend on it: a refusal blocks them, and they must not be promised without it."""

    name: str
    expected: str
    look: Callable[[Visit], Awaitable[Sequence[Finding]]]
    needed: bool = True

    async def carried_out(self, visit: Visit) -> Sequence[Finding]:
        """Return what was found; what Zoom refuses is a finding, too."""
        if visit.denied is not None:
            return [not_checked(visit.denied)]
        try:
            return await self.look(visit)
        except ZoomError as error:
            if isinstance(error, _ACCOUNT_WIDE) or (isinstance(error, ScopeMissingError) and error.code == _NO_SCOPES):
                visit.denied = "Zoom denies every call of this app."
            return [refusal(error, Consequence.BLOCKS if self.needed else Consequence.WORKS)]


def refusal(error: ZoomError, consequence: Consequence, *, part: str | None = None) -> Finding:
    """Return the finding for a call that Zoom did not carry out."""
    found = _told(error)
    if isinstance(error, _NOT_ANSWERED):
        return not_checked(f"{found} Run the command again later.", part=part)
    if isinstance(error, ScopeMissingError) and error.scopes and consequence is not Consequence.BLOCKS:
        return not_checked(f"{found} The product works without this scope.", part=part)
    if isinstance(error, ScopeMissingError):
        names = ", ".join(error.scopes) or "those that docs/installation.md lists"
        meaning = "The app may not do what the product must."
        return differs(found, Consequence.BLOCKS, meaning, remedy=_ADD_SCOPES.format(names), part=part)
    if isinstance(error, _ACCOUNT_WIDE):
        meaning, remedy = "No call works, so no session can be booked.", _ACCOUNT_REMEDIES[type(error)]
        return differs(found, Consequence.BLOCKS, meaning, remedy=remedy, part=part)
    meaning, remedy = _MEANINGS.get(type(error), _UNKNOWN)
    return differs(found, consequence, meaning, remedy=remedy, part=part)


def refused_for(error: ZoomError, consequence: Consequence, meaning: str, remedy: str) -> Finding:
    """Return the finding for a refusal whose meaning the check knows; a call without an answer says nothing."""
    if isinstance(error, (*_NOT_ANSWERED, *_ACCOUNT_WIDE, ScopeMissingError)):
        return refusal(error, consequence)
    return differs(_told(error), consequence, meaning, remedy=remedy)


def _told(error: ZoomError) -> str:
    """Return Zoom's answer without the number of a meeting."""
    return f"Zoom's answer: {_LONG_NUMBER.sub('[number]', str(error))}."
