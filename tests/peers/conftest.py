"""Clients of Zoom's API that others wrote, installed for the run of the tests, and a sandbox for them."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.zoom.sandbox import Plan, SandboxConfiguration, UserSeed
from tests.support.sandbox import sandbox_in_a_thread

PYTHON_PACKAGES = ("zoomus==1.2.1", "pyzoom==1.0.8")
PYTHON_GENERATOR = ("openapi-python-client==0.29.1",)
NODE_PACKAGES = ("@zoom/rivet@0.4.0",)
NODE_GENERATOR = ("openapi-typescript@7.13.0", "openapi-fetch@0.17.0", "typescript@5.9.3")
FROM_PYPI = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable, "--target", "."]
FROM_NPM = [
    *("npm", "install", "--prefix", ".", "--no-audit", "--no-fund", "--ignore-scripts"),
    *("--fetch-retries=0", "--loglevel=error"),
]
INSTALL_SECONDS = 90
CONFIGURATION = SandboxConfiguration(
    account_id="account-of-the-peers",
    client_id="client-of-the-peers",
    client_secret="secret-of-the-peers",  # of the tests alone
    plan=Plan.BUSINESS,
    limits=Plan.BUSINESS,
    users=(UserSeed(email="host@example.org", id="host"), UserSeed(email="second@example.org")),
)

Install = Callable[[str, list[str]], Path]


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Install:
    """Install packages into a folder that all processes of the run share; skip where that cannot be done."""
    root = tmp_path_factory.getbasetemp()
    shared = root if worker_id == "master" else root.parent

    def run(name: str, command: list[str]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder.mkdir(exist_ok=True)
                done.write_text(_attempt(command, folder))
        if problem := done.read_text():
            pytest.skip(f"{name} cannot be installed here: {problem}")
        return folder

    return run


@pytest.fixture(scope="session")
def python_peers(install: Install) -> Path:
    """The folder in which Python finds the peers."""
    return install("peers-from-pypi", [*FROM_PYPI, *PYTHON_PACKAGES])


@pytest.fixture(scope="session")
def python_generator(install: Install) -> Path:
    """The folder in which Python finds a generator of clients."""
    return install("generator-from-pypi", [*FROM_PYPI, *PYTHON_GENERATOR])


@pytest.fixture(scope="session")
def node_peers(install: Install) -> Path:
    """The folder in which node finds the peers."""
    demand_node()
    return install("peers-from-npm", [*FROM_NPM, *NODE_PACKAGES])


@pytest.fixture(scope="session")
def node_generator(install: Install) -> Path:
    """The folder in which node finds a generator of clients, and a compiler."""
    demand_node()
    return install("generator-from-npm", [*FROM_NPM, *NODE_GENERATOR])


def demand_node() -> None:
    """Skip where there is no node."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("Clients for node need npm and node, which are not on this machine.")


@pytest.fixture(scope="session")
def peers_sandbox() -> Iterator[str]:
    with sandbox_in_a_thread(CONFIGURATION) as url:
        yield url


def _attempt(command: list[str], folder: Path) -> str:
    """Run a command in a folder; return what went wrong, or nothing."""
    try:
        outcome = subprocess.run(  # noqa: S603 - the command is this file's own
            command,
            cwd=folder,
            # Where there is no network, waiting for it again and again would only make the skip late.
            env=os.environ | {"UV_HTTP_RETRIES": "0"},
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer of the registry within {INSTALL_SECONDS} seconds"
    if outcome.returncode == 0:
        return ""
    return (outcome.stderr.strip() or f"exit code {outcome.returncode}").splitlines()[0]
