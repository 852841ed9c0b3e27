"""`mentee.age-band`: the mentee has an age that the programme's guidance is written for."""

from typing import Annotated

from pydantic import Field

from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter

_Age = Annotated[int, Field(ge=0, le=120)]


class AgeBand(Parameters):
    """Youngest and oldest mentee; both ages are inside the band themselves."""

    youngest: Annotated[_Age, Field(description="Youngest age inside the band, in whole years"), Tighter.HIGHER] = 18
    oldest: Annotated[_Age, Field(description="Oldest age inside the band, in whole years"), Tighter.LOWER] = 25

    def contradiction(self) -> str | None:
        """The youngest may not be older than the oldest."""
        return "the youngest age must not be above the oldest" if self.youngest > self.oldest else None


@rule(
    code="mentee.age-band",
    title="The mentee has an age that the guidance is written for",
    description=(
        "The mentee's age on the day of the session must lie inside the band that the programme's guidance is written "
        "for. Whoever has reached the oldest age is inside until the next birthday."
    ),
    sources=(Source(Document.MENTEES_1MM, "Virtual mentoring guidance for mentees age 18-25 years"),),
    parameters=AgeBand,
)
def mentee_age_band(facts: Facts, band: AgeBand) -> Verdict:
    """Compare the age on the session's local date without telling it, nor on which side it lies outside."""
    age = facts.mentee.age
    seen: Seen = {
        "age_known": age is not None,
        "youngest": band.youngest,
        "oldest": band.oldest,
        "session_date": facts.session.local_date.isoformat(),
    }
    ages = f"{band.youngest} to {band.oldest}"
    if age is None:
        return Unmet(
            f"The mentee's age is not known, and this programme's guidance is written for mentees of {ages}.",
            "Ask the partner's coordinator to record the mentee's date of birth.",
            seen,
        )
    if band.youngest <= age <= band.oldest:
        return Met(f"The mentee's age is one that this programme's guidance is written for, {ages}.", seen)
    return Unmet(
        "The mentee's age on the day of the session lies outside the ages that this programme's guidance is written for, "
        f"{ages}.",
        "Ask the partner's coordinator whether this programme is the right one for the mentee. "
        "If the recorded date of birth is wrong, ask them to correct it.",
        seen,
    )
