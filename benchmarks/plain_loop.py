"""A loop that makes meetings with a client of Zoom's API that somebody else wrote, and tries again as is usual.

Run by a Python that finds the client: the meetings come in as JSON, and the number that the loop got for each, by its agenda,
goes out as JSON. It knows nothing of Chaperone.
"""

import itertools
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

TRIES, FIRST_PAUSE_SECONDS = 3, 0.5
Create = Callable[[str, dict[str, Any]], int]


def with_zoomus(given: dict[str, Any]) -> Create:
    from zoomus import ZoomClient  # type: ignore[import-not-found]  # noqa: PLC0415  # installed for this run alone

    zoom = ZoomClient(
        given["client_id"],
        given["client_secret"],
        given["account_id"],
        base_uri=f"{given['base_url']}/v2",
        oauth_uri=f"{given['base_url']}/oauth/token",
    )

    def create(host: str, meeting: dict[str, Any]) -> int:
        starts_at = datetime.fromisoformat(meeting["start_time"])
        response = zoom.meeting.create(user_id=host, **{**meeting, "start_time": starts_at})
        # zoomus leaves it to its caller to look at the status.
        response.raise_for_status()
        return int(response.json()["id"])

    return create


def with_pyzoom(given: dict[str, Any]) -> Create:
    import requests  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  # comes with pyzoom
    from pyzoom import ZoomClient  # type: ignore[import-not-found]  # noqa: PLC0415  # installed for this run alone

    # pyzoom knows no server-to-server apps and wants a token.
    token = requests.post(
        f"{given['base_url']}/oauth/token",
        data={"grant_type": "account_credentials", "account_id": given["account_id"]},
        auth=(given["client_id"], given["client_secret"]),
        timeout=10,
    ).json()["access_token"]
    zoom = ZoomClient(token, base_url=f"{given['base_url']}/v2")

    def create(host: str, meeting: dict[str, Any]) -> int:
        # Its own method knows one host and few settings.
        return int(zoom.raw.post(f"/users/{host}/meetings", body=meeting).json()["id"])

    return create


def numbers_of(create: Create, hosts: list[str], meetings: list[dict[str, Any]]) -> dict[str, int]:
    """Make the meetings, one after the other; return the number of each for which the loop got one."""
    numbers = {}
    for host, meeting in zip(itertools.cycle(hosts), meetings, strict=False):
        for attempt in range(TRIES):
            try:
                numbers[meeting["agenda"]] = create(host, meeting)
                break
            except Exception as error:  # noqa: BLE001  # a plain loop tries again, whatever it was
                print(f"{meeting['agenda']}: {error!r}", file=sys.stderr)
                if attempt < TRIES - 1:
                    time.sleep(FIRST_PAUSE_SECONDS * 2**attempt)
    return numbers


if __name__ == "__main__":
    given = json.load(sys.stdin)
    client = {"zoomus": with_zoomus, "pyzoom": with_pyzoom}[sys.argv[1]]
    got = numbers_of(client(given), given["hosts"], given["meetings"])
    if not got:
        sys.exit("It made no meeting at all: that is no bad day, but a fault of the loop.")
    json.dump(got, sys.stdout)
