"""From what was recorded to a capture with nothing of a person in it.

What is kept is named here, and everything else is replaced: every text that is not one of Zoom's own words, a time zone, or a
time of first contact's meetings, and every number of many digits. The same thing has the same stand-in everywhere, so a
meeting that was created is recognised in a list. Meetings that are not first contact's own are left out of lists.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import available_timezones

from app.first_contact.own_meetings import is_own_reference
from app.first_contact.recording import Recorded
from app.zoom.reference import agenda_for, reference_in
from app.zoom.sandbox.account.account_fields import TIER_GROUPS, TIER_SECURITY
from app.zoom.sandbox.account.capture import Capture, Exchange
from app.zoom.sandbox.account.user_fields import SECURITY_GROUP, USUAL_GROUPS
from app.zoom.sandbox.api.fields import Field
from app.zoom.sandbox.meetings.meeting_fields import MEETING
from app.zoom.schemas import NEUTRAL_TOPIC, SHOWN_TOPIC

_KEPT_HEADERS: Final = frozenset({"content-type", "date", "retry-after"})
_KEPT_HEADER_PREFIX: Final = "x-ratelimit-"
_KEPT_QUERY: Final = frozenset(
    {"type", "from", "to", "page_size", "option", "schedule_for_reminder", "cancel_meeting_reminder", "status"}
)
_TIMES: Final = frozenset({"start_time", "created_at"})
_PASSCODES: Final = frozenset({"password", "h323_password", "pstn_password", "pmi_password"})
_OF_MEETINGS: Final = frozenset({"create_meeting", "get_meeting", "update_meeting", "list_meetings", "add_registrant"})
_PERSONAL: Final = frozenset(
    {"first_name", "last_name", "display_name", "topic", "dept", "company", "location", "job_title"}
)
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_EMAIL: Final = re.compile(r"[^\s@<>\"'(),;:\[\]]+@[^\s@<>\"'(),;:\[\]]+")
_LINK: Final = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
_TOKEN: Final = re.compile(r"(?=[\w~+/=-]*\d)[\w~+/=-]{16,}")
_NUMBER: Final = re.compile(r"\d{5,}")
_REFUSED: Final = 400
_REFUSAL_KEYS: Final = frozenset({"message", "reason", "error", "field", "errorMessage"})
_WORDS: Final = frozenset(
    {"UTC", "scheduled", "end", "active", "inactive", "pending", "waiting", "started", "open_api"}
)
_CAPITALISED_BY_ZOOM: Final = (
    "AI API Access Account Add Basic Body Cannot Chat Cloud Companion Create Delete Email Failed Field GET Get "
    "Group Host ID If Invalid It JSON Licensed List Local Meeting No Not Only POST Passcode Password Please "
    "REST Rate Recording Registration Request Room Setting Settings The This Token Too Update User Validation "
    "Waiting You Zoom"
)
"""Words with a capital that Zoom's refusals have; any other may be a name."""
_KNOWN_CAPITALS: Final = frozenset(_CAPITALISED_BY_ZOOM.split())
_CAPITALISED: Final = re.compile(r"\b[^\W\d_a-z][\w'-]*")


class _Kind(Enum):
    """What a body is about, which decides what of it tells of nobody."""

    MEETING = auto()
    REFUSAL = auto()
    OTHER = auto()


def anonymised(calls: Sequence[Recorded], *, secrets: Sequence[str] = (), **more: Any) -> Capture:
    """Return the capture of these calls.

    Args:
        calls: What was recorded.
        secrets: What must not be in it whatever it looks like, such as the app's credentials and the hosts' addresses.
        more: The other attributes of the capture.
    """
    replacing = _Replacing(own=_own_ids(calls))
    replacing.known.update(each for each in secrets if each)
    for call in calls:
        replacing.note_names(call.answer)
        replacing.note_names(call.request)
    return Capture(exchanges=tuple(replacing.exchange(call) for call in calls), **more)


