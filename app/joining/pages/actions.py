"""What the buttons of a page do, but the one that leads into the room. Each returns the sentence that the page then says."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from pydantic_core import to_json
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.bookings.answers.models import AnswerKind, ParticipantAnswer
from app.bookings.concerns.schemas import ConcernReport, Reporter
from app.bookings.concerns.service import report_concern
from app.bookings.participants.models import ParticipantRole
from app.bookings.reading import booking_for_update
from app.bookings.service import cancel_booking
from app.bookings.states import TRANSITIONS, BookingState
from app.incidents.models import Incident
from app.incidents.service import open_incident
from app.joining.pages.acting import ActingParticipant
from app.joining.pages.page import OF_THE_PAIRING
from app.joining.pages.questions import answers_in
from app.joining.pages.seen import Seen
from app.kit.encryption import KeyRing, context_of
from app.policy import EvidenceKind, IncidentKind
from app.registry.evidence.schemas import EvidenceGive
from app.registry.evidence.service import give_evidence, withdraw_evidence


class Action(StrEnum):
    """The buttons of a page, by the last part of the address that they send to."""

    ENTER = "enter"
    GO = "go"
    ACCEPT = "accept"
    AGREE = "agree"
    WITHDRAW = "withdraw"
    DECLINE = "decline"
    ANOTHER_TIME = "another-time"
    WORRIED = "worried"
    TOOK_PLACE = "took-place"
    FEEDBACK = "feedback"


Form = Mapping[str, str]
Done = Callable[[AsyncSession, Seen, ActingParticipant, Form, KeyRing], Awaitable[str]]

_NOTHING: Final = "agree.nothing_to_change"
_REPORTERS: Final = {ParticipantRole.MENTOR: Reporter.MENTOR, ParticipantRole.MENTEE: Reporter.MENTEE}


async def _accept(session: AsyncSession, seen: Seen, by: ActingParticipant, _: Form, key_ring: KeyRing) -> str:
    agreements = seen.agreements
    if agreements is None or agreements.conduct is None or agreements.conduct.holds or seen.person is None:
        return _NOTHING
    given = EvidenceGive(
        kind=EvidenceKind.CODE_OF_CONDUCT_ACCEPTED,
        person_id=seen.person.id,
        edition=agreements.edition,
        document=_where(seen),
    )
    await give_evidence(session, by, given, key_ring)
    return "conduct.done"


async def _agree(session: AsyncSession, seen: Seen, by: ActingParticipant, _: Form, key_ring: KeyRing) -> str:
    if seen.agreements is None or seen.agreements.consent.holds or seen.person is None:
        return _NOTHING
    given = EvidenceGive(kind=EvidenceKind.VIRTUAL_MEETING_CONSENT, person_id=seen.person.id, document=_where(seen))
    await give_evidence(session, by, given, key_ring)
    return "consent.done"


async def _withdraw(session: AsyncSession, seen: Seen, by: ActingParticipant, _: Form, __: KeyRing) -> str:
    consent = seen.agreements.consent if seen.agreements is not None else None
    if consent is None or not consent.holds or consent.newest is None:
        return _NOTHING
    await withdraw_evidence(session, by, consent.newest.id, "Withdrawn by the person, on their own page.")
    return "consent.withdrawn"


async def _decline(session: AsyncSession, seen: Seen, by: ActingParticipant, form: Form, key_ring: KeyRing) -> str:
    if not seen.page.may_decline:
        return "decline.already"
    booking = await booking_for_update(session, seen.booking.id)
    await _answer(session, seen, by, AnswerKind.CANNOT_COME, {"message": form.get("message", "")}, key_ring)
    cancels = (
        seen.policy.document.doors.declining_cancels
        and seen.role in OF_THE_PAIRING
        and seen.now < booking.starts_at
        and BookingState.CANCELLED in TRANSITIONS[booking.state]
    )
    await _report(
        session,
        seen,
        by,
        IncidentKind.CANNOT_COME,
        summary=f"The {seen.role} said on their page that they cannot come to a session.",
        remedy="Read what they wrote with GET /v1/bookings/{id}/answers, tell the others, and "
        + ("arrange another session. This one is cancelled." if cancels else "move or cancel the session."),
        details={"role": seen.role, "cancelled": cancels},
    )
    if not cancels:
        return "decline.done"
    await cancel_booking(session, by, booking.id, f"The {seen.role} said on their page that they cannot come.")
    return "decline.cancelled"


async def _another_time(session: AsyncSession, seen: Seen, by: ActingParticipant, form: Form, key_ring: KeyRing) -> str:
    if not seen.page.may_ask_another_time:
        return _NOTHING
    await _answer(session, seen, by, AnswerKind.ANOTHER_TIME, {"message": form.get("message", "")}, key_ring)
    await _report(
        session,
        seen,
        by,
        IncidentKind.ANOTHER_TIME_WANTED,
        summary=f"The {seen.role} asked on their page for another time for a session.",
        remedy="Read what they wrote with GET /v1/bookings/{id}/answers, ask the other person, and move the session.",
        details={"role": seen.role},
    )
    return "another_time.done"


async def _worried(session: AsyncSession, seen: Seen, by: ActingParticipant, form: Form, key_ring: KeyRing) -> str:
    text = form.get("text", "").strip() or seen.words.say("worried.nothing_written")
    reporter = _REPORTERS.get(seen.role, Reporter.SOMEBODY_ELSE)
    # The form carries the concern's number, so that one that is sent again after a lost answer is one concern.
    number = _number(form.get("once", ""))
    known = await session.get(Incident, number) if number is not None else None
    if known is None:
        given = ConcernReport(reported_by=reporter, text=text)
        await report_concern(session, by, seen.booking.id, given, key_ring, incident_id=number)
    elif known.booking_id != seen.booking.id:
        await report_concern(session, by, seen.booking.id, ConcernReport(reported_by=reporter, text=text), key_ring)
    return "worried.done"


async def _took_place(session: AsyncSession, seen: Seen, by: ActingParticipant, form: Form, key_ring: KeyRing) -> str:
    if not seen.page.asks_afterwards:
        return _NOTHING
    held = form.get("held", "")
    if held not in {"yes", "no"}:
        return "took_place.nothing"
    content = {"held": held, "notes": form.get("notes", "")}
    await _answer(session, seen, by, AnswerKind.TOOK_PLACE, content, key_ring)
    return "took_place.done"


async def _feedback(session: AsyncSession, seen: Seen, by: ActingParticipant, form: Form, key_ring: KeyRing) -> str:
    if seen.survey is None:
        return _NOTHING
    answers = answers_in(form, seen.survey)
    if not answers:
        return "feedback.nothing"
    asked = {each.name: each.text for each in seen.survey.questions}
    content = {name: {"question": asked[name], "answer": text} for name, text in answers.items()}
    await _answer(session, seen, by, seen.survey.kind, content, key_ring)
    return "feedback.done"


ACTIONS: Final[Mapping[Action, Done]] = {
    Action.ACCEPT: _accept,
    Action.AGREE: _agree,
    Action.WITHDRAW: _withdraw,
    Action.DECLINE: _decline,
    Action.ANOTHER_TIME: _another_time,
    Action.WORRIED: _worried,
    Action.TOOK_PLACE: _took_place,
    Action.FEEDBACK: _feedback,
}


async def _answer(
    session: AsyncSession,
    seen: Seen,
    by: ActingParticipant,
    kind: AnswerKind,
    content: Mapping[str, object],
    key_ring: KeyRing,
) -> None:
    answer = ParticipantAnswer(
        booking_id=seen.booking.id, participant_id=seen.found.participant.id, kind=kind, content=""
    )
    said = {name: value.strip() if isinstance(value, str) else value for name, value in content.items() if value}
    answer.content = key_ring.encrypt(to_json(said).decode(), context=context_of(answer, "content"))
    session.add(answer)
    await audit.append(
        session,
        origin=by.origin,
        action="participant.answered",
        subject=("participant", seen.found.participant.id),
        partner_id=seen.booking.partner_id,
        booking_id=seen.booking.id,
        after={"kind": kind, "answer_id": str(answer.id)},
    )


async def _report(
    session: AsyncSession,
    seen: Seen,
    by: ActingParticipant,
    kind: IncidentKind,
    *,
    summary: str,
    remedy: str,
    details: Mapping[str, object],
) -> None:
    await open_incident(
        session,
        by.origin,
        kind,
        severity=seen.policy.document.incidents[kind],
        summary=summary,
        remedy=remedy,
        details=details,
        partner_id=seen.booking.partner_id,
        programme_id=seen.booking.programme_id,
        booking_id=seen.booking.id,
        subject=seen.role,
    )


def _where(seen: Seen) -> str:
    """Return where it can be seen that somebody agreed: the trail tells of the press under this link's id."""
    return f"Their own page, personal link {seen.found.link.id}"


def _number(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
