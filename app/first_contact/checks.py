"""The checks, in their order: each builds on those before it."""

from typing import Final

from app.first_contact import (
    account,
    answers,
    ending,
    events,
    host_settings,
    lists,
    meeting,
    registrants,
    times,
)
from app.first_contact.check import Check

BEFORE_PEOPLE: Final = (
    Check("token and scopes", "Zoom gives a token with every scope that is needed.", account.token_and_scopes),
    Check("host", "An active user who may hold meetings.", account.host),
    Check("account settings", "The account's settings and locks can be read.", account.account_settings, needed=False),
    Check("host settings", "What the product sets for a host is applied and read back.", host_settings.host_settings),
    Check("safe meeting", "The product's meeting comes back with every safety setting.", meeting.safe_meeting),
    Check("list", "A new meeting is in its host's list at once, with its description.", lists.visibility, needed=False),
    Check("topic and description", "Shown as they were sent.", meeting.topic_and_description, needed=False),
    Check("passcode", "Any characters that Zoom documents.", meeting.passcode, needed=False),
    Check("nine months ahead", "A meeting nine months ahead is in the list.", lists.far_ahead, needed=False),
    Check("time zone", "A listed zone comes back; one that is not listed is taken.", times.time_zone, needed=False),
    Check("past start", "A start that is over is kept.", times.past_start, needed=False),
    Check(
        "registrants",
        "The same person twice is one registrant; a fourth time is refused.",
        registrants.registrants,
        needed=False,
    ),
    Check("basic host", "An active user without a licence.", account.basic_host, needed=False),
    Check("basic meeting", "As “safe meeting”, for the Basic user.", meeting.basic_meeting, needed=False),
    Check("change", "A meeting that is moved is read back at its new time.", ending.change),
    Check("start link", "A meeting has a link that starts it as its host.", answers.start_link, needed=False),
)
AFTER_PEOPLE: Final = (
    Check("end and delete", "Ended, deleted, and not found any more (404, code 3001).", ending.end_and_delete),
    Check("events", "Zoom's events about the meeting reach the service.", events.arrival, needed=False),
    Check("limit headers", "Answers name the category of the call.", answers.limit_headers, needed=False),
)
PEOPLE: Final = "seen by a person"
CLEANED_UP: Final = "cleaned up"
OPENING: Final = "ways to open rooms"

MOST_CHANGES: Final = 7
"""Of the 100 that Zoom allows for a host and day: five meetings, one change, and one more where a passcode is refused."""
