"""`plan.duration`: a session is as long as the programme's plan says."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import spoken_duration, spoken_range

_Minutes = Annotated[int, Field(ge=1, le=24 * 60)]


class Duration(Parameters):
    """Shortest and longest session, in minutes; both are allowed themselves."""

    minimum_minutes: Annotated[_Minutes, Field(description="Shortest session, in minutes"), Tighter.HIGHER] = 15
    maximum_minutes: Annotated[_Minutes, Field(description="Longest session, in minutes"), Tighter.LOWER] = 90

    def contradiction(self) -> str | None:
        """The shortest session may not be longer than the longest."""
        if self.minimum_minutes > self.maximum_minutes:
            return "the shortest session must not be longer than the longest"
        return None


@rule(
    code="plan.duration",
    title="The session is as long as the programme plans",
    description="The time from start to end must be what the programme's plan of sessions says.",
    sources=(Source(Document.BROKERAGE, "The role of the mentor"), Source(Document.MENTOR247, "Expectations")),
    parameters=Duration,
)
def plan_duration(facts: Facts, duration: Duration) -> Verdict:
    """Measure the time that really passes, whatever clocks do in between."""
    length = facts.session.length
    shortest, longest = timedelta(minutes=duration.minimum_minutes), timedelta(minutes=duration.maximum_minutes)
    seen = {
        "length_seconds": length // timedelta(seconds=1),
        "minimum_minutes": duration.minimum_minutes,
        "maximum_minutes": duration.maximum_minutes,
    }
    if shortest <= length <= longest:
        return Met("The session is as long as this programme plans.", seen)
    planned = spoken_duration(shortest) if shortest == longest else spoken_range(shortest, longest)
    return Unmet(
        f"The session is {spoken_duration(length)} long, and sessions of this programme last {planned}.",
        f"Ask for a session that lasts {planned}.",
        seen,
    )
