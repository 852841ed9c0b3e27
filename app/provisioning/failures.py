"""How long we wait after a failed call to Zoom."""

import random
from datetime import timedelta
from typing import Final

from app.settings import Settings
from app.zoom.errors import ZoomError
from app.zoom.reactions import Reaction, reaction_to

_OPERATOR_NEEDED_SECONDS: Final = 60


def delay_after(error: Exception, attempts: int, settings: Settings) -> timedelta:
    """Return how long to wait after the `attempts`-th failure in a row: what Zoom asks for, or twice as long each time.

    Half of it is random, so that many bookings that failed together do not come back together.
    """
    if isinstance(error, ZoomError) and error.retry_after is not None:
        return error.retry_after + timedelta(seconds=random.uniform(0, 1))  # noqa: S311  # spreads load, hides nothing
    longest = settings.retry_longest
    if isinstance(error, ZoomError) and reaction_to(error) is Reaction.ALERT:
        longest = max(longest, timedelta(seconds=_OPERATOR_NEEDED_SECONDS))
    doubled = min(settings.retry_first * float(2 ** min(attempts - 1, 30)), longest)
    return doubled * random.uniform(0.5, 1.0)  # noqa: S311  # spreads load, hides nothing
