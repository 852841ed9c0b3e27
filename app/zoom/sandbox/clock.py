"""The sandbox's time: the machine's, as far from it as somebody asked for, or standing still."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """A clock that runs at the usual speed, and can be moved and stopped. `moved` is called after each move."""

    def __init__(self, *, moved: Callable[[], None]) -> None:
        self._offset = timedelta()
        self._stopped_at: datetime | None = None
        self._moved = moved

    @property
    def offset(self) -> timedelta:
        """How far it is ahead of the machine's time."""
        return self._offset if self._stopped_at is None else self._stopped_at - datetime.now(UTC)

    @property
    def is_stopped(self) -> bool:
        """Whether it moves only when it is moved."""
        return self._stopped_at is not None

    def now(self) -> datetime:
        """Return the sandbox's present instant in UTC."""
        return self._stopped_at or datetime.now(UTC) + self._offset

    def run_from(self, offset: timedelta) -> None:
        """Run, that far ahead of the machine's time."""
        self._offset, self._stopped_at = offset, None

    def stop(self) -> None:
        """Stand still."""
        self._stopped_at = self.now()

    def run(self) -> None:
        """Go on from where it stands."""
        self.run_from(self.offset)
        self._moved()

    def move_by(self, step: timedelta) -> None:
        """Move the time on, or back."""
        if self._stopped_at is None:
            self._offset += step
        else:
            self._stopped_at += step
        self._moved()

    def move_to(self, instant: datetime) -> None:
        """Set the time to an aware instant."""
        self.move_by(instant.astimezone(UTC) - self.now())


def zoom_time(instant: datetime) -> str:
    """Return an aware instant as Zoom writes it: UTC, to the second, with `Z`."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def milliseconds(instant: datetime) -> int:
    """Return an aware instant in milliseconds since 1970."""
    return int(instant.timestamp() * 1000)
