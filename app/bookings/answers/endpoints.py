"""What people answered on their pages, over HTTP."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from app.access.authentication import RegistryReader
from app.bookings.answers import service
from app.bookings.answers.feedback import LONGEST_RANGE, feedback_of
from app.bookings.answers.schemas import AnswerList, FeedbackList, FeedbackPart
from app.bookings.examples import BOOKING_ID
from app.bookings.reading import booking_by_id
from app.http.answers import NO_STORE
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.expanding import expandable
from app.http.fields import Day
from app.http.problems import problems
from app.http.tables import AS_TABLE, WantsTable, table
from app.http.weeks import WEEK, days_of
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError
from app.registry import examples

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])
programmes_router = APIRouter(prefix="/v1/programmes", tags=["Bookings"])

_COLUMNS: Final = (
    "date",
    "kind",
    "role",
    "name",
    "question",
    "answer",
    "answered_at",
    "booking_id",
    "pairing_id",
)

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)]


@router.get(
    "/{booking_id}/answers",
    summary="Read what people said on their pages",
    operation_id="list_participant_answers",
    responses=problems(404, 422),
)
async def list_participant_answers(
    booking_id: BookingId,
    principal: RegistryReader,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> AnswerList:
    """Why somebody cannot come, which times they would like, whether the session took place, and feedback.

    Notes for the weekly record stand with whether it took place. Each reading is an entry in the trail, without what was said.
    """
    booking = await booking_by_id(session, booking_id, principal.partner_id)
    items = await service.read_answers(session, principal, booking, settings.key_ring)
    response.headers["Cache-Control"] = NO_STORE
    return AnswerList(items=list(items))


@programmes_router.get(
    "/{programme_id}/feedback",
    summary="Read the feedback of a programme",
    operation_id="list_programme_feedback",
    response_model=FeedbackList,
    responses={**AS_TABLE, **problems(404, 422)},
)
async def list_programme_feedback(
    programme_id: Annotated[UUID, Path(description="The programme's id.", openapi_examples=examples.PROGRAMME_ID)],
    principal: RegistryReader,
    session: SessionDependency,
    settings: SettingsDependency,
    parts: Annotated[frozenset[FeedbackPart], Depends(expandable(FeedbackPart))],
    wants_table: WantsTable,
    response: Response,
    week: Annotated[
        str | None,
        Query(
            pattern=WEEK,
            description="After the sessions of this week; of the present one, where no days are named either.",
            openapi_examples={"demo": {"summary": "A week of ISO 8601", "value": "2026-W48"}},
        ),
    ] = None,
    from_: Annotated[
        Day | None, Query(alias="from", description="After sessions of this day or later, such as 2026-11-01.")
    ] = None,
    to: Annotated[
        Day | None,
        Query(description=f"After sessions before this day; at most {LONGEST_RANGE} days after `from`."),
    ] = None,
) -> FeedbackList | Response:
    """What mentors and mentees answered at the mid-point and the end-point of their sessions. For a partner's key, its own alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table with a row for each question. Each reading is an entry in the
    trail, without what was said.
    """
    first, end = _days(week, from_, to)
    found = await feedback_of(
        session,
        principal,
        programme_id,
        first,
        end,
        settings.key_ring,
        with_questions=wants_table or FeedbackPart.QUESTIONS in parts,
    )
    if wants_table:
        return table(_COLUMNS, _rows(found), name=f"feedback-{week or first}")
    response.headers["Cache-Control"] = NO_STORE
    return found


def _days(week: str | None, from_: date | None, to: date | None) -> tuple[date, date]:
    if week is not None and from_ is None and to is None:
        return days_of(week)
    if week is None and from_ is not None and to is not None:
        return from_, to
    if week is None and from_ is None and to is None:
        today = utc_now().date()
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    message = "name a week, or the days: `from` and `to`"
    raise InvalidFieldsError(FieldError("query.week", message))


def _rows(found: FeedbackList) -> Iterator[Sequence[object]]:
    for each in found.items:
        for said in each.answers:
            yield (
                each.date,
                each.kind,
                each.role,
                said.name,
                said.question,
                said.answer,
                each.answered_at.isoformat(),
                each.booking_id,
                each.pairing_id,
            )
