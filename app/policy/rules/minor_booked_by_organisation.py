"""`minor.booked-by-organisation`: for a young mentee only the organisation arranges sessions."""

from typing import Annotated

from pydantic import Field

from app.policy.ages import may_be_under
from app.policy.facts import Facts
from app.policy.rule import Met, NotConcerned, Parameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import spoken_youth


class AdultAge(Parameters):
    """From which age on a mentee's sessions may be arranged without the organisation."""

    adult_from: Annotated[
        int,
        Field(ge=18, le=120, description="Mentees younger than this, in whole years, are booked by the organisation"),
        Tighter.HIGHER,
    ] = 18


@rule(
    code="minor.booked-by-organisation",
    title="Sessions of a young mentee are booked by the organisation",
    description=(
        "Where the mentee is under 18, or the age is not known, only a coordinator of the organisation may book. "
        "Neither the mentor nor a booking website acting for mentor or mentee may."
    ),
    sources=(Source(Document.BROKERAGE, "The role of the mentor"),),
    parameters=AdultAge,
)
def minor_booked_by_organisation(facts: Facts, adult: AdultAge) -> Verdict:
    """Treat an unknown age as a young one: when in doubt, the organisation arranges."""
    age = facts.mentee.age
    seen = {"age_known": age is not None, "adult_from": adult.adult_from, "requested_by": facts.requested_by}
    if not may_be_under(age, adult.adult_from):
        return NotConcerned(f"The mentee will be {adult.adult_from} or over on the day of the session.", seen)
    about_age = spoken_youth(age, adult.adult_from)
    if facts.requested_by == "coordinator":
        return Met(f"{about_age}, and a coordinator is making the booking.", seen)
    record_age = " If the mentee is older, ask them to record the mentee's date of birth." if age is None else ""
    return Unmet(
        f"{about_age}, so only a coordinator of the organisation may book the session.",
        f"Ask the partner's coordinator to book this session.{record_age}",
        seen,
    )
