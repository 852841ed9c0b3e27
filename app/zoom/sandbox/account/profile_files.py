"""A profile by its name, or from a file: a profile's own, or a capture of a real account."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.zoom.sandbox.account.capture import FORMAT, Capture
from app.zoom.sandbox.account.captured_profile import captured_profile
from app.zoom.sandbox.account.profile import (
    Profile,
    ProfileError,
    named_profile,
    profile_from,
    profile_names,
    read_document,
)


def load_profile(name_or_file: str, *, beliefs: Sequence[str] = ()) -> Profile:
    """Return the profile of that name, or what a file holds: a profile, in YAML or JSON, or a capture.

    Args:
        name_or_file: The name or the path.
        beliefs: What differs from it, as `NAME=VALUE` with the value as JSON; words need no quotes.

    Raises:
        ProfileError: There is neither, the file holds something else, or there is no such belief.
    """
    profile = _load(name_or_file)
    return profile.believing(dict(map(_belief, beliefs))) if beliefs else profile


def _belief(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _load(name_or_file: str) -> Profile:
    if name_or_file in profile_names():
        return named_profile(name_or_file)
    path = Path(name_or_file)
    if not path.exists():
        msg = f"There is neither a profile nor a file {name_or_file}. Profiles: {', '.join(profile_names())}."
        raise ProfileError(msg)
    document = read_document(path)
    if document.get("format") == FORMAT:
        return captured_profile(read_capture(document, name_or_file))
    return profile_from(document, name_or_file)


def read_capture(document: object, source: str) -> Capture:
    """Return the capture that a document holds; `source` names it in errors.

    Raises:
        ProfileError: It holds none.
    """
    try:
        return Capture.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        msg = f"{source} is no capture: {place}: {first['msg']}."
        raise ProfileError(msg) from None
