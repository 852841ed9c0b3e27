"""The scopes of an app that may do all that the sandbox offers ("OAuth scopes" in Zoom's documentation)."""

from typing import Final

_ADMIN: Final = (
    "meeting:write:meeting",
    "meeting:read:meeting",
    "meeting:update:meeting",
    "meeting:delete:meeting",
    "meeting:read:list_meetings",
    "meeting:read:list_upcoming_meetings",
    "meeting:update:status",
    "meeting:update:in_meeting_controls",
    "meeting:delete:live_meeting_chat_message",
    "meeting:update:live_meeting_chat_message",
    "meeting:read:invitation",
    "meeting:write:invite_links",
    "meeting:read:list_registrants",
    "meeting:read:registrant",
    "meeting:write:registrant",
    "meeting:write:batch_registrants",
    "meeting:update:registrant_status",
    "meeting:delete:registrant",
    "meeting:read:past_meeting",
    "meeting:read:list_past_instances",
    "meeting:read:list_past_participants",
    "report:read:meeting",
    "report:read:list_meeting_participants",
    "user:read:list_users",
    "user:read:user",
    "user:read:settings",
    "user:update:settings",
    "user:read:token",
    "user:read:zak",
    "account:read:settings",
    "account:update:settings",
    "account:update:lock_settings",
    "group:read:settings",
    "group:update:settings",
    "group:read:lock_settings",
    "group:update:lock_settings",
)
_MASTER: Final = ("account:read:lock_settings", "account:read:managed_domains")

SCOPES: Final = frozenset({f"{scope}:admin" for scope in _ADMIN} | {f"{scope}:master" for scope in _MASTER})
"""All of them. An ordinary account's app cannot have those that end in `:master`."""
