"""`mentee.minimum-age`: the mentee is old enough for the programme on the day of the session."""

from typing import Annotated

from pydantic import Field

from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter


class MinimumAge(Parameters):
    """How old a mentee must be."""

    age: Annotated[int, Field(ge=0, le=120, description="Youngest age of a mentee, in whole years"), Tighter.HIGHER] = (
        18
    )


@rule(
    code="mentee.minimum-age",
    title="The mentee is old enough",
    description=(
        "The mentee must have reached the programme's minimum age on the day of the session, where the programme is. "
        "The age on the day of the booking does not count."
    ),
    sources=(Source(Document.ZOOM_1MM, "Organisation"),),
    parameters=MinimumAge,
)
def mentee_minimum_age(facts: Facts, minimum: MinimumAge) -> Verdict:
    """Compare the age on the session's local date; an unknown age is not old enough.

    The finding does not tell the age: whoever books need not know it.
    """
    age = facts.mentee.age
    seen: Seen = {
        "age_known": age is not None,
        "minimum_age": minimum.age,
        "session_date": facts.session.local_date.isoformat(),
    }
    if age is None:
        return Unmet(
            f"The mentee's age is not known, and this programme is for mentees of {minimum.age} or over.",
            "Ask the partner's coordinator to record the mentee's date of birth.",
            seen,
        )
    if age < minimum.age:
        return Unmet(
            f"The mentee will be under {minimum.age} on the day of the session, "
            f"and this programme is for mentees of {minimum.age} or over.",
            f"Choose a date on or after the mentee's {_ordinal(minimum.age)} birthday. "
            "If the recorded date of birth is wrong, ask the partner's coordinator to correct it.",
            seen,
        )
    return Met(f"The mentee will be {minimum.age} or over on the day of the session.", seen)


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
