"""`schedule.clash`: everyone who is needed is free around the time of the session."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from app.policy.facts import Facts
from app.policy.hosts import host_is_able, host_is_free
from app.policy.rule import Met, Parameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import capitalised, spoken_duration, spoken_list

_BUSY: Mapping[str, str] = {
    "mentor": "the mentor",
    "mentee": "the mentee",
    "host": "every Zoom host that could hold the session",
}
_FREE: Mapping[str, str] = {**_BUSY, "host": "a Zoom host"}


class Gap(Parameters):
    """How long everyone needs between two sessions. Whoever gathers the facts looks for bookings this near."""

    gap_minutes: Annotated[
        int,
        Field(ge=0, le=240, description="Least time between two sessions of the same party, in minutes"),
        Tighter.HIGHER,
    ] = 10
    host_gap_minutes: Annotated[
        int,
        Field(
            ge=0,
            le=240,
            description="Least time between two sessions of the same Zoom host, in minutes, where it is more than gap_minutes",
        ),
        Tighter.HIGHER,
    ] = 0

    @property
    def between_sessions_of_a_host(self) -> int:
        """Minutes: never less than everybody needs."""
        return max(self.gap_minutes, self.host_gap_minutes)


@rule(
    code="schedule.clash",
    title="Nobody who is needed is booked already",
    description=(
        "The mentor, the mentee and at least one suitable Zoom host must be free at the time of the session, "
        "and for some minutes before and after it."
    ),
    sources=(Source(Document.PRODUCT, "Nobody is in two sessions at once"),),
    parameters=Gap,
)
def schedule_clash(facts: Facts, gap: Gap) -> Verdict:
    """Name who is busy, never with whom; a lack of able hosts is the business of `host.licence`."""
    host_is_busy = host_is_able(facts) and not host_is_free(facts)
    busy = [*facts.clashes, *(["host"] if host_is_busy else [])]
    seen: Seen = {"busy": [*busy], "gap_minutes": gap.gap_minutes}
    if not busy:
        return Met("Everyone who is needed is free at this time.", seen)
    verb = "is" if len(busy) == 1 else "are"
    apart = timedelta(minutes=gap.between_sessions_of_a_host if host_is_busy else gap.gap_minutes)
    around = f", and for {spoken_duration(apart)} before and after it" if apart else ""
    return Unmet(
        f"{capitalised(spoken_list([_BUSY[each] for each in busy]))} {verb} already booked at this time "
        "or too close to it.",
        f"Choose a time when {spoken_list([_FREE[each] for each in busy])} {verb} free for the whole session{around}.",
        seen,
    )
