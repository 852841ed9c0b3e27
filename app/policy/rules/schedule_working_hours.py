"""`schedule.working-hours`: a session takes place during the working day."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from app.policy.calendar import MONDAY_TO_FRIDAY, Weekday, is_bank_holiday, is_region, not_to_be_chosen
from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import spoken_list


def _known_region(region: str) -> str:
    if not is_region(region):
        raise ValueError("the bank holidays of this region are not known; it is written as in GB-ENG")
    return region


LocalTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day on the programme's clocks, such as `09:00`; these texts sort as the times do."""


class WorkingHours(Parameters):
    """The programme's working week on its own clocks. A session may fill a working day from start to end."""

    weekdays: Annotated[
        tuple[Annotated[Weekday, Field(strict=False)], ...],
        Field(strict=False, max_length=7, description="Days of the week on which sessions take place"),
        Tighter.FEWER,
    ] = MONDAY_TO_FRIDAY
    start: Annotated[LocalTime, Field(description="Start of the working day, local time"), Tighter.HIGHER] = "09:00"
    end: Annotated[LocalTime, Field(description="End of the working day, local time"), Tighter.LOWER] = "17:30"
    region: Annotated[
        str,
        Field(max_length=40, description="Region whose bank holidays are no working days, such as GB-ENG"),
        AfterValidator(_known_region),
        Tighter.NEITHER,
    ] = "GB-ENG"
    reason_replaces_approval: Annotated[
        bool,
        Field(description="Whether a stated reason for another time is enough where an approval would be needed"),
        Tighter.LOWER,
    ] = False

    def contradiction(self) -> str | None:
        """There must be a working day, and it must end after it starts."""
        if not self.weekdays:
            return "there must be at least one working day"
        return None if self.start < self.end else "the working day must end after it starts"

    def outdated(self) -> str | None:
        """A country whose parts have bank holidays of their own can be read, as all of them together, but not chosen."""
        return not_to_be_chosen(self.region)


@rule(
    code="schedule.working-hours",
    title="The session takes place during the working day",
    description=(
        "The whole session must lie inside the programme's working hours, on one of its working days and not on a "
        "bank holiday of its region. Hours and days are those where the programme is. Where the programme says so, "
        "a stated reason stands in for an approval."
    ),
    sources=(Source(Document.MENTEES_1MM, "Practical considerations"),),
    parameters=WorkingHours,
)
def schedule_working_hours(facts: Facts, hours: WorkingHours) -> Verdict:
    """Compare moments with the moments at which the working day starts and ends, whatever clocks do that day."""
    session, zone = facts.session, ZoneInfo(facts.session.time_zone)
    day = session.local_date
    opens, closes = (datetime.combine(day, time.fromisoformat(each), zone) for each in (hours.start, hours.end))
    works = Weekday.of(day) in hours.weekdays
    holiday = is_bank_holiday(day, hours.region)
    inside = opens <= session.starts_at and session.ends_at <= closes
    seen: Seen = {
        "session_date": day.isoformat(),
        "working_weekday": works,
        "bank_holiday": holiday,
        "inside_hours": inside,
        "reason_given": session.outside_hours_reason,
    }
    if works and not holiday and inside:
        return Met("The session takes place during the programme's working hours.", seen)
    days = spoken_days(hours.weekdays)
    if not works:
        sentence = (
            f"The session is on a {Weekday.of(day).capitalize()}, and sessions of this programme take place {days}."
        )
    elif holiday:
        sentence = "The session is on a bank holiday."
    else:
        ends_at = session.ends_at.astimezone(zone)
        until = f"{ends_at:%H:%M}" if ends_at.date() == day else "another day"
        sentence = (
            f"The session runs from {session.starts_at.astimezone(zone):%H:%M} to {until}, "
            f"and this programme's working hours are {hours.start} to {hours.end}."
        )
    return Unmet(
        sentence,
        f"Choose a time between {hours.start} and {hours.end}, {days}, but not on a bank holiday.",
        seen,
        excused=hours.reason_replaces_approval and session.outside_hours_reason,
        excuse=" Or give the reason why another time is needed." if hours.reason_replaces_approval else "",
    )


def spoken_days(weekdays: Iterable[Weekday]) -> str:
    """Days of the week as they are said: `from Monday to Friday`, `on Monday and Wednesday`."""
    days = [each for each in Weekday if each in set(weekdays)]
    names = [each.capitalize() for each in days]
    follow_each_other = [*Weekday].index(days[-1]) - [*Weekday].index(days[0]) == len(days) - 1
    return f"from {names[0]} to {names[-1]}" if len(days) > 2 and follow_each_other else f"on {spoken_list(names)}"
