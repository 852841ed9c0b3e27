"""The Prefer header (RFC 7240): how long a caller is willing to wait for a booking to settle."""

import re
from datetime import timedelta
from typing import Annotated, Final

from fastapi import Depends, Header, Response

from app.http.dependencies import SettingsDependency

LONGEST_WAIT: Final = timedelta(seconds=30)
_WAIT: Final = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?(?=$|[,;\s])", re.IGNORECASE)


class Preference:
    """How long the caller waits: `wait=N` seconds, `respond-async` for not at all, or as the service is configured."""

    def __init__(
        self,
        response: Response,
        settings: SettingsDependency,
        prefer: Annotated[
            str | None,
            Header(
                alias="Prefer",
                max_length=200,
                description="`wait=N`: wait at most N seconds (30 at the most) for the meeting to be proven safe, before 202 is "
                "answered. `respond-async`: do not wait.",
                examples=["wait=10"],
            ),
        ] = None,
    ) -> None:
        self.wait = settings.booking_wait
        if prefer is None:
            return
        if given := _WAIT.search(prefer):
            self.wait = min(timedelta(seconds=int(given[1])), LONGEST_WAIT)
            response.headers["Preference-Applied"] = f"wait={int(self.wait.total_seconds())}"
        elif "respond-async" in prefer.lower():
            self.wait = timedelta(0)
            response.headers["Preference-Applied"] = "respond-async"


PreferDependency = Annotated[Preference, Depends()]
