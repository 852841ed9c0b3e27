"""Registrants: a link of their own for each person. Where an account has none, people come by links with their names."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

from app.first_contact.check import refused_for
from app.first_contact.meeting import AHEAD, passcode_for
from app.first_contact.report import ADMINISTRATOR, Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import REQUIRED, Visit
from app.zoom.admission import ADMISSION, Admission
from app.zoom.errors import PlanRefusedError, RateLimitedError, RateLimitScope, RefusedError, ScopeMissingError
from app.zoom.safety import meeting_settings
from app.zoom.schemas import Registrant

EMAIL: Final = "first-contact@example.org"
"""Of nobody: RFC 2606 keeps the domain for examples."""
_A_DAY: Final = 3
_WORKS: Final = "Bookings work: without registration people come by links with their names in them."


async def registrants(visit: Visit) -> Sequence[Finding]:
    """Register the same person twice, and until the day's limit."""
    if visit.host is None:
        return [not_checked("The host could not be read.")]
    # Nobody is mailed, and everybody is still let in by the host alone.
    settings = meeting_settings({**REQUIRED, ADMISSION: Admission.REGISTRATION})
    start = (visit.timing.now() + AHEAD + timedelta(hours=4)).replace(second=0, microsecond=0)
    made = await visit.meetings.create(
        visit.host.id, start=start, time_zone="UTC", passcode=passcode_for(visit, visit.host), settings=settings
    )

    async def register() -> Registrant:
        return await visit.zoom.add_registrant(made.id, email=EMAIL, first_name="First contact")

    try:
        first, second = await register(), await register()
    except ScopeMissingError:
        why = "The app lacks meeting:write:registrant:admin: people come by links with their names in them."
        return [not_checked(why)]
    except (RefusedError, PlanRefusedError) as error:
        remedy = f"{ADMINISTRATOR}: registration needs a licensed host."
        return [refused_for(error, Consequence.WORKS, _WORKS, remedy)]
    findings = []
    if second.registrant_id != first.registrant_id:
        findings.append(differs("The second time made another registrant.", Consequence.WORKS, _WORKS, part="twice"))
    if first.join_url is None:
        findings.append(differs("There is no link of their own.", Consequence.WORKS, _WORKS, part="link"))
    findings += await _over_the_limit(register)
    return findings or [as_expected("The same registrant twice, with a link; refused beyond three times a day.")]


async def _over_the_limit(register: Callable[[], Awaitable[Registrant]]) -> Sequence[Finding]:
    for _ in range(_A_DAY - 1):
        try:
            await register()
        except RateLimitedError as refusal:
            if refusal.scope is RateLimitScope.PER_REGISTRANT_AND_DAY and "user" not in refusal.message.lower():
                return []
            meaning = f"{_WORKS} It reads like another limit; it is taken for one {refusal.scope.replace('_', ' ')}."
            return [differs(f"The limit reads: {refusal.message}.", Consequence.WORKS, meaning, part="limit")]
    return [differs("A fourth time was taken.", Consequence.WORKS, _WORKS, part="limit")]
