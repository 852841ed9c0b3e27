"""`schedule.horizon`: a session is not booked for a day that nobody can know anything about yet."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter


class Horizon(Parameters):
    """How far ahead a session may be booked."""

    days: Annotated[int, Field(ge=1, le=730, description="Most days between booking and session"), Tighter.LOWER] = 180


@rule(
    code="schedule.horizon",
    title="The session is not too far ahead",
    description=(
        "The day of the session must not be further ahead than the programme books. "
        "Days are counted by the calendar where the programme is."
    ),
    sources=(Source(Document.PRODUCT, "What is booked can be foreseen"),),
    parameters=Horizon,
)
def schedule_horizon(facts: Facts, horizon: Horizon) -> Verdict:
    """Count local days from the day of the request, so that a clock change moves no limit."""
    asked_on = facts.requested_at.astimezone(ZoneInfo(facts.session.time_zone)).date()
    ahead = (facts.session.local_date - asked_on).days
    seen = {"days_ahead": ahead, "most_days_ahead": horizon.days}
    if ahead <= horizon.days:
        return Met("The session is not too far ahead.", seen)
    return Unmet(
        f"The session is {ahead} days ahead, and this programme books at most {horizon.days} days ahead.",
        f"Choose a day that is at most {horizon.days} days ahead, or try again later.",
        seen,
    )
