"""`plan.count`: a pairing has no more sessions than the programme's plan."""

from typing import Annotated

from pydantic import Field

from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import counted


class SessionCount(Parameters):
    """How many sessions the plan has."""

    sessions: Annotated[int, Field(ge=1, le=1000, description="Most sessions of a pairing"), Tighter.LOWER] = 7


@rule(
    code="plan.count",
    title="The plan has a session left",
    description=(
        "A pairing has at most as many sessions as the programme's plan. Sessions that were cancelled, declined or "
        "not held do not count."
    ),
    sources=(Source(Document.BROKERAGE, "The role of the mentor"), Source(Document.MENTOR247, "Expectations")),
    parameters=SessionCount,
)
def plan_count(facts: Facts, plan: SessionCount) -> Verdict:
    """Count the sessions that were asked for before this one."""
    before = facts.pairing.sessions_before
    seen = {"sessions_before": before, "sessions_planned": plan.sessions}
    if before < plan.sessions:
        return Met("The plan has a session left for this pairing.", seen)
    return Unmet(
        f"This programme plans {counted(plan.sessions, 'session')} for a pairing, "
        f"and this one has {before} booked or held already.",
        "Try moving a booked session that is still ahead to this time instead, if there is one.",
        seen,
    )
