"""What has changed between two looks at a session, in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Seen:
    """What Chaperone tells of a session at one moment.

    `has_link` is whether its link is given out, `incidents` those of the session, and those of no session, by id.
    `record` is the session's record, if Chaperone keeps one.
    """

    state: str
    problem: str | None
    has_link: bool
    incidents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    record: Mapping[str, Any] | None = None


def changes(before: Seen | None, after: Seen) -> list[str]:
    """Return what Chaperone made of what happened between two looks, or before the first one, a line each."""
    lines: list[str] = []
    if before is None:
        lines.append(f"booking: {after.state}")
        before = Seen(state=after.state, problem=None, has_link=False)
    if before.state != after.state:
        lines.append(f"booking: {before.state} -> {after.state}")
    if before.problem != after.problem and after.problem:
        lines.append(f"problem: {after.problem}")
    if before.has_link != after.has_link:
        lines.append("the link is given out" if after.has_link else "the link is not given out any more")
    for key, incident in after.incidents.items():
        lines += _of_incident(before.incidents.get(key), incident)
    lines += _of_record(before.record, after.record)
    return lines


def outcome(seen: Seen) -> list[str]:
    """Return where a session stands at the end of a play, a line each."""
    open_ones = [each for each in seen.incidents.values() if each.get("resolved_at") is None]
    lines = [f"booking: {seen.state}", f"open incidents: {len(open_ones)}"]
    if seen.record is not None:
        lines += [f"session record: {line}" for line in _told(seen.record)]
    return lines


def _of_incident(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    severity = f", {after['severity']}" if after.get("severity") else ""
    if before is None:
        lines = [f"incident ({after['kind']}{severity}): {after['summary']}"]
    elif before.get("count") != after.get("count"):
        lines = [f"incident ({after['kind']}{severity}): seen {after['count']} times"]
    elif before.get("resolved_at") is None and after.get("resolved_at") is not None:
        lines = [f"incident ({after['kind']}) is resolved"]
    else:
        lines = []
    done = list(after.get("done") or ())[len((before or {}).get("done") or ()) :]
    return lines + [f"done: {_spoken(each)}" for each in done]


def _of_record(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    known = set(_told(before or {}))
    return [f"session record: {line}" for line in _told(after or {}) if line not in known]


def _told(record: Mapping[str, Any]) -> list[str]:
    """Return what a session's record tells, a line each."""
    if not record:
        return []
    seen = record.get("seen") or {}
    is_held = record.get("is_held")
    held = "not over yet" if is_held is None else "held" if is_held else "not held"
    lines = [f"{held} ({_words(str(seen.get('why', 'unknown')))}), {seen.get('minutes_together', 0)} minutes together"]
    if people := record.get("people"):
        lines.append(f"who came: {', '.join(map(_person, people))}")
    lines += [
        f"room closed: {_words(str(each.get('ended_by')))}" for each in record.get("room") or () if _is_over(each)
    ]
    if gaps := record.get("gaps"):
        lines.append(f"not told by events: {', '.join(map(_words, gaps))}")
    if record.get("partly_asked"):
        lines.append("some of it is known because Zoom was asked")
    return lines


def _person(person: Mapping[str, Any]) -> str:
    where = "in"
    if not any(not _is_over(each) for each in person.get("inside") or ()):
        where = "waiting" if any(not _is_over(each) for each in person.get("waited") or ()) else "gone"
    return f"{_words(str(person.get('role', 'unknown')))} ({where})"


def _is_over(period: Mapping[str, Any]) -> bool:
    return (period.get("ended_at") or period.get("closed_at")) is not None


def _spoken(done: object) -> str:
    if isinstance(done, Mapping):
        return " ".join(_words(str(done[name])) for name in ("action", "outcome") if done.get(name))
    return str(done)


def _words(name: str) -> str:
    return name.replace("_", " ")
