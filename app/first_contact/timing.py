"""The time, and waiting for it to pass: tests move both."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from app.kit.clock import utc_now


@dataclass(frozen=True)
class Timing:
    """`now` tells the time, `sleep` waits for so many seconds."""

    now: Callable[[], datetime] = utc_now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
