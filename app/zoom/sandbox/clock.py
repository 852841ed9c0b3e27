"""The sandbox's time: the machine's, and as far from it as somebody asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """A clock that runs at the usual speed and can be moved. `moved` is called after each move."""

    def __init__(self, *, moved: Callable[[], None]) -> None:
        self.offset = timedelta()
        self._moved = moved

    def now(self) -> datetime:
        """Return the sandbox's present instant in UTC."""
        return datetime.now(UTC) + self.offset

    def move_by(self, step: timedelta) -> None:
        """Move the time on, or back."""
        self.offset += step
        self._moved()

    def move_to(self, instant: datetime) -> None:
        """Set the time to an aware instant."""
        self.move_by(instant - self.now())


def zoom_time(instant: datetime) -> str:
    """Return an aware instant as Zoom writes it: UTC, to the second, with `Z`."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def milliseconds(instant: datetime) -> int:
    """Return an aware instant in milliseconds since 1970."""
    return int(instant.timestamp() * 1000)
