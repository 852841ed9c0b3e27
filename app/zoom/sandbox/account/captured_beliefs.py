"""What a capture tells of how an account behaves where accounts differ."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from app.zoom.sandbox.account.beliefs import Beliefs, Denial, LockedUpdate, RegistrantLimitText
from app.zoom.sandbox.account.capture import Capture, Exchange
from app.zoom.sandbox.api.fields import flattened
from app.zoom.sandbox.api.showing import HIDDEN_TOPIC
from app.zoom.time_zones import LISTED_TIME_ZONES

_SIX_MONTHS: Final = timedelta(days=183)
_NOT_FAR_AHEAD: Final = timedelta(days=150)
_CLEARLY_LATER: Final = timedelta(minutes=1)
_IN_PROGRESS: Final = 3002
_WITHOUT_SCOPES: Final = 4700


def captured_beliefs(capture: Capture, *, locked: Collection[str]) -> Beliefs:
    """Return the beliefs that a capture bears out; the others are as in the profile `full`.

    Args:
        capture: What was asked and answered.
        locked: The settings of meetings that a lock of the account holds, so that no belief is needed.
    """
    created = [each for each in capture.of("create_meeting") if each.succeeded]
    refused = [each for each in capture.of("create_meeting") if each.status == 400]
    without_description = _hides_description(capture, created)
    return Beliefs(
        shown_as=_held(created, locked),
        locked_user_setting=_locked_update(capture),
        topic_hidden=any(
            _sent(each, "topic", HIDDEN_TOPIC) != HIDDEN_TOPIC and each.body.get("topic") == HIDDEN_TOPIC
            for each in created
        ),
        description_hidden=without_description,
        list_delay_seconds=_list_delay(capture, created),
        list_without_agenda=not without_description and _lists_without_agenda(capture, created),
        list_reaches_days=_SIX_MONTHS.days if _ends_early(capture, created) else None,
        past_start_moved=any(_moved(each) for each in created),
        unlisted_time_zone_refused=any(
            _sent(each, "timezone", "UTC") not in LISTED_TIME_ZONES and _names_field(each, "timezone")
            for each in refused
        ),
        denial=_denial(capture.exchanges),
        unknown_meeting_code=next(
            (each.code for each in capture.of("get_meeting", "delete_meeting") if each.status == 404 and each.code),
            3001,
        ),
        numeric_passcodes=any(
            not str(_sent(each, "password", "0")).isdecimal() and _names_field(each, "password") for each in refused
        )
        and any(str(_sent(each, "password", "")).isdecimal() for each in created),
        start_link_asks_to_sign_in=bool(capture.start_link_asks_to_sign_in),
        in_progress_after_end_seconds=_in_progress_after_end(capture),
        registrant_limit_text=_registrant_limit_text(capture),
    )


def _sent(exchange: Exchange, key: str, otherwise: object) -> Any:
    return (exchange.request or {}).get(key, otherwise)


def fields_named(exchange: Exchange) -> frozenset[str]:
    """Return the fields that a refusal names."""
    errors = exchange.body.get("errors")
    named = [each.get("field") for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    return frozenset(str(each) for each in named if each)


def tells_of_a_lock(exchange: Exchange) -> bool:
    """Tell whether a refusal speaks of a lock."""
    return "lock" in str(exchange.answer).lower()


def _names_field(exchange: Exchange, field: str) -> bool:
    return field in fields_named(exchange) or field in exchange.message.lower()


def _held(created: Iterable[Exchange], locked: Collection[str]) -> dict[str, Any]:
    """Return the settings that came back otherwise than they were sent, every time."""
    otherwise: dict[str, Any] = {}
    followed: set[str] = set()
    for each in created:
        shown = flattened(each.body.get("settings") or {})
        for path, value in flattened(_sent(each, "settings", {})).items():
            if path not in shown or path in locked:
                continue
            if shown[path] == value:
                followed.add(path)
            else:
                otherwise[f"settings.{path}"] = shown[path]
    return {path: value for path, value in otherwise.items() if path.removeprefix("settings.") not in followed}


def _locked_update(capture: Capture) -> LockedUpdate:
    refused = (each for each in capture.of("update_user_settings") if each.status == 400)
    return LockedUpdate.REFUSED if any(map(tells_of_a_lock, refused)) else LockedUpdate.IGNORED


def _hides_description(capture: Capture, created: Iterable[Exchange]) -> bool:
    described = {_identity(each) for each in created if _sent(each, "agenda", "")}
    read = [
        each for each in capture.of("get_meeting", "create_meeting") if each.succeeded and _identity(each) in described
    ]
    return bool(read) and not any(each.body.get("agenda") for each in read)


def _identity(exchange: Exchange) -> str:
    return str(exchange.body.get("id", ""))


def _lists(capture: Capture) -> Iterator[tuple[Exchange, Mapping[str, Mapping[str, Any]]]]:
    """Yield the lists that should have every scheduled meeting, with their items by id."""
    for each in capture.of("list_meetings"):
        items = each.body.get("meetings")
        if each.succeeded and each.query.get("type", "scheduled") == "scheduled" and isinstance(items, list):
            yield each, {str(item.get("id")): item for item in items if isinstance(item, dict)}


def _lists_without_agenda(capture: Capture, created: Iterable[Exchange]) -> bool:
    described = {_identity(each) for each in created if _sent(each, "agenda", "")}
    listed = [item for _, items in _lists(capture) for identity, item in items.items() if identity in described]
    return bool(listed) and not any(item.get("agenda") for item in listed)


def _start(exchange: Exchange) -> datetime | None:
    return _instant(exchange.body.get("start_time"))


def _instant(text: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return instant if instant is not None and instant.tzinfo is not None else None


def _bounded(each: Exchange) -> bool:
    return bool(each.query.get("from") or each.query.get("to"))


def _list_delay(capture: Capture, created: Iterable[Exchange]) -> float:
    """Return how long a meeting was missing in lists at most; where it never came, much longer than anybody looked."""
    late, in_vain = 0.0, 0.0
    for each in created:
        start, removed = _start(each), _removed_at(capture, _identity(each))
        if start is None or start - each.at > _NOT_FAR_AHEAD:
            continue
        looks = [
            (look.at, _identity(each) in items)
            for look, items in _lists(capture)
            if look.at >= each.at and not _bounded(look) and (removed is None or look.at < removed)
        ]
        seen = next((at for at, found in looks if found), None)
        missed = [(at - each.at).total_seconds() for at, found in looks if not found and (seen is None or at < seen)]
        if missed and seen is None:
            in_vain = max(in_vain, missed[-1])
        elif missed and seen is not None:
            seconds = (seen - each.at).total_seconds()
            # In whole seconds: who looks again after as long must not see it or not by milliseconds.
            whole = math.floor(seconds)
            late = max(late, whole if whole > missed[-1] else seconds)
    # Who looks again as often may take longer over it.
    return late if in_vain <= late else 2 * in_vain + 1


def _removed_at(capture: Capture, identity: str) -> datetime | None:
    deleted = (
        each for each in capture.of("delete_meeting") if each.succeeded and each.names.get("meeting") == identity
    )
    return next((each.at for each in deleted), None)


def _ends_early(capture: Capture, created: Iterable[Exchange]) -> bool:
    """Tell whether a meeting far ahead was in a list with days, and in none without."""
    for each in created:
        start = _start(each)
        if start is None or start - each.at <= _SIX_MONTHS:
            continue
        looks = [(_bounded(look), _identity(each) in items) for look, items in _lists(capture) if look.at >= each.at]
        if (True, True) in looks and (False, False) in looks and (False, True) not in looks:
            return True
    return False


def _moved(exchange: Exchange) -> bool:
    wanted, shown = _instant(_sent(exchange, "start_time", None)), _start(exchange)
    if wanted is None or shown is None or wanted > exchange.at - _CLEARLY_LATER:
        return False
    return shown > wanted + _CLEARLY_LATER


def _denial(exchanges: Iterable[Exchange]) -> Denial | None:
    for each in exchanges:
        if each.status == 403 and "denied" in each.message.lower():
            return Denial.DENIED
        if each.status == 401 and each.code == _WITHOUT_SCOPES:
            return Denial.WITHOUT_SCOPES
    return None


def _in_progress_after_end(capture: Capture) -> float:
    longest = 0.0
    for end in capture.of("update_status"):
        if not end.succeeded or _sent(end, "action", "") != "end":
            continue
        refused = [
            each.at
            for each in capture.of("delete_meeting")
            if each.code == _IN_PROGRESS and each.at >= end.at and each.names == end.names
        ]
        if refused:
            longest = max(longest, (refused[-1] - end.at).total_seconds() + 1)
    return longest


def _registrant_limit_text(capture: Capture) -> RegistrantLimitText:
    refused = [each.message.lower() for each in capture.of("add_registrant") if each.status == 429]
    of_user = bool(refused) and all("user" in text for text in refused)
    return RegistrantLimitText.OF_USER if of_user else RegistrantLimitText.OF_REGISTRANT
