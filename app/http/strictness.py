"""What a request says must be what is understood: no unknown query parameter, nothing said twice."""

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from fastapi import Request
from fastapi.dependencies.models import Dependant

from app.kit.errors import FieldError, InvalidFieldsError

# The names of fields and parameters. Another name is the caller's own text, which no answer repeats.
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,60}")


async def require_unambiguous(request: Request) -> None:
    """Check that every query parameter is one of the operation's, and that nothing is given more than once.

    A misspelt filter that is dropped would answer with everybody's rows, and of two values of one name the parsers on the way
    of a request may each take another.

    Raises:
        InvalidFieldsError: A query parameter is unknown or given twice, or a name stands twice in an object of the body.
    """
    wrong = [*_wrong_parameters(request), *await _wrong_names(request)]
    if wrong:
        raise InvalidFieldsError(*wrong)


def _query_parameters(dependant: Dependant) -> Iterable[str]:
    yield from (each.alias for each in dependant.query_params)
    for dependency in dependant.dependencies:
        yield from _query_parameters(dependency)


def _wrong_parameters(request: Request) -> Iterable[FieldError]:
    if not request.query_params:
        return
    known = frozenset(_query_parameters(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in known:
            message = f"is not a parameter of this operation; it has {', '.join(sorted(known)) or 'none'}"
            yield FieldError(_field("query", name), message)
        elif len(request.query_params.getlist(name)) > 1:
            yield FieldError(_field("query", name), "is given more than once")


async def _wrong_names(request: Request) -> Iterable[FieldError]:
    body = await request.body()
    if not body:
        return ()
    repeated: set[str] = set()

    def look(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _ in pairs:
            (repeated if name in seen else seen).add(name)

    try:
        json.loads(body, object_pairs_hook=look)
    except (ValueError, RecursionError):
        # Not JSON: whether the operation wants a body at all, and in which form, is the framework's to say.
        return ()
    return [FieldError(_field("body", name), "is given more than once") for name in sorted(repeated)]


def _field(where: str, name: str) -> str:
    if not _NAME.fullmatch(name):
        return where
    return name if where == "body" else f"{where}.{name}"
