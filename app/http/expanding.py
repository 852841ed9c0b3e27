"""`expand`: what an answer tells beside what everybody needs, asked for by name."""

from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Annotated, Any, Final, TypeVar

from fastapi import Query, Request
from pydantic import AfterValidator, StringConstraints

PARAMETER: Final = "expand"
DECISION: Final = "decision"
"""The part that every answer about a decision has: all that the rules found."""

Part = TypeVar("Part", bound=StrEnum)


def expandable(parts: type[Part]) -> Callable[[str], Coroutine[Any, Any, frozenset[Part]]]:
    """Return the dependency of operations whose answers have these parts: it reads which of them are asked for.

    What is no part is refused, with a list of those that there are.
    """
    names = [part.value for part in parts]
    one = "|".join(names)

    def known(value: str) -> str:
        if value and not set(value.split(",")) <= set(names):
            message = f"has the names of parts, with commas between them; there are {', '.join(names)}"
            raise ValueError(message)
        return value

    description = (
        f"Parts that the answer should have as well, with commas between them: {', '.join(names)}. "
        "A part that is not asked for is left out."
    )
    schema: dict[str, Any] = {"pattern": f"^(({one})(,({one}))*)?$"}

    async def asked(
        expand: Annotated[
            str,
            StringConstraints(max_length=200),
            AfterValidator(known),
            Query(description=description, examples=[",".join(names[:2])], json_schema_extra=schema),
        ] = "",
    ) -> frozenset[Part]:
        return frozenset(parts(name) for name in expand.split(",") if name)

    return asked


def is_expanded(request: Request, part: str) -> bool:
    """Tell whether a request asks for a part, where the operation itself has not come to reading its parameters."""
    return part in request.query_params.get(PARAMETER, "").split(",")
