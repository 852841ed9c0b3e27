"""Zoom's webhook events as its reference shows them: the fields of each, and their types.

A sample shows one case, so a field that it lacks is no contradiction in itself: those that the sandbox sends beyond the
samples are named here, with where they come from.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Shape = Any
_FILE = Path(__file__).with_name("webhook_shapes.json")
_TYPES = {"integer": int, "boolean": bool, "null": type(None)}
_DIGITS = re.compile(r"[0-9]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
# Digits in the sample by chance: Zoom's reference calls them text.
_TEXT = {"password", "zip"}
_BEYOND_THE_SAMPLES = {
    "payload.object.start_time",  # of meeting.deleted: in the types of Zoom's SDK
    "payload.object.creation_source",  # captured
    "payload.object.ai_companion.summary",  # one sample has one feature, and the other the other
    "payload.object.ai_companion.questions",
    "event_ts",  # of app_deauthorized: in the types of Zoom's SDK
}


@cache
def shapes() -> Mapping[str, Shape]:
    """Return the shape of each event, by its name."""
    found: dict[str, Shape] = json.loads(_FILE.read_text())
    del found[""]
    return found


def contradictions(event: Mapping[str, Any]) -> list[str]:
    """Return where an event is not as its sample shows it: other types, and keys that nobody has told of."""
    found = _contradictions(shapes()[event["event"]], event, "")
    if event["event"].endswith(".updated"):
        # They tell what has changed, whatever that is.
        return [each for each in found if not re.fullmatch(r"payload\.(old_)?object\..* is not in the sample", each)]
    return list(found)


def missing(event: Mapping[str, Any]) -> set[str]:
    """Return the keys of the sample that an event lacks, by dotted path."""
    return set(_missing(shapes()[event["event"]], event, ""))


def _contradictions(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{path} is no object"
            return
        for name, inner in value.items():
            inner_path = f"{path}.{name}".removeprefix(".")
            if name in shape:
                yield from _contradictions(shape[name], inner, inner_path)
            elif inner_path not in _BEYOND_THE_SAMPLES:
                yield f"{inner_path} is not in the sample"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{path} is no list"
            return
        for item in value:
            yield from _contradictions(shape[0], item, path)
    elif not _fits(shape, value, path.rpartition(".")[2]):
        yield f"{path} is {value!r}, not {shape}"


def _missing(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(shape, dict) and isinstance(value, dict):
        for name, inner in shape.items():
            inner_path = f"{path}.{name}".removeprefix(".")
            if name in value:
                yield from _missing(inner, value[name], inner_path)
            else:
                yield inner_path
    elif isinstance(shape, list) and value:
        yield from _missing(shape[0], value[0], path)


def _fits(kind: str, value: object, name: str) -> bool:
    if kind in _TYPES:
        return type(value) is _TYPES[kind]
    if not isinstance(value, str):
        return False
    match kind:
        case "time":
            return _TIME.fullmatch(value) is not None
        case "digits":
            return name in _TEXT or _DIGITS.fullmatch(value) is not None
        case "url":
            # What is shared is a file at times, and mostly is none.
            return not value or "://" in value
        case _:
            return True
