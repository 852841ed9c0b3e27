"""One play from the first step to the last: a step at the sandbox, then what Chaperone has made of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import httpx

from app.embedded.addresses import Addresses
from app.embedded.play.programme import Booked, Programme
from app.embedded.play.script import Script, Step
from app.embedded.play.seeing import Seen, changes, outcome
from app.embedded.play.stage import Stage, StepRefusedError
from app.kit.errors import ConfigurationError

_LOOK_AGAIN: Final = 0.5
_TIMEOUT: Final = 60
_SOON: Final = timedelta(minutes=10)
_AFTER_THE_END: Final = 90
"""How many seconds the player waits for what follows from a session's end: Chaperone looks once a minute."""


@dataclass(frozen=True)
class Pace:
    """How long the player waits for Chaperone.

    Attributes:
        patience: Seconds until a step counts as one that Chaperone makes nothing of.
        quiet: Seconds without another change until a step counts as done.
        to_the_end: Whether `wait: end` waits until the session is over, which takes as long as the session.
    """

    patience: float = 2.0
    quiet: float = 0.6
    to_the_end: bool = False


class Audience(Protocol):
    """Is told what happens."""

    def begins(self, script: Script, booked: Booked) -> None:
        """A session was booked."""

    def step(self, number: int, at: datetime, sentence: str, at_zoom: str, made: list[str]) -> None:
        """A step was played; `at_zoom` is what Zoom made of it, and `made` what Chaperone did."""

    def ends(self, booked: Booked, lines: list[str]) -> None:
        """All was played."""


@dataclass
class _Play:
    script: Script
    programme: Programme
    stage: Stage
    booked: Booked
    pace: Pace
    since: datetime
    room_was_open: bool | None = False

    async def step(self, step: Step, before: Seen) -> tuple[str, list[str], Seen]:
        """Play one step; return what Zoom made of it, what Chaperone did, and what it tells then."""
        if step.action == "wait":
            at_zoom = await self._wait(step.argument)
        else:
            try:
                at_zoom = await self.stage.play(step)
            except StepRefusedError as refusal:
                at_zoom = f"not possible: {refusal}"
        opened = await self.stage.is_open()
        await self.stage.settled()
        is_over = step.argument == "end" and self.pace.to_the_end
        after = await self._watched(before, patience=_AFTER_THE_END if is_over else self.pace.patience)
        closed = await self.stage.is_open()
        made = changes(before, after)
        if opened and not closed:
            made.append("the room is closed at Zoom" if closed is False else "the meeting is gone from Zoom")
        return at_zoom, made, after

    async def _watched(self, before: Seen, *, patience: float) -> Seen:
        """Look until something has changed and all is quiet again, or until patience ends."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + patience
        latest, quiet_since = before, clock()
        while True:
            seen = await self.programme.see(self.booked, since=self.since)
            if seen != latest:
                latest, quiet_since = seen, clock()
                deadline = max(deadline, quiet_since + self.pace.quiet)
            has_changed = latest != before
            if (has_changed and clock() - quiet_since >= self.pace.quiet) or clock() >= deadline:
                return latest
            await asyncio.sleep(_LOOK_AGAIN)

    async def _wait(self, until: float | str) -> str:
        if isinstance(until, str):
            instant = self.booked.starts_at if until == "start" else self.booked.ends_at
            seconds = (instant - datetime.now(UTC)).total_seconds()
            if until == "end" and not self.pace.to_the_end:
                return f"not waited for: it ends at {instant:%H:%M} UTC (--to-the-end waits)"
        else:
            seconds = until
        await asyncio.sleep(max(seconds, 0))
        return ""


async def play(
    script: Script, addresses: Addresses, api_key: str, audience: Audience, pace: Pace | None = None
) -> None:
    """Play a script against a run, and tell the audience.

    Raises:
        ConfigurationError: Nothing answers there, or no session can be booked; one line says what.
    """
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(_client(addresses.sandbox))
        headers = {"Authorization": f"Bearer {api_key}"}
        chaperone = await stack.enter_async_context(_client(addresses.chaperone, headers=headers))
        programme = Programme(chaperone, sandbox)
        since = datetime.now(UTC)
        booked = await programme.book(script.session)
        audience.begins(script, booked)
        stage = await Stage.of(sandbox, script, booked.meeting_id)
        acted = _Play(script, programme, stage, booked, pace or Pace(), since)
        seen = await programme.see(booked, since=since)
        audience.step(0, datetime.now(UTC), "A session is booked.", f"meeting {booked.meeting_id}", changes(None, seen))
        try:
            for number, step in enumerate(script.steps, start=1):
                at = datetime.now(UTC)
                at_zoom, made, seen = await acted.step(step, seen)
                audience.step(number, at, step.sentence, at_zoom, made)
        finally:
            await stage.set_webhooks("well")
        audience.ends(booked, [*outcome(seen), *await _tidied(programme, booked)])


async def _tidied(programme: Programme, booked: Booked) -> list[str]:
    """Give a host back whose session is still far ahead."""
    if booked.starts_at <= datetime.now(UTC) + _SOON:
        return []
    try:
        await programme.cancel(booked)
    except ConfigurationError as error:
        return [str(error)]
    return ["The session is still ahead, and was cancelled."]


@asynccontextmanager
async def _client(base_url: str, **given: Any) -> AsyncIterator[httpx.AsyncClient]:
    # A proxy of the environment has no way to this machine.
    async with httpx.AsyncClient(base_url=base_url, timeout=_TIMEOUT, trust_env=False, **given) as client:
        yield client
