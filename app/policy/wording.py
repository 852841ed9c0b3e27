"""Parts of sentences that more than one rule needs."""

from collections.abc import Sequence
from datetime import timedelta

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# Up to here people count in hours: they say "48 hours", and "3 days".
_SAID_IN_HOURS = timedelta(hours=71)
# And up to here in minutes: "15 to 90 minutes".
_SAID_IN_MINUTES = timedelta(minutes=120)


def spoken_duration(duration: timedelta) -> str:
    """A length of time as it is said: `1 hour and 30 minutes`, `3 days`; parts of a second are left out.

    Args:
        duration: One second or more.
    """
    if duration > _SAID_IN_HOURS and not duration % _DAY:
        return counted(duration // _DAY, "day")
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    counts = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    return spoken_list([counted(count, unit) for count, unit in counts if count])


def spoken_limit(duration: timedelta) -> str:
    """A time that is not quite as long, as it is said: `24 hours` for 23 hours and 59 minutes, to follow "less than"."""
    if duration > _SAID_IN_HOURS:
        return counted(duration // _DAY + 1, "day")
    if duration >= _HOUR:
        return counted(duration // _HOUR + 1, "hour")
    return counted(duration // timedelta(minutes=1) + 1, "minute")


def spoken_range(shortest: timedelta, longest: timedelta) -> str:
    """From one length of time to another, in whole minutes, as it is said: `15 to 90 minutes`."""
    if longest > _SAID_IN_MINUTES:
        return f"{spoken_duration(shortest)} to {spoken_duration(longest)}"
    return f"{shortest // timedelta(minutes=1)} to {counted(longest // timedelta(minutes=1), 'minute')}"


def spoken_list(parts: Sequence[str], conjunction: str = "and") -> str:
    """Parts joined as they are said: `a`, `a and b`, `a, b and c`; nothing for no parts."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def spoken_youth(age: int | None, limit: int) -> str:
    """Start of a sentence about a mentee who may be younger than an age: it tells the limit, never the age."""
    return (
        "The mentee's age is not known"
        if age is None
        else f"The mentee will be under {limit} on the day of the session"
    )


def capitalised(sentence: str) -> str:
    """The sentence with a capital first letter, the rest unchanged."""
    return sentence[:1].upper() + sentence[1:]


def counted(count: int, unit: str) -> str:
    """A number with its unit: `1 hour`, `2 hours`."""
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
