"""What comes in to be kept as a policy or as something tighter: how large it may be, and what is wrong with it, by field."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from app.http.fields import Schema
from app.kit.errors import FieldError, InvalidFieldsError
from app.policy import PolicyError
from app.policy.strict_yaml import MAXIMUM_BYTES

_LONGEST_NAME: Final = 80


def document_in(body: Schema) -> dict[str, Any]:
    """Return what a body says, and no more.

    Raises:
        InvalidFieldsError: It is larger than a policy may be, spaces between its parts not counted, or holds text that is none.
    """
    content = body.model_dump(mode="json", exclude_unset=True)
    try:
        size = len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    except UnicodeEncodeError:
        error = FieldError("body", "must not contain one half of a surrogate pair")
        raise InvalidFieldsError(error) from None
    if size > MAXIMUM_BYTES:
        error = FieldError("body", f"must have at most {MAXIMUM_BYTES // 1024} KiB")
        raise InvalidFieldsError(error)
    return content


@contextmanager
def refusing(*prefix: str) -> Iterator[None]:
    """Refuse a request whose policy, settings or levels are refused inside the block.

    Args:
        *prefix: The field in which the document stands; none where it is the whole body.

    Raises:
        InvalidFieldsError: With a line for each rule, parameter or setting that is wrong.
    """
    try:
        yield
    except PolicyError as error:
        raise InvalidFieldsError(
            *(FieldError(_field((*prefix, *each.path)), each.reason) for each in error.problems)
        ) from None


def _field(path: tuple[str | int, ...]) -> str:
    return ".".join(_shown(str(part)) for part in path) or "body"


def _shown(name: str) -> str:
    # What is no rule or setting can be any text at all.
    printable = name if name.isprintable() else ascii(name)
    return printable if len(printable) <= _LONGEST_NAME else f"{printable[:_LONGEST_NAME]}..."
