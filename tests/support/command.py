"""The `chaperone` command in the tests' own process: to start another one takes a second each time."""

import asyncio
import sys
from collections.abc import Mapping

import pytest
from typer.testing import CliRunner

from app.commands.application import main


async def run_command(environment: Mapping[str, str], *arguments: str, columns: int = 80) -> tuple[int, str, str]:
    """Run a command with these variables in its environment; return its exit code and what it printed."""

    def run() -> tuple[int, str, str]:
        with (
            pytest.MonkeyPatch.context() as patch,
            CliRunner().isolation(env={**environment, "COLUMNS": str(columns)}) as (output, errors, _),
        ):
            patch.setattr(sys, "argv", ["chaperone", *arguments])
            try:
                main()
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
            return code, output.getvalue().decode(), errors.getvalue().decode()

    # Commands run event loops of their own.
    return await asyncio.to_thread(run)
