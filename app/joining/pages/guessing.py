"""How often somebody may try: links that do not work, by the address they come from, and presses, by the link."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Final

WRONG_LINKS_PER_MINUTE: Final = 30
"""A token has 256 random bits: whoever guesses finds none, and is to cost nothing."""
PRESSES_PER_MINUTE: Final = 60
"""No person presses as often; a script that holds a link must not fill the database."""

_WINDOW: Final = timedelta(minutes=1).total_seconds()


class Attempts:
    """Counts attempts in this process, by whose they are; they refill steadily."""

    def __init__(
        self, per_minute: int, *, remembered: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_minute = per_minute
        self._remembered = remembered
        self._clock = clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def may_try(self, whose: str) -> bool:
        """Tell whether somebody has attempts left."""
        return self._spent_by(whose) <= self._per_minute - 1

    def count(self, whose: str) -> None:
        """Count an attempt."""
        self._spent[whose] = (self._spent_by(whose) + 1, self._clock())
        self._spent.move_to_end(whose)
        while len(self._spent) > self._remembered:
            self._spent.popitem(last=False)

    def _spent_by(self, whose: str) -> float:
        spent, at = self._spent.get(whose, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - at) * self._per_minute / _WINDOW)
