"""Weeks in requests, as ISO 8601 counts them."""

from datetime import date, timedelta
from typing import Final

from app.http.fields import EARLIEST, LATEST
from app.kit.errors import FieldError, InvalidFieldsError

WEEK: Final = r"^\d{4}-W\d{2}$"


def days_of(week: str) -> tuple[date, date]:
    """Return the Monday of a week, and the Monday after it.

    Raises:
        InvalidFieldsError: There is no such week.
    """
    year, number = (int(part) for part in week.split("-W"))
    # The years of every other time in a request: outside of them an hour of the week may be none that there is.
    if not EARLIEST.year <= year < LATEST.year:
        message = f"must be a week of the years {EARLIEST.year} to {LATEST.year - 1}"
        raise InvalidFieldsError(FieldError("query.week", message))
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        message = "does not exist; write the year and the week of ISO 8601, for example 2026-W48"
        raise InvalidFieldsError(FieldError("query.week", message)) from None
    return monday, monday + timedelta(days=7)
