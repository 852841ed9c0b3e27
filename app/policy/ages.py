"""Ages in whole years."""

from datetime import date


def age_on(birth_date: date, day: date) -> int:
    """The age on a day in whole years.

    A person turns a year older at the start of the anniversary of the birth (Family Law Reform Act
    1969, section 9). Someone born on 29 February does so on 1 March where the year has no such day:
    of the two readings it is the later one, so that nobody counts as an adult a day too early.

    Raises:
        ValueError: The day is before the birth.
    """
    if day < birth_date:
        raise ValueError("nobody has an age before being born")
    before_anniversary = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_anniversary


def may_be_under(age: int | None, limit: int) -> bool:
    """Whether someone counts as younger than an age: when in doubt, yes.

    Args:
        age: The age in whole years; None where it is not known.
        limit: The age, in whole years, from which on they do not.
    """
    return age is None or age < limit
