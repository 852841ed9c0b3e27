"""Which way values get tighter, and documents that say it of each of their values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, JsonValue
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Tighter(StrEnum):
    """Which way a parameter gets tighter; stands in its annotation, and in its JSON schema as `tighter`."""

    HIGHER = "higher"
    LOWER = "lower"
    FEWER = "fewer"
    NEITHER = "neither"
    """The values have no order, such as names: any of them may be chosen, and nothing can tighten one."""

    def is_looser(self, value: Any, floor: Any) -> bool:
        """Whether a value asks for less than the floor does."""
        match self:
            case Tighter.HIGHER:
                return bool(value < floor)
            case Tighter.LOWER:
                return bool(value > floor)
            case Tighter.FEWER:
                return not set(value) <= set(floor)
            case Tighter.NEITHER:
                return False

    def tighter_of(self, one: Any, other: Any) -> Any:
        """The tighter of two values, which may be neither where both leave something out.

        Raises:
            ValueError: The values have no order.
        """
        match self:
            case Tighter.HIGHER:
                return max(one, other)
            case Tighter.LOWER:
                return min(one, other)
            case Tighter.FEWER:
                return type(one)(each for each in one if each in other)
            case Tighter.NEITHER:
                raise ValueError("neither value is the tighter one")

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say the direction in the parameter's JSON schema."""
        return {**handler(schema), "tighter": self.value}


class Ordered(BaseModel):
    """Base of values that can be tightened; every one has a default and says which way it gets tighter."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def directions(cls) -> Mapping[str, Tighter]:
        """Which way each value gets tighter.

        Raises:
            TypeError: A value does not say so; it could then be loosened below the floor unseen.
        """
        found = {
            name: next((each for each in info.metadata if isinstance(each, Tighter)), None)
            for name, info in cls.model_fields.items()
        }
        known = {name: direction for name, direction in found.items() if direction is not None}
        if silent := found.keys() - known.keys():
            raise TypeError(f"{cls.__name__} does not say which way gets tighter: {', '.join(sorted(silent))}")
        return known

    def looser_than(self, floor: "Ordered") -> list[str]:
        """The names of the values that ask for less than the floor's."""
        return [
            name
            for name, direction in self.directions().items()
            if direction.is_looser(getattr(self, name), getattr(floor, name))
        ]

    def tightened_by(self, named: Mapping[str, JsonValue]) -> Self:
        """The tighter of both of every value that is named; what is not named asks for nothing.

        Raises:
            pydantic.ValidationError: They are no such values.
        """
        directions, other = self.directions(), type(self).model_validate(dict(named))
        return self.model_copy(
            update={name: directions[name].tighter_of(getattr(self, name), getattr(other, name)) for name in named}
        )
