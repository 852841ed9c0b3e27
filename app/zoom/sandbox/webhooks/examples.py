"""One example of each event that nothing in the sandbox raises by itself, about a meeting of the account."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import milliseconds, zoom_time
from app.zoom.sandbox.meetings.meeting_state import Meeting

_FILE: Final = files(__package__) / "examples.yaml"


@cache
def _examples() -> Mapping[str, Mapping[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text())
    return loaded


def example_names() -> frozenset[str]:
    """Return the events of which there is an example."""
    return frozenset(_examples())


def announce_example(
    account: Account, event: str, meeting: Meeting, details: Mapping[str, Any], payload: Mapping[str, Any]
) -> None:
    """Send the example of an event; `details` win over what its object holds, and `payload` over what stands beside it.

    Raises:
        KeyError: There is none.
    """
    example = _filled(_examples()[event], _values(account, meeting))
    told = {**example.pop("payload"), **payload}
    if details:
        told["object"] = {**told.get("object", {}), **details}
    account.announce(event, told, **example)


def _values(account: Account, meeting: Meeting) -> Mapping[str, Any]:
    host = account.state.users.get(meeting.host_id)
    now = account.clock.now()
    return {
        "$number": meeting.id,
        "$number_as_text": str(meeting.id),
        "$uuid": meeting.uuid,
        "$host": meeting.host_id,
        "$host_email": host.email if host else "",
        "$topic": meeting.topic,
        "$type": meeting.type,
        "$start": zoom_time(meeting.start_time or now),
        "$timezone": meeting.timezone,
        "$duration": meeting.duration,
        "$account": account.configuration.account_id,
        "$now": zoom_time(now),
        "$now_in_milliseconds": milliseconds(now),
    }


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    match value:
        case dict():
            return {name: _filled(inner, values) for name, inner in value.items()}
        case list():
            return [_filled(inner, values) for inner in value]
        case str():
            return values.get(value, value)
        case _:
            return value
