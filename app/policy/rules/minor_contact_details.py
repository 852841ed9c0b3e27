"""`minor.contact-details`: nobody has to tell a young mentee's phone number, or theirs to the mentee."""

from typing import Annotated

from pydantic import Field

from app.policy.ages import may_be_under
from app.policy.facts import Facts
from app.policy.rule import Met, NotConcerned, Parameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import spoken_youth


class AdultAge(Parameters):
    """From which age on mentor and mentee may speak by phone."""

    adult_from: Annotated[
        int,
        Field(ge=18, le=120, description="Mentees younger than this, in whole years, are not met by phone"),
        Tighter.HIGHER,
    ] = 18


@rule(
    code="minor.contact-details",
    title="Phone numbers of a young mentee and the mentor stay private",
    description=(
        "Where the mentee is under 18, or the age is not known, the session is not held by phone, "
        "because mentor and mentee would have to tell each other their phone numbers."
    ),
    sources=(Source(Document.BROKERAGE, "Contact with mentees outside the programme"),),
    parameters=AdultAge,
)
def minor_contact_details(facts: Facts, adult: AdultAge) -> Verdict:
    """Treat an unknown age as a young one: when in doubt, no number is told."""
    age = facts.mentee.age
    seen: Seen = {"age_known": age is not None, "adult_from": adult.adult_from, "modality": facts.session.modality}
    if not may_be_under(age, adult.adult_from):
        return NotConcerned(f"The mentee will be {adult.adult_from} or over on the day of the session.", seen)
    if facts.session.modality != "phone":
        return Met("For this session nobody has to tell a phone number.", seen)
    return Unmet(
        f"{spoken_youth(age, adult.adult_from)}, "
        "and for a session by phone mentor and mentee would have to tell each other their numbers.",
        "Ask for a session on Zoom.",
        seen,
    )
