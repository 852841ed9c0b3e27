"""What Zoom has published of its API's requests and answers: types, required keys and closed lists, by operation.

The data are facts of the description of October 2023, without its prose, and without the settings that the sandbox does
not keep. Newer keys are missing in it, so what it does not know is told apart from what contradicts it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

Schema = Mapping[str, Any]
_FILE = Path(__file__).with_name("zoom_schemas.json")
_VARIANTS = ("anyOf", "allOf")


@dataclass(frozen=True)
class Published:
    """One operation as it was published."""

    name: str
    method: str
    path: str
    status: int
    request: Schema | None
    response: Schema | None

    def fits(self, method: str, path: str) -> bool:
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(self.path))
        return method == self.method and re.fullmatch(pattern, path) is not None


@cache
def published() -> tuple[Published, ...]:
    """Return all operations, those without names in their paths first."""
    found = json.loads(_FILE.read_text())
    operations = [
        Published(
            name, each["method"], each["path"], each["status"], _read(each.get("request")), _read(each.get("response"))
        )
        for name, each in found.items()
    ]
    return tuple(sorted(operations, key=lambda each: each.path.count("{")))


def operation_of(method: str, path: str) -> Published:
    """Return the operation that a call is one of; `path` is Zoom's, without `/v2`."""
    return next(each for each in published() if each.fits(method, path))


def contradictions(schema: Schema, body: Any) -> list[str]:
    """Return where a body is not what was published."""
    errors = Draft202012Validator(schema).iter_errors(body)
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in errors]


def unpublished(schema: Schema, body: Any, prefix: str = "") -> Iterator[str]:
    """Yield the keys of a body that were not published, by dotted path; the elements of lists have none."""
    if isinstance(body, list):
        for item in body:
            yield from unpublished(schema.get("items", {}), item, prefix)
    elif isinstance(body, dict) and (known := _properties(schema)):
        for name, value in body.items():
            if name in known:
                yield from unpublished(known[name], value, f"{prefix}{name}.")
            else:
                yield prefix + name


def _properties(schema: Schema) -> dict[str, Schema]:
    known: dict[str, Schema] = dict(schema.get("properties", {}))
    for variants in _VARIANTS:
        for variant in schema.get(variants, ()):
            for name, value in _properties(variant).items():
                known.setdefault(name, value)
    return known


def _read(schema: Any) -> Any:
    """Return a schema in which one of several shapes may be meant by more than one: all their keys are optional."""
    if isinstance(schema, list):
        return [_read(each) for each in schema]
    if isinstance(schema, dict):
        return {"anyOf" if name == "oneOf" else name: _read(value) for name, value in schema.items()}
    return schema
