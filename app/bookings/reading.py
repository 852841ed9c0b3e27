"""Finding bookings and showing them: findings that rest on the registry only to keys that may read the registry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Uuid, and_, any_, bindparam, func, true, tuple_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased, defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.access.models import Scope
from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.bookings.models import Booking, DecisionRecord, Meeting, MeetingState, Move
from app.bookings.schemas import ApprovalRead, BookingRead, DecisionExplained, DecisionRead, MeetingRead, MoveRead
from app.bookings.staleness import CHANGED, DECIDED_AGAIN, IS_STALE
from app.bookings.states import STANDS_AT_ZOOM, BookingState, MoveState
from app.hosts.models import Host
from app.http.findings import FindingRead
from app.installation.trust import IS_TRUSTED
from app.kit.errors import NotFoundError
from app.kit.pagination import TimePlace
from app.policy.outcomes import Outcome
from app.policy.rules.host_licence import host_licence
from app.policy.rules.modality_allowed import modality_allowed
from app.policy.rules.plan_cadence import plan_cadence
from app.policy.rules.plan_count import plan_count
from app.policy.rules.plan_duration import plan_duration
from app.policy.rules.safety_wishes import safety_wishes
from app.policy.rules.schedule_clash import schedule_clash
from app.policy.rules.schedule_horizon import schedule_horizon
from app.policy.rules.schedule_mutual import schedule_mutual
from app.policy.rules.schedule_notice import schedule_notice
from app.policy.rules.schedule_working_hours import schedule_working_hours
from app.registry.pairings.models import Pairing


async def booking_by_id(session: AsyncSession, booking_id: UUID, partner_scope: UUID | None) -> Booking:
    """Return a booking that the caller may see.

    Raises:
        NotFoundError: There is none.
    """
    return found((await session.exec(_visible(booking_id, partner_scope))).one_or_none(), "Booking")


async def booking_for_update(session: AsyncSession, booking_id: UUID, partner_scope: UUID | None = None) -> Booking:
    """Return a booking, locked until the transaction ends.

    Raises:
        NotFoundError: There is none that the caller may see.
    """
    # Not of its key: what refers to it is written by others too, and neither waits for the other.
    query = _visible(booking_id, partner_scope).with_for_update(key_share=True)
    return found((await session.exec(query.execution_options(populate_existing=True))).one_or_none(), "Booking")


def _visible(booking_id: UUID, partner_scope: UUID | None) -> SelectOfScalar[Booking]:
    return visible_to(partner_scope, select(Booking).where(col(Booking.id) == booking_id), col(Booking.partner_id))


async def list_bookings(
    session: AsyncSession,
    *,
    partner_scope: UUID | None,
    limit: int,
    after: TimePlace | None,
    state: BookingState | None = None,
    partner_id: UUID | None = None,
    programme_id: UUID | None = None,
    pairing_id: UUID | None = None,
    series_id: UUID | None = None,
    person_id: UUID | None = None,
    starts_from: datetime | None = None,
    starts_before: datetime | None = None,
    move_waits: bool | None = None,
) -> Sequence[Booking]:
    """Return bookings in the order of their sessions, those after the place `after`, at most `limit`."""
    by_time = col(Booking.starts_at), col(Booking.id)
    query = visible_to(partner_scope, select(Booking).order_by(*by_time).limit(limit), col(Booking.partner_id))
    if after is not None:
        query = query.where(tuple_(*by_time) > tuple_(after.starts_at, after.id))
    for column, value in (
        (Booking.state, state),
        (Booking.partner_id, partner_id),
        (Booking.programme_id, programme_id),
        (Booking.pairing_id, pairing_id),
        (Booking.series_id, series_id),
    ):
        if value is not None:
            query = query.where(col(column) == value)
    if person_id is not None:
        met = select(Pairing.id).where((col(Pairing.mentor_id) == person_id) | (col(Pairing.mentee_id) == person_id))
        query = query.where(col(Booking.pairing_id).in_(met))
    if starts_from is not None:
        query = query.where(col(Booking.starts_at) >= starts_from)
    if starts_before is not None:
        query = query.where(col(Booking.starts_at) < starts_before)
    if move_waits is not None:
        waiting = select(Move.id).where(
            col(Move.booking_id) == col(Booking.id), col(Move.state) == MoveState.AWAITING_APPROVAL
        )
        query = query.where(waiting.exists() if move_waits else ~waiting.exists())
    return (await session.exec(query)).all()


async def explain(session: AsyncSession, principal: Principal, booking: Booking) -> DecisionExplained:
    """Return the decision that a booking rests on, and to who may read the registry all that it was made from.

    Raises:
        NotFoundError: It has none.
    """
    decision = await session.get(DecisionRecord, booking.decision_id) if booking.decision_id else None
    if decision is None:
        message = "There is no decision about this booking."
        raise NotFoundError(message)
    return DecisionExplained(
        **_decision(principal, decision).model_dump(),
        booking_id=decision.booking_id,
        pairing_id=decision.pairing_id,
        facts=decision.facts if principal.may(Scope.REGISTRY_READ) else None,
        safety=booking.safety,
    )


@dataclass(frozen=True)
class Standing:
    """How a booking stands at one moment, with all that is shown of it.

    `joinable` is its proven meeting, if that may be joined now, by a decision on the facts as they are. There is none while the
    database may be older than what was last done at Zoom.
    """

    booking: Booking
    is_stale: bool
    joinable: Meeting | None
    move: Move | None
    decisions: Mapping[UUID, DecisionRecord]


@dataclass(frozen=True)
class _ByIds:
    """One query for bookings by their ids, as two statements: PostgreSQL keeps a plan for one id, and makes one anew for many."""

    of_one: Select[*tuple[Any, ...]]
    of_many: Select[*tuple[Any, ...]]

    @classmethod
    def of(cls, query: Select[*tuple[Any, ...]]) -> "_ByIds":
        return cls(
            query.where(col(Booking.id) == bindparam("booking", type_=Uuid)),
            query.where(col(Booking.id) == any_(bindparam("bookings", type_=ARRAY(Uuid)))),
        )


_LATEST_MOVE: Final = aliased(Move)
_STANDING: Final[Select[*tuple[Any, ...]]] = (
    select_columns(
        col(Booking.id),
        IS_STALE,
        and_(IS_TRUSTED, func.coalesce(and_(col(Host.active), col(Host.enabled)), true())),
        Meeting,
        Move,
        DecisionRecord,
    )
    .outerjoin(Host, col(Host.id) == col(Booking.host_id))
    .outerjoin(
        Meeting,
        and_(
            col(Meeting.booking_id) == col(Booking.id),
            col(Meeting.state) == MeetingState.PROVEN,
            col(Meeting.join_url).is_not(None),
            col(Meeting.proven_at).is_not(None),
        ),
    )
    .outerjoin(
        Move,
        col(Move.id)
        == select_columns(col(_LATEST_MOVE.id))
        .where(col(_LATEST_MOVE.booking_id) == col(Booking.id))
        # Ids sort by age.
        .order_by(col(_LATEST_MOVE.id).desc())
        .limit(1)
        .scalar_subquery(),
    )
    .outerjoin(DecisionRecord, col(DecisionRecord.id).in_([col(Booking.decision_id), col(Move.decision_id)]))
    # Large, and shown by itself alone.
    .options(defer(DecisionRecord.facts))  # type: ignore[arg-type]  # SQLModel's attributes are SQLAlchemy's
)
_STANDING_ALONE: Final = _ByIds.of(_STANDING)
_STANDING_WITH_BOOKING: Final = _ByIds.of(_STANDING.add_columns(Booking))


async def standing_of(session: AsyncSession, booking_ids: Sequence[UUID]) -> Sequence[Standing]:
    """Return these bookings as they are now, in their order."""
    rows = await _rows(session, _STANDING_WITH_BOOKING, booking_ids)
    return _standings(rows, {row[0]: row[-1] for row in rows}, booking_ids)


async def joinable_meeting(session: AsyncSession, booking: Booking) -> Meeting | None:
    """Return the meeting of a booking, if it may be joined now."""
    (standing,) = _standings(await _rows(session, _STANDING_ALONE, [booking.id]), {booking.id: booking}, [booking.id])
    return standing.joinable


async def show(session: AsyncSession, principal: Principal, bookings: Sequence[Booking]) -> list[BookingRead]:
    """Return bookings as a caller may see them, without the ways into their meetings: see `app.bookings.meeting_access`."""
    ids = [booking.id for booking in bookings]
    # Asked after the bookings were read: what changes in between makes them stale.
    rows = await _rows(session, _STANDING_ALONE, ids)
    standings = _standings(rows, {booking.id: booking for booking in bookings}, ids)
    return [show_standing(principal, standing) for standing in standings]


def show_standing(principal: Principal, standing: Standing) -> BookingRead:
    """Return a booking as a caller may see it, without the way into its meeting."""
    read = _show(principal, standing)
    if standing.is_stale and standing.booking.state in DECIDED_AGAIN and read.problem is None:
        read.problem = CHANGED
    return read


async def _rows(session: AsyncSession, by_ids: _ByIds, booking_ids: Sequence[UUID]) -> Sequence[Row[*tuple[Any, ...]]]:
    is_one = len(booking_ids) == 1
    query = by_ids.of_one if is_one else by_ids.of_many
    asked = {"booking": booking_ids[0]} if is_one else {"bookings": list(booking_ids)}
    found: Sequence[Row[*tuple[Any, ...]]] = (await session.exec(query, params=asked)).all()  # type: ignore[call-overload]  # SQLAlchemy's own select
    return found


def _standings(
    rows: Sequence[Row[*tuple[Any, ...]]], bookings: Mapping[UUID, Booking], booking_ids: Sequence[UUID]
) -> Sequence[Standing]:
    of_booking = {row[0]: row for row in rows}
    decisions = {row[5].id: row[5] for row in rows if row[5] is not None}

    def standing(booking: Booking) -> Standing:
        _, is_stale, is_in_use, meeting, move, *_ = of_booking[booking.id]
        # In force at once, before the worker comes: the way in is gone when a fact changes, or the host is out of use.
        is_open = booking.state in STANDS_AT_ZOOM and booking.end_requested_at is None and not is_stale and is_in_use
        return Standing(booking, is_stale, meeting if is_open else None, move, decisions)

    return [standing(bookings[booking_id]) for booking_id in booking_ids]


def _decision(principal: Principal, decision: DecisionRecord) -> DecisionRead:
    read = DecisionRead.model_validate(decision)
    findings = findings_for(principal, decision.findings)
    return read.model_copy(update={"findings": [FindingRead.model_validate(each) for each in findings]})


def _decision_of(
    principal: Principal, decisions: Mapping[UUID, DecisionRecord], decision_id: UUID | None
) -> DecisionRead | None:
    decision = decisions.get(decision_id) if decision_id else None
    return _decision(principal, decision) if decision else None


def _approval(principal: Principal, booking: Booking) -> ApprovalRead | None:
    if booking.approval_expires_at is None and booking.approval_at is None:
        return None
    return ApprovalRead(
        expires_at=booking.approval_expires_at,
        decided_at=booking.approval_at,
        decided_by=booking.approval_by,
        requested_by=booking.requested_by,
        requested_by_role=booking.requested_by_role,
        reason=booking.approval_reason if principal.may(Scope.REGISTRY_READ) else None,
        rules=rules_for(principal, booking.approved_rules),
    )


_OF_BOOKING: Final = set(BookingRead.model_fields) - {"decision", "meeting", "approval", "move"}
_OF_MOVE: Final = set(MoveRead.model_fields) - {"decision", "expires_at", "reason"}


def _show(principal: Principal, standing: Standing) -> BookingRead:
    booking, meeting, move, decisions = standing.booking, standing.joinable, standing.move, standing.decisions
    shown = None
    if meeting is not None and meeting.proven_at is not None:
        shown = MeetingRead(zoom_meeting_id=meeting.zoom_meeting_id, proven_at=meeting.proven_at, safety=meeting.proof)
    return BookingRead(
        **booking.model_dump(include=_OF_BOOKING),
        move=MoveRead(
            **move.model_dump(include=_OF_MOVE),
            reason=move.reason if principal.may(Scope.REGISTRY_READ) else None,
            expires_at=move.approval_expires_at,
            decision=_decision_of(principal, decisions, move.decision_id),
        )
        if move
        else None,
        approval=_approval(principal, booking),
        decision=_decision_of(principal, decisions, booking.decision_id),
        meeting=shown,
    )


# What whoever books knows already: the session that they ask for, and the calendar. A rule that is not here is withheld, so
# that a new one is private until somebody decides.
_ABOUT_THE_SESSION: Final = frozenset(
    rule.code
    for rule in (
        host_licence,
        modality_allowed,
        plan_cadence,
        plan_count,
        plan_duration,
        safety_wishes,
        schedule_clash,
        schedule_horizon,
        schedule_mutual,
        schedule_notice,
        schedule_working_hours,
    )
)

WITHHELD: Final = "registry"
"""The code of the one finding that stands for all of those that rest on the registry."""

_ASK: Final = "Ask a coordinator of the programme, who can see the reason and correct it."
# One stands for all, however many rules there are: their number would tell which they are.
_NEUTRAL: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.WARN: ("There is something that a coordinator should look at.", _ASK),
    Outcome.APPROVE: (
        "The session needs a coordinator's approval.",
        "A coordinator of the programme can approve the session; nobody else needs to do anything.",
    ),
    Outcome.DENY: ("The programme's rules do not allow the session as things stand.", _ASK),
}


def findings_for(principal: Principal, findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return findings as this caller may see them.

    Without `registry:read`, those that rest on people and papers become one neutral finding with the worst of their outcomes, or
    none where all of them pass. Whether it is an age, a risk or a missing paper, nobody can tell.
    """
    if principal.may(Scope.REGISTRY_READ):
        return [dict(each) for each in findings]
    seen: list[dict[str, Any]] = []
    withheld: set[Outcome] = set()
    for each in findings:
        if each["code"] in _ABOUT_THE_SESSION:
            seen.append(dict(each))
        else:
            withheld.add(Outcome(each["outcome"]))
    worst = max(withheld, default=Outcome.PASS)
    return [_neutral(worst), *seen] if worst in _NEUTRAL else seen


def rules_for(principal: Principal, codes: Iterable[str]) -> list[str]:
    """Return the codes of rules as this caller may see them, as `findings_for` does."""
    if principal.may(Scope.REGISTRY_READ):
        return list(codes)
    return sorted({code if code in _ABOUT_THE_SESSION else WITHHELD for code in codes})


def _neutral(outcome: Outcome) -> dict[str, Any]:
    sentence, remedy = _NEUTRAL[outcome]
    return {
        "code": WITHHELD,
        "outcome": outcome.value,
        "sentence": sentence,
        "facts": {},
        "remedy": remedy,
        "source": "The programme's policy",
    }
