"""Keeping the state in a file: written whole beside it and moved into place, shortly after each change."""

import asyncio
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from app.zoom.sandbox.state import State

_LOGGER: Final = logging.getLogger(__name__)

_GATHERED_FOR: Final = 0.2
"""Seconds in which changes are gathered before they are written."""


class StateFileError(Exception):
    """The state file cannot be read or written. The text says which file and what to do."""


def read_state(path: Path) -> State | None:
    """Return the state in a file, or None if there is no file.

    Raises:
        StateFileError: It cannot be read, or holds something else.
    """
    try:
        return State.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        msg = f"The sandbox cannot read its state from {path}. Move the file away to begin anew."
        raise StateFileError(msg) from error


def write_state(path: Path, data: bytes) -> None:
    """Replace a file's content; a crash leaves either the old or the new.

    Raises:
        StateFileError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        msg = f"The sandbox cannot write its state to {path}: {error.strerror}."
        raise StateFileError(msg) from error


class StateFile:
    """Writes a state after changes, a moment later, so that many make one write."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """Take note that the state is another one."""
        self._changed.set()

    async def run(self, current: Callable[[], State]) -> None:
        """Write what `current` returns, until cancelled."""
        if self._path is None:
            return
        write: asyncio.Future[None] | None = None
        try:
            while True:
                await self._changed.wait()
                await asyncio.sleep(_GATHERED_FOR)
                self._changed.clear()
                write = asyncio.ensure_future(asyncio.to_thread(write_state, self._path, _dumped(current())))
                try:
                    await asyncio.shield(write)
                except StateFileError as error:
                    _LOGGER.error("%s", error)  # noqa: TRY400 - the text says it all
        finally:
            if write is not None:
                # An older state must not arrive after the last one.
                await asyncio.wait([write])

    def write_last(self, state: State) -> None:
        """Write once more, when `run` has ended.

        Raises:
            StateFileError: It cannot be written.
        """
        if self._path is not None:
            write_state(self._path, _dumped(state))


def _dumped(state: State) -> bytes:
    return state.model_dump_json().encode()