@dataclass
class _Replacing:
    """The stand-ins, by what they stand for; `known` is personal wherever it stands, `own` are first contact's meetings."""

    own: frozenset[int]
    known: set[str] = field(default_factory=set)
    _texts: dict[str, str] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def note_names(self, body: object) -> None:
        for name, value in _texts_of(body):
            if value and (name in _PERSONAL or "email" in name or "domain" in name) and value not in _KNOWN_TEXTS:
                self.known.add(value)

    def exchange(self, call: Recorded) -> Exchange:
        answer = call.answer
        asked = _Kind.MEETING if call.operation in _OF_MEETINGS else _Kind.OTHER
        told = _Kind.REFUSAL if call.status >= _REFUSED else asked
        if isinstance(answer, dict):
            answer = self._object(_own_alone(answer, self.own), told)
        elif isinstance(answer, list):
            answer = self._value("", answer, told)
        elif answer is not None:
            answer = "[removed: no JSON]"
        return Exchange(
            at=call.at,
            operation=call.operation,
            names={name: self._name(value) for name, value in call.names.items()},
            query={
                name: value if name in _KEPT_QUERY and not self._is_known(value) else self._stand_in(value)
                for name, value in call.query.items()
            },
            request=None if call.request is None else self._object(call.request, asked),
            status=call.status,
            headers={name: self._header(name, value) for name, value in call.headers.items()},
            answer=answer,
        )

    def _object(self, body: Mapping[str, Any], kind: _Kind) -> dict[str, Any]:
        return {name: self._value(name, value, kind) for name, value in body.items()}

    def _value(self, name: str, value: Any, kind: _Kind) -> Any:
        if isinstance(value, dict):
            return self._object(value, kind)
        if isinstance(value, list):
            return [self._value(name, each, kind) for each in value]
        if isinstance(value, str):
            return self._text(name, value, kind)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return value if abs(value) < _MANY else self._number(int(value))

    def _text(self, name: str, value: str, kind: _Kind) -> str:
        if name in _PASSCODES:
            return _passcode_like(value)
        if value in _KNOWN_TEXTS or (name == "agenda" and _is_own_agenda(value)):
            return value
        if name in _TIMES and kind is _Kind.MEETING and _INSTANT.fullmatch(value):
            return value
        if kind is _Kind.REFUSAL and name in _REFUSAL_KEYS:
            return self._told(value)
        return self._stand_in(value)

    def _name(self, value: str) -> str:
        return str(self._number(int(value))) if value.isascii() and value.isdecimal() else self._stand_in(value)

    def _header(self, name: str, value: str) -> str:
        kept = name in _KEPT_HEADERS or name.startswith(_KEPT_HEADER_PREFIX)
        return value if kept and not any(each in value for each in self.known) else "replaced"

    def _number(self, value: int) -> int:
        return self._numbers.setdefault(value, 90_000_000_000 + len(self._numbers) + 1)

    def _stand_in(self, value: str) -> str:
        """Return what stands for a text: an address for an address, a link for a link."""
        if not value:
            return value
        if value in self._texts:
            return self._texts[value]
        number = len(self._texts) + 1
        if value.isascii() and value.isdecimal():
            stand_in = str(self._number(int(value)))
        elif (parts := urlsplit(value) if "://" in value else None) is not None:
            stand_in = self._link(number, parts.query)
        elif "@" in value:
            stand_in = f"address-{number}@example.org"
        else:
            stand_in = f"text-{number}"
        return self._texts.setdefault(value, stand_in)

    def _link(self, number: int, query: str) -> str:
        kept = [name for name, _ in parse_qsl(query, keep_blank_values=True) if name in {"pwd", "zak", "tk"}]
        return f"https://zoom.example.org/{number}" + (
            "?" + "&".join(f"{name}=replaced" for name in kept) if kept else ""
        )

    def _told(self, text: str) -> str:
        """Return what Zoom says of a refusal, without whatever could be a person's, an id or a secret."""
        for known in sorted(self.known, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "[removed]", text, flags=re.IGNORECASE)
        for pattern in (_LINK, _EMAIL, _TOKEN, _NUMBER):
            text = pattern.sub("[removed]", text)
        return _CAPITALISED.sub(_capital, text)

    def _is_known(self, value: str) -> bool:
        return value in self.known


_MANY: Final = 10_000
"""Numbers below are counts, lengths and choices; ids have more digits."""


def _capital(match: re.Match[str]) -> str:
    return match.group() if match.group() in _KNOWN_CAPITALS else "[removed]"


def _passcode_like(value: str) -> str:
    """Return a passcode of the same length and kind."""
    if not value:
        return value
    return ("24680" * 3 if value.isdecimal() else "Aa2-" * 4)[: min(len(value), 10)]


def _is_own_agenda(text: str) -> bool:
    reference = reference_in(text) or ""
    return is_own_reference(reference) and text == agenda_for(reference)


def _own_ids(calls: Sequence[Recorded]) -> frozenset[int]:
    made = (call.body.get("id") for call in calls if call.operation == "create_meeting" and call.status < 300)
    return frozenset(each for each in made if isinstance(each, int))


def _own_alone(answer: dict[str, Any], own: frozenset[int]) -> dict[str, Any]:
    """Leave other people's meetings out of a list."""
    items = answer.get("meetings")
    if not isinstance(items, list):
        return answer
    return answer | {"meetings": [each for each in items if isinstance(each, dict) and each.get("id") in own]}


def _texts_of(body: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _texts_of(value, str(key))
    elif isinstance(body, list):
        for each in body:
            yield from _texts_of(each, name)
    elif isinstance(body, str):
        yield name, body


def _choices(fields: Mapping[str, Field]) -> Iterator[str]:
    for each in fields.values():
        if each.inner is not None:
            yield from _choices(each.inner)
        for value in each.allowed or ():
            if isinstance(value, str):
                yield value


_KNOWN_TEXTS: Final = frozenset(
    {NEUTRAL_TOPIC, SHOWN_TOPIC, *_WORDS}
    | {name for name in available_timezones() if "/" in name}
    | {
        word
        for fields in (MEETING, USUAL_GROUPS, SECURITY_GROUP, TIER_GROUPS, TIER_SECURITY)
        for word in _choices(fields)
    }
)
"""Texts that tell of nobody: the values that Zoom offers for its settings, time zones, and what first contact sends itself."""
