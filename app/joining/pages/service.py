"""What a programme says on the pages of its participants, and the codes that go with their links."""

from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import require_organisation
from app.audit import service as audit
from app.bookings.in_force import policy_in_force
from app.bookings.models import Booking
from app.joining.links.schemas import Named
from app.joining.links.service import chosen, live_links
from app.joining.pages.models import ProgrammePage
from app.joining.pages.schemas import (
    Asked,
    DoorCodeRead,
    Feedback,
    Logo,
    ProgrammePageRead,
    ProgrammePageWrite,
)
from app.joining.pages.second_fact import asked_for, code_of, is_locked
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing
from app.kit.preconditions import IfMatch
from app.policy import SecondFact
from app.registry.people.models import Person
from app.registry.programmes.models import Programme
from app.registry.visibility import get

_TOLD: Final = ("language", "emergency_number", "helplines")


async def page_of_programme(session: AsyncSession, principal: Principal, programme_id: UUID) -> ProgrammePage:
    """Return what a programme says on its pages; of one that says nothing, what the product says.

    Raises:
        NotFoundError: The programme does not exist.
    """
    await get(session, principal, Programme, programme_id)
    stored = await session.get(ProgrammePage, programme_id, populate_existing=True)
    # Nothing of it is stored yet: its first version replaces version 1.
    return stored or ProgrammePage(programme_id=programme_id)


async def set_page(
    session: AsyncSession, principal: Principal, programme_id: UUID, given: ProgrammePageWrite, if_match: IfMatch
) -> ProgrammePage:
    """Let a programme say this on its pages, in place of all that it said before.

    Raises:
        NotPermittedError: The caller acts for one partner: the pages are the programme's.
        NotFoundError: The programme does not exist.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
    """
    require_organisation(principal)
    programme = await get(session, principal, Programme, programme_id)
    # Two who write the first one at once take turns here.
    await session.refresh(programme, with_for_update={"key_share": True})
    page = await page_of_programme(session, principal, programme_id)
    if_match.require(page)
    wanted = _columns(given)
    changed = sorted(name for name, value in wanted.items() if getattr(page, name) != value)
    if not changed:
        return page
    before = {name: getattr(page, name) for name in changed if name in _TOLD}
    for name in changed:
        setattr(page, name, wanted[name])
    page.version += 1
    page.updated_at = utc_now()
    session.add(page)
    await session.flush()
    await audit.append(
        session,
        origin=principal.origin,
        action="programme_page.changed",
        subject=("programme", programme_id),
        before=before,
        after={"fields": changed, **{name: wanted[name] for name in changed if name in _TOLD}},
    )
    return page


def _columns(given: ProgrammePageWrite) -> dict[str, Any]:
    plain = given.model_dump(mode="json", exclude={"logo"}, exclude_none=True)
    return {
        "language": given.language,
        "words": dict(given.words),
        "emergency_number": given.emergency_number,
        "helplines": plain.get("helplines"),
        "code_of_conduct": given.code_of_conduct,
        "logo": given.logo.base64 if given.logo else None,
        "logo_type": given.logo.media_type if given.logo else None,
        "feedback": plain["feedback"],
    }


def show_page_of(page: ProgrammePage) -> ProgrammePageRead:
    """Return what a programme says on its pages, as the API shows it."""
    return ProgrammePageRead(
        programme_id=page.programme_id,
        language=page.language,
        words=page.words,
        emergency_number=page.emergency_number,
        helplines=page.helplines,
        code_of_conduct=page.code_of_conduct,
        logo=Logo(media_type=page.logo_type or "", base64=page.logo) if page.logo else None,
        feedback=Feedback.model_validate(page.feedback),
        updated_at=page.updated_at if page.version > 1 else None,
    )


async def read_code(
    session: AsyncSession, principal: Principal, booking: Booking, named: Named, key_ring: KeyRing
) -> DoorCodeRead:
    """Return what somebody's page asks of them, and their code, and write down who has read it.

    Raises:
        NotFoundError: They do not take part.
    """
    (participant,) = await chosen(session, booking, [named])
    link = (await live_links(session, [participant])).get(participant.id)
    person = await session.get(Person, participant.person_id) if participant.person_id else None
    asked = asked_for((await policy_in_force(session, booking)).document.doors, person)
    if link is None or asked is not SecondFact.CODE:
        return DoorCodeRead(asked_for=Asked(asked), code=None, is_locked=bool(link and await is_locked(session, link)))
    await audit.append(
        session,
        origin=principal.origin,
        action="personal_link.code_read",
        subject=("personal_link", link.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after={"participant_id": str(participant.id)},
    )
    return DoorCodeRead(asked_for=Asked(asked), code=code_of(link, key_ring), is_locked=await is_locked(session, link))
