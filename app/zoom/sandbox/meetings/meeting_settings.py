"""What becomes of the `settings` that a request sends: defaults, locks, and what Zoom makes of combinations."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.zoom.sandbox.api.fields import defaults
from app.zoom.sandbox.meetings.meeting_fields import CHAT, CHAT_SWITCH, INHERITED, SETTINGS

_DEFAULTS: Final = defaults(SETTINGS)


def initial(host: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a meeting that was created with none.

    Args:
        host: The host's settings in force.
        own: The defaults of the account, where they are not Zoom's.
    """
    settings = {name: dict(value) if isinstance(value, dict) else value for name, value in _DEFAULTS.items()}
    settings = merged(settings, own)
    settings |= {name: host[path] for name, path in INHERITED.items()}
    settings[CHAT]["enable"] = host[CHAT_SWITCH]
    return settings


def merged(current: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return `current` with what was sent laid over it, objects key by key. Neither is changed."""
    result = dict(current)
    for name, value in sent.items():
        before = result.get(name)
        result[name] = before | value if isinstance(before, dict) and isinstance(value, dict) else value
    return result


def settled(
    settings: Mapping[str, Any],
    *,
    host: Mapping[str, Any],
    locks: Mapping[str, Any],
    has_passcode: bool,
    new_channel: Callable[[], str],
) -> dict[str, Any]:
    """Return the settings as Zoom keeps them.

    Args:
        settings: What was asked for, over what was there.
        host: The host's settings in force.
        locks: The part of them that a meeting cannot differ from.
        has_passcode: Whether the meeting has a passcode.
        new_channel: Makes the id of a lasting chat's channel.
    """
    result = dict(settings) | {name: locks[path] for name, path in INHERITED.items() if path in locks}
    result[CHAT] = _chat(result[CHAT], locks, new_channel)
    waiting_room_is_free = INHERITED["waiting_room"] not in locks
    open_to_all = not (has_passcode or result["waiting_room"] or result["meeting_authentication"])
    if open_to_all and waiting_room_is_free and host["meeting_security.auto_security"]:
        # Zoom wants at least one of the three, and takes the waiting room where nobody chose.
        result["waiting_room"] = True
    if result["waiting_room"]:
        result["join_before_host"] = False
    if result["encryption_type"] == "e2ee" and not host["meeting_security.end_to_end_encrypted_meetings"]:
        result["encryption_type"] = "enhanced_encryption"
    if not host["in_meeting.breakout_room"]:
        # Dropped without a word while the host's switch is off.
        result.pop("breakout_room", None)
    options = result["waiting_room_options"]
    if options["mode"] != "custom" and "who_goes_to_waiting_room" in options:
        result["waiting_room_options"] = {"mode": options["mode"]}
    return result


def _chat(chat: Mapping[str, Any], locks: Mapping[str, Any], new_channel: Callable[[], str]) -> dict[str, Any]:
    result = dict(chat)
    result["enable"] = locks.get(CHAT_SWITCH, result["enable"])
    if not result["enable"]:
        result.pop("channel_id", None)
    elif "channel_id" not in result:
        result["channel_id"] = f"web_sch_{new_channel()}"
    return result
