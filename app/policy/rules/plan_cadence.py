"""`plan.cadence`: the sessions of a pairing follow each other in the plan's rhythm."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from app.policy.facts import Facts
from app.policy.rule import Met, NotConcerned, Parameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import counted, spoken_list


class Cadence(Parameters):
    """How many days lie between one session and the next, give or take some."""

    days: Annotated[int, Field(ge=1, le=366, description="Days from one session to the next"), Tighter.NEITHER] = 7
    tolerance_days: Annotated[
        int, Field(ge=0, le=366, description="Days that a session may be earlier or later"), Tighter.LOWER
    ] = 2


@rule(
    code="plan.cadence",
    title="Sessions follow each other in the plan's rhythm",
    description=(
        "The days from the pairing's previous session to this one, and from this one to the next, must be what the "
        "programme's plan says, give or take some. Days are counted by the calendar where the programme is."
    ),
    sources=(Source(Document.BROKERAGE, "The role of the mentor"),),
    parameters=Cadence,
)
def plan_cadence(facts: Facts, cadence: Cadence) -> Verdict:
    """Compare local dates, so that neither the hour nor a clock change matters."""
    zone, day = ZoneInfo(facts.session.time_zone), facts.session.local_date
    neighbours = {
        "previous": facts.pairing.previous_session_at,
        "next": facts.pairing.next_session_at,
    }
    distances = {
        name: abs((day - at.astimezone(zone).date()).days) for name, at in neighbours.items() if at is not None
    }
    seen = {
        **{f"days_to_{name}_session": days for name, days in distances.items()},
        "days": cadence.days,
        "tolerance_days": cadence.tolerance_days,
    }
    if not distances:
        return NotConcerned("This pairing has no other session yet.", seen)
    out_of_rhythm = {
        name: days for name, days in distances.items() if abs(days - cadence.days) > cadence.tolerance_days
    }
    if not out_of_rhythm:
        return Met("The session is in the rhythm that this programme plans.", seen)
    shortest, longest = max(0, cadence.days - cadence.tolerance_days), cadence.days + cadence.tolerance_days
    planned = counted(longest, "day") if shortest == longest else f"{shortest} to {counted(longest, 'day')}"
    words = {"previous": "after the previous session", "next": "before the next session"}
    found = spoken_list([f"{counted(days, 'day')} {words[name]}" for name, days in out_of_rhythm.items()])
    return Unmet(
        f"The session is {found}, and this programme plans {planned} between two sessions.",
        f"Choose a day that is {planned} from the sessions before and after it.",
        seen,
    )
