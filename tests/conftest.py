"""What every test stands on: a real PostgreSQL, the sandbox over real HTTP, and the service on a port of its own."""

import gc

import structlog

from tests.support.dialect import share_what_is_compiled, share_what_is_learnt

pytest_plugins = [
    "tests.support.database",
    "tests.support.service",
    "tests.support.zoom",
    "tests.support.demo",
    "tests.support.doors",
    "tests.support.browser",
    "tests.support.exploring",
]


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives as long as the run: it took a fifth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_configure() -> None:
    """Write tracebacks plainly: structlog's usual ones, with the values of all variables, take a second each to render."""
    console = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    share_what_is_compiled()
    share_what_is_learnt()
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], console])
