"""Which keys an object of Zoom's has, what each takes, and its default: unknown keys fall out, wrong values are named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

ABSENT: Final = object()
"""Stands for the default of a key that Zoom leaves out until somebody sets it."""

INVALID: Final = "Invalid field."
"""Zoom's words for a value of the wrong kind."""


@dataclass(frozen=True)
class Field:
    """One key. `inner` holds the keys of an object; `writable` is false where Zoom ignores what is sent."""

    kind: type
    default: Any = ABSENT
    allowed: frozenset[Any] | None = None
    inner: Mapping[str, "Field"] | None = None
    writable: bool = True

    def takes(self, value: object) -> bool:
        """Tell whether a value is of this key's kind. A truth value is no number."""
        if type(value) is not self.kind:
            return False
        return self.allowed is None or value in self.allowed


def on(*, writable: bool = True) -> Field:
    """Return a switch that is on from the start."""
    return Field(bool, default=True, writable=writable)


def off(*, writable: bool = True) -> Field:
    """Return a switch that is off from the start."""
    return Field(bool, default=False, writable=writable)


def flag() -> Field:
    """Return a switch that Zoom leaves out until somebody sets it."""
    return Field(bool)


def choice(default: object, *allowed: int | str, writable: bool = True) -> Field:
    """Return a key with a closed list of values."""
    return Field(type(allowed[0]), default, frozenset(allowed), writable=writable)


def number(default: object = ABSENT) -> Field:
    """Return a key for any integer."""
    return Field(int, default)


def text(default: object = ABSENT, *, writable: bool = True) -> Field:
    """Return a key for any text."""
    return Field(str, default, writable=writable)


def items(default: object = ABSENT) -> Field:
    """Return a key for a list, whose elements are kept as they come."""
    return Field(list, default)


def group(**inner: Field) -> Field:
    """Return a key for an object with these keys."""
    return Field(dict, inner=inner)


def accepted(
    fields: Mapping[str, Field], sent: Mapping[str, Any], *, problems: dict[str, str], prefix: str = ""
) -> dict[str, Any]:
    """Return what of `sent` counts: known and writable keys that are not null.

    Wrong values are written into `problems`, by dotted path.
    """
    result: dict[str, Any] = {}
    for name, value in sent.items():
        field = fields.get(name)
        if field is None or value is None or not field.writable:
            continue
        if not field.takes(value):
            problems[prefix + name] = INVALID
        elif field.inner is None:
            result[name] = value
        else:
            result[name] = accepted(field.inner, value, problems=problems, prefix=f"{prefix}{name}.")
    return result


def defaults(fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return the object with every key that Zoom shows from the start."""
    result: dict[str, Any] = {}
    for name, field in fields.items():
        if field.inner is not None:
            result[name] = defaults(field.inner)
        elif field.default is not ABSENT:
            result[name] = field.default
    return {name: value for name, value in result.items() if value != {}}


def flattened(nested: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return an object's values by dotted path. Keys may be dotted already."""
    result: dict[str, Any] = {}
    for name, value in nested.items():
        if isinstance(value, Mapping):
            result |= flattened(value, f"{prefix}{name}.")
        else:
            result[prefix + name] = value
    return result


def without(values: Mapping[str, Any], paths: Collection[str], prefix: str = "") -> dict[str, Any]:
    """Return an object without the keys at dotted paths; an object that is empty then goes too."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        path = prefix + name
        if path in paths:
            continue
        if isinstance(value, Mapping) and any(each.startswith(f"{path}.") for each in paths):
            if rest := without(value, paths, f"{path}."):
                result[name] = rest
        else:
            result[name] = value
    return result


def placed(values: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return an object with another value at a dotted path. What was given is not changed."""
    name, _, rest = path.partition(".")
    if not rest:
        return {**values, name: value}
    inner = values.get(name)
    return {**values, name: placed(inner if isinstance(inner, Mapping) else {}, rest, value)}


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by dotted path as an object of objects."""
    result: dict[str, Any] = {}
    for path, value in flat.items():
        *parents, name = path.split(".")
        place = result
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return result
