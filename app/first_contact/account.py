"""The account: may the app do what it must, who holds the meetings, what is set for everybody?"""

from collections.abc import Sequence

from app.doctor.account_settings import look_at_account, look_at_locks
from app.doctor.report import Check, State, Subject
from app.doctor.zoom_account import look_at_zoom
from app.first_contact.report import ADMINISTRATOR, Consequence, Finding, Outcome, as_expected, differs, not_checked
from app.first_contact.visit import Visit
from app.hosts.locks import NOT_TOLD, Locks, read_account_locks
from app.zoom.schemas import User, UserType


async def token_and_scopes(visit: Visit) -> Sequence[Finding]:
    """Ask for a token, and look which scopes it has."""
    found = visit.account = await look_at_zoom(visit.settings, visit.timing.now)
    findings = [finding_of(check) for check in found.checks if check.subject is not Subject.PLAN]
    if not found.is_usable:
        visit.denied = "Zoom gives this app no token."
    return findings


async def host(visit: Visit) -> Sequence[Finding]:
    """Look at the user who is to hold the meetings."""
    visit.host = user = await visit.zoom.user(visit.host_email)
    return [_usable(user) or as_expected(f"An active user; licence: {_licence(user)}.")]


async def basic_host(visit: Visit) -> Sequence[Finding]:
    """Look at the user without a licence."""
    if visit.basic_email is None:
        return [not_checked("No Basic user was named (--basic-host EMAIL).")]
    user = await visit.zoom.user(visit.basic_email)
    if (unusable := _usable(user)) is not None:
        return [unusable]
    visit.basic_host = user
    if user.type != UserType.BASIC:
        meaning = "Nothing about Basic users was found out; sessions under this host may be longer."
        return [differs(f"An active user; licence: {_licence(user)}.", Consequence.WORKS, meaning)]
    return [as_expected("An active user without a licence: sessions of up to 30 minutes.")]


async def account_settings(visit: Visit) -> Sequence[Finding]:
    """Read what is set and locked for everybody; what of it matters is said as the doctor says it."""
    try:
        visit.account_settings = await visit.zoom.account_settings()
    except NOT_TOLD:
        visit.account_settings = None
    checks = (*look_at_account(visit.account_settings, ()), *look_at_locks(Locks(await read_account_locks(visit.zoom))))
    return [finding_of(check) for check in checks]


def finding_of(check: Check) -> Finding:
    """Return what a line of the doctor's says here."""
    name = check.name.removeprefix("zoom ").removeprefix("account settings: ")
    match check.state:
        case State.OK:
            return as_expected(check.found, part=name)
        case State.NOT_CHECKED:
            return Finding(Outcome.NOT_CHECKED, check.found, remedy=check.remedy, part=name)
        case State.WARNING:
            return differs(check.found, Consequence.WORKS, "Bookings work.", remedy=check.remedy, part=name)
        case State.WRONG:
            meaning = "The product needs it for every session."
            return differs(check.found, Consequence.BLOCKS, meaning, remedy=check.remedy, part=name)


def _usable(user: User) -> Finding | None:
    if user.is_active and user.type in {UserType.BASIC, UserType.LICENSED}:
        return None
    found = f"Status: {user.status or 'not told'}; licence: {_licence(user)}."
    remedy = f"{ADMINISTRATOR}: in Zoom's portal, User Management, Users, activate this user or assign a licence."
    return differs(found, Consequence.BLOCKS, "This user cannot hold meetings.", remedy=remedy)


def _licence(user: User) -> str:
    names = {UserType.BASIC: "Basic", UserType.LICENSED: "Licensed", UserType.UNASSIGNED: "unassigned"}
    return names.get(UserType(user.type), "none") if user.type in set(UserType) else f"type {user.type}"
