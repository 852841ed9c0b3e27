"""What earlier answers had beside what was asked: the headers of Zoom's limits, and the link that starts a meeting."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from app.first_contact.report import Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import Visit

_LIMIT: Final = "x-ratelimit-"
_CATEGORY: Final = "x-ratelimit-category"
_TRACKING: Final = "x-zm-trackingid"


async def limit_headers(visit: Visit) -> Sequence[Finding]:
    """Look what answers tell of the account's limits."""
    calls = visit.recording.calls
    if not calls:
        return [not_checked("Zoom answered no call.")]
    names = sorted({name for call in calls for name in call.headers if name.startswith(_LIMIT)})
    findings = []
    if not all(_CATEGORY in call.headers for call in calls if call.status < 300):
        meaning = "Works: the product counts calls by the labels of Zoom's reference."
        findings.append(differs("Not every answer names its category.", Consequence.WORKS, meaning, part="category"))
    if not all(_TRACKING in call.headers for call in calls):
        meaning = "Works; Zoom's support asks for it when something fails."
        findings.append(differs(f"Not every answer has {_TRACKING}.", Consequence.WORKS, meaning, part="tracking id"))
    return findings or [as_expected(f"Answers tell {', '.join(names)}.")]


async def start_link(visit: Visit) -> Sequence[Finding]:
    """Look whether the meeting comes with a link that starts it as its host; whether it works is for a person to see."""
    read = [call.body.get("start_url") for call in visit.recording.of("get_meeting") if call.status == 200]
    if not read:
        return [not_checked("No meeting could be read.")]
    url = urlsplit(str(read[-1] or ""))
    if url.scheme == urlsplit(visit.settings.zoom_api_url).scheme and "zak" in parse_qs(url.query):
        return [as_expected("It is there, with a token of the host. Whether it works is among the steps for a person.")]
    meaning = "Bookings work. Whoever opens the meeting signs in to Zoom as its host."
    return [differs("There is none with the host's token.", Consequence.WORKS, meaning)]
