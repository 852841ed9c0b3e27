"""Telling an attempt to loosen something from other requests that cannot be understood, without repeating what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from app.http.fields import Schema
from app.kit.errors import ChaperoneError, InvalidFieldsError
from app.policy import RULES_BY_CODE, SECTIONS, SETTINGS_BY_CODE, IncidentKind
from app.zoom.safety.table import SETTINGS as ZOOM_SETTINGS

_CHANGES: Final = frozenset({"POST", "PUT", "PATCH"})
_DOCUMENTS: Final = ("/policy", "/guidance")
"""Whose whole body says how strict something is."""
_FIELDS: Final = frozenset(
    {"safety", "settings", "wishes", "measures", "guidance", "policy", "rules", *SECTIONS, "incidents"}
)
"""Under which a body says so elsewhere."""
_NOT_IN_BODY: Final = frozenset({"query", "path", "header"})
_MOST: Final = 50
OTHER: Final = "[other]"
"""In place of a name that is the caller's own text, which may be anything."""


def attempt_to_loosen(request: Request, error: ChaperoneError | RequestValidationError) -> list[dict[str, Any]] | None:
    """Return which fields were refused where the request may have been meant to loosen something, None where it was not.

    Each is told by names that the API, the rules and Zoom know; `asked` names the settings that were sent under it.
    """
    if request.method not in _CHANGES:
        return None
    refused = [(path, sent) for path, sent in _refused(error) if path and path[0] not in _NOT_IN_BODY]
    is_document = request.scope["route"].path.endswith(_DOCUMENTS)
    if not refused or not (is_document or any(_is_about_strictness(path) for path, _ in refused)):
        return None
    return [_told(path, sent) for path, sent in refused[:_MOST]]


def _refused(error: ChaperoneError | RequestValidationError) -> Iterable[tuple[Sequence[str], Any]]:
    if isinstance(error, RequestValidationError):
        for each in error.errors():
            where, *path = each["loc"]
            yield [str(part) for part in (path if where == "body" else each["loc"])] or ["body"], each.get("input")
    elif isinstance(error, InvalidFieldsError):
        for wrong in error.errors:
            yield wrong.field.split("."), None


def _is_about_strictness(path: Sequence[str]) -> bool:
    return path[0] in _FIELDS or any(part in _strictness() for part in path)


def _told(path: Sequence[str], sent: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"field": ".".join(part if part.isdecimal() or part in _known() else OTHER for part in path)}
    if isinstance(sent, Mapping):
        told["asked"] = sorted({name if name in _known() else OTHER for name in map(str, sent)})[:_MOST]
    return told


@cache
def _strictness() -> frozenset[str]:
    """Return the names of safety settings, at Zoom too, and of rules; whole, and as the parts that a path has of them."""
    codes = {*RULES_BY_CODE, *SETTINGS_BY_CODE}
    zoom = {
        part
        for setting in ZOOM_SETTINGS
        for level in setting.levels
        for key in (*level.meeting, *level.host)
        for part in key.path.split(".")
    }
    return frozenset(codes | zoom)


@cache
def _known() -> frozenset[str]:
    def fields(schema: type[Schema]) -> Iterable[str]:
        yield from schema.model_fields
        for each in schema.__subclasses__():
            yield from fields(each)

    parts = {part for code in _strictness() for part in code.split(".")}
    sections = {name for section in SECTIONS.values() for name in section.model_fields}
    incidents = {kind.value for kind in IncidentKind}
    parameters = {name for rule in RULES_BY_CODE.values() for name in rule.parameters.model_fields}
    return (
        _strictness()
        | parts
        | parameters
        | sections
        | incidents
        | _FIELDS
        | set(fields(Schema))
        | {"severity", "parameters", "body", "pack"}
    )
