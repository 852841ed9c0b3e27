"""A page of a list, as the API answers it."""

from typing import Any, Generic, TypeVar

from pydantic import Field

from app.http.fields import Schema

Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """One page of a list."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name that generated clients know a page by: `BookingPage` for pages of `BookingRead`."""
        return f"{params[0].__name__.removesuffix('Read')}Page"

    items: list[Item] = Field(description="Oldest first, where the list does not say otherwise.")
    next_cursor: str | None = Field(
        default=None, description="Send it as `cursor` for the next page; null on the last one."
    )
