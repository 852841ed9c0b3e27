"""A call to the sandbox's Zoom, as its handlers see it, and the table entry that says who answers it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.api.answers import Answer, body_is_no_object

RESERVED: Final[Mapping[str, tuple[str, ...]]] = {
    "user": ("email", "features", "summary", "vanity_name"),
    "meeting": ("meeting_summaries",),
}
"""Words that are part of another path of Zoom's where a path of ours has a name: `/users/summary` is about no user."""


@dataclass
class ZoomRequest:
    """One call.

    `path` is decoded once, as servers do it. `ignored_settings` are dropped before Zoom sees them; an empty set stands
    for all.
    """

    method: str
    path: str
    query_string: bytes
    headers: Mapping[bytes, bytes]
    body: bytes
    scheme: str
    names: Mapping[str, str] = field(default_factory=dict)
    ignored_settings: frozenset[str] | None = None

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters of the URL."""
        return dict(parse_qsl(self.query_string.decode("latin-1"), keep_blank_values=True))

    @property
    def base_url(self) -> str:
        """The address under which the caller sees the sandbox."""
        return f"{self.scheme}://{self.headers.get(b'host', b'localhost').decode('latin-1')}"

    @property
    def accepts_json(self) -> bool:
        """Whether the call asks for JSON by name."""
        return b"application/json" in self.headers.get(b"accept", b"")

    def name(self, key: str) -> str:
        """Return what a place in the path holds; a uuid may have been encoded twice."""
        return unquote(self.names[key])

    def json_object(self) -> dict[str, Any]:
        """Return the body.

        Raises:
            Refusal: It is no JSON object.
        """
        try:
            body = json.loads(self.body)
        except (ValueError, RecursionError):
            raise body_is_no_object() from None
        if not isinstance(body, dict):
            raise body_is_no_object()
        return self._without_ignored(body)

    def _without_ignored(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.ignored_settings is None:
            return body
        if self.path.endswith("/settings"):
            return _without(body, self.ignored_settings)
        settings = body.get("settings")
        return body | {"settings": _without(settings, self.ignored_settings)} if isinstance(settings, dict) else body


def _without(settings: Mapping[str, Any], paths: frozenset[str], prefix: str = "") -> dict[str, Any]:
    """Return settings without those at dotted paths, or without any if none is named."""
    if not paths:
        return {}
    return {
        name: _without(value, paths, f"{prefix}{name}.") if isinstance(value, dict) else value
        for name, value in settings.items()
        if prefix + name not in paths
    }


def _place(found: re.Match[str]) -> str:
    """Return the expression for a name in a path."""
    name = found[1]
    reserved = "|".join(RESERVED.get(name, ()))
    return rf"/*(?P<{name}>{f'(?!(?:{reserved})(?:/|$))' if reserved else ''}[^/]+)"


Handler = Callable[[Account, ZoomRequest], Answer]


@dataclass(frozen=True)
class Operation:
    """One of Zoom's calls.

    `path` has names in braces, one segment each. `scope` is the granular one without its ending, of which
    `scope_forms` are good, and `classic_scope` what old apps have for it.
    """

    name: str
    method: str
    path: str
    label: Label
    scope: str
    classic_scope: str
    handler: Handler
    scope_forms: tuple[str, ...] = ("", ":admin")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The path as an expression. Slashes at the start of a name are lost, as on Zoom's own servers.

        A slash at the end changes nothing.
        """
        return re.compile(re.sub(r"\\{(\w+)\\}", _place, re.escape(self.path)) + "/?")

    def missing_scopes(self, scopes: frozenset[str]) -> tuple[str, ...]:
        """Return the scopes of which one is needed, or none if one is there."""
        granular = tuple(self.scope + form for form in self.scope_forms)
        return () if scopes.intersection((*granular, self.classic_scope)) else granular
