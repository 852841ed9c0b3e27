"""`schedule.notice`: a session is booked some time ahead."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from app.policy.facts import Facts
from app.policy.outcomes import Severity
from app.policy.rule import Met, Parameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import spoken_duration, spoken_limit


class Notice(Parameters):
    """How far ahead a session must be booked."""

    hours: Annotated[
        int, Field(ge=0, le=24 * 90, description="Least time between booking and session, in hours"), Tighter.HIGHER
    ] = 24


@rule(
    code="schedule.notice",
    title="The session is booked far enough ahead",
    description=(
        "There must be enough time between the booking and the start of the session. Exactly the time asked for "
        "is enough. A session that would already have started is always refused."
    ),
    sources=(Source(Document.MENTEES_1MM, "Practical considerations"),),
    parameters=Notice,
)
def schedule_notice(facts: Facts, notice: Notice) -> Verdict:
    """Measure the time that really passes, whatever clocks do in between."""
    ahead = facts.session.starts_at - facts.requested_at
    asked = timedelta(hours=notice.hours)
    seen = {"minutes_ahead": ahead // timedelta(minutes=1), "hours_asked_for": notice.hours}
    if ahead < timedelta():
        return Unmet(
            "The session would already have started.",
            "Ask for a time in the future.",
            seen,
            at_least=Severity.DENY,
        )
    if ahead < asked:
        return Unmet(
            f"The session starts in less than {spoken_limit(ahead)}, and this programme asks for at least "
            f"{spoken_duration(asked)} of notice.",
            f"Ask for a session that starts at least {spoken_duration(asked)} from now.",
            seen,
        )
    return Met("The session is booked far enough ahead.", seen)
