"""Who tries links that do not work: a token has 256 random bits, and an address has thirty attempts a minute."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Final

PER_MINUTE: Final = 30
_WINDOW: Final = timedelta(minutes=1).total_seconds()


class WrongTokens:
    """Counts, in this process, links that do not work by the address they were asked from; attempts refill steadily."""

    def __init__(self, *, remembered: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._remembered = remembered
        self._clock = clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def may_try(self, address: str) -> bool:
        """Tell whether an address has attempts left."""
        return self._spent_by(address) <= PER_MINUTE - 1

    def count(self, address: str) -> None:
        """Count a link that does not work."""
        self._spent[address] = (self._spent_by(address) + 1, self._clock())
        self._spent.move_to_end(address)
        while len(self._spent) > self._remembered:
            self._spent.popitem(last=False)

    def _spent_by(self, address: str) -> float:
        spent, at = self._spent.get(address, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - at) * PER_MINUTE / _WINDOW)
