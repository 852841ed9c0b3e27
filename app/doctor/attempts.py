"""Looking at one thing: whatever happens then is a line in the report, and stops nothing else."""

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

from app.doctor.report import OPERATOR, Check, State, Subject
from app.zoom.errors import ZoomError

PATIENCE: Final = 20.0
"""Seconds for one thing."""

Result = TypeVar("Result")


async def attempt(subject: Subject, look: Awaitable[Result], *, seconds: float | None = PATIENCE) -> Result | Check:
    """Return what `look` returns, or the line that says why it could not be known.

    An error's own text is not shown, unless it is one that never holds a secret.
    """
    try:
        async with asyncio.timeout(seconds):
            return await look
    except TimeoutError:
        found = f"It could not be looked at in {seconds:g} seconds."
    except ZoomError as error:
        found = f"Zoom's answer: {error}."
    except Exception as error:  # noqa: BLE001  # one check that fails must not hide the others
        found = f"It could not be looked at ({type(error).__name__})."
    return Check(subject, State.WRONG, found, f"{OPERATOR}: run it again, and look into the logs if it stays so.")
