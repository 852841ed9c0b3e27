"""Answering a request for bookings: act in one transaction, wait until they settle, show them as they are then."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response, status
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Scope
from app.access.principal import Principal
from app.bookings.meeting_access import add_access
from app.bookings.models import Booking
from app.bookings.placing import RefusedError
from app.bookings.reading import show, show_standing, standing_of
from app.bookings.schemas import BookingPart, BookingRead
from app.bookings.states import SETTLED, BookingState, MoveState
from app.http.answers import LOCATED, NO_STORE, retry_after, set_entity_tag
from app.http.dependencies import DatabaseDependency, SettingsDependency, made_of_request
from app.http.expanding import expandable
from app.http.parameters import PreferDependency
from app.kit.errors import ChaperoneError
from app.kit.settling import SettlingBookings, wait_at_most

ACCEPTED: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "model": BookingRead,
        "description": "Booked, and not settled yet: Zoom is slow, out of quota or down, or an approval is due. Read the booking "
        "again at Location.",
        "headers": {
            **LOCATED,
            **retry_after("In how many seconds its meeting will be there, by what is waiting and what Zoom allows."),
        },
    }
}

Estimate = Callable[[AsyncSession, Booking | BookingRead], Awaitable[timedelta]]
"""How long it will take, by what is waiting and by what Zoom allows, until a booking's meeting is made."""

PENDING: Final = frozenset({BookingState.PROVISIONING, BookingState.AWAITING_APPROVAL})
"""In these states a booking is accepted and not done."""


BookingPartsDependency = Annotated[frozenset[BookingPart], Depends(expandable(BookingPart))]


class Answering:
    """Acts on bookings for one request, and waits as long as its `Prefer` header says."""

    def __init__(
        self,
        request: Request,
        response: Response,
        database: DatabaseDependency,
        settings: SettingsDependency,
        prefer: PreferDependency,
        parts: BookingPartsDependency,
    ) -> None:
        self.parts = parts
        self._response = response
        self._settling: SettlingBookings = request.app.state.settling
        self._estimate: Estimate = request.app.state.estimate
        self._database = database
        self._settings = settings
        self._wait = prefer.wait

    async def after(
        self,
        act: Callable[[AsyncSession], Awaitable[Sequence[Booking]]],
        principal: Principal,
        remember: Callable[[AsyncSession, ChaperoneError], None] | None = None,
        *,
        until: Callable[[Booking], bool] | None = None,
        with_access: bool = False,
    ) -> Sequence[tuple[Booking, BookingRead]]:
        """Act in one transaction, wait for the bookings to settle, and return them, in their order, as they are then.

        Args:
            act: What is asked for; returns the bookings concerned.
            principal: The caller, who is shown what they may see.
            remember: Keeps a refusal for an idempotent replay.
            until: Whether a booking needs no waiting for, where that is not its being settled: what settles may be settled anew.
            with_access: Whether the answer tells the way into the meeting to a caller who may read it.

        Raises:
            ChaperoneError: It was refused; the record of the refusal is committed.
        """
        refused: RefusedError | None = None
        bookings: Sequence[Booking] = ()
        async with AsyncExitStack() as watching:
            async with self._database.transaction() as session:
                try:
                    bookings = await act(session)
                except RefusedError as error:
                    refused = error
                    if remember is not None:
                        remember(session, error.error)
                else:
                    # Before the commit: the worker may be done before this process gets to run again.
                    settled = [await watching.enter_async_context(self._settling.watch(each.id)) for each in bookings]
            if refused is not None:
                raise refused.error
            watched = zip(settled, bookings, strict=True)
            await asyncio.gather(*(self._waited(event, each, until) for event, each in watched))
        return await self._shown(bookings, principal, with_access=with_access)

    async def one(
        self,
        act: Callable[[AsyncSession], Awaitable[Booking]],
        principal: Principal,
        remember: Callable[[AsyncSession, ChaperoneError], None] | None = None,
        *,
        until: Callable[[Booking], bool] | None = None,
        with_access: bool = False,
        is_pending: Callable[[BookingRead], bool] = lambda shown: shown.state in PENDING,
    ) -> BookingRead:
        """Act on one booking as `after` does, and answer with it and its ETag: by 202 where it is not done.

        Args:
            act: What is asked for; returns the booking.
            principal: The caller, who is shown what they may see.
            remember: Keeps a refusal for an idempotent replay.
            until: Whether the booking is done, where that is not its being settled.
            with_access: Whether the answer tells the way into the meeting to a caller who may read it.
            is_pending: Whether the booking is accepted and not done, where `until` does not say so.

        Raises:
            ChaperoneError: It was refused; the record of the refusal is committed.
        """

        async def acted(session: AsyncSession) -> Sequence[Booking]:
            return [await act(session)]

        ((booking, shown),) = await self.after(acted, principal, remember, until=until, with_access=with_access)
        set_entity_tag(self._response, booking)
        if is_pending(shown) if until is None else not until(booking):
            await self.accepted(self._response, shown)
        return shown

    async def _waited(self, event: asyncio.Event, booking: Booking, until: Callable[[Booking], bool] | None) -> None:
        """Wait until a booking is as it is waited for, or the caller waits no longer."""
        if until is None:
            if booking.state not in SETTLED:
                await wait_at_most(event, self._wait)
            return
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._wait.total_seconds()
        while not until(booking) and await wait_at_most(event, timedelta(seconds=max(0.0, deadline - clock()))):
            event.clear()
            async with self._database.transaction() as session:
                booking = await session.get_one(Booking, booking.id)

    @staticmethod
    def is_pending(booking: BookingRead) -> bool:
        """Tell whether a booking is accepted and not done: its meeting is being made, or a coordinator must approve something."""
        return booking.state in PENDING or (
            booking.move is not None and booking.move.state is MoveState.AWAITING_APPROVAL
        )

    async def accepted(self, response: Response, booking: BookingRead) -> None:
        """Make the answer a 202: where to look, and an honest estimate of when."""
        response.status_code = status.HTTP_202_ACCEPTED
        response.headers["Location"] = f"/v1/bookings/{booking.id}"
        if booking.state is BookingState.PROVISIONING:
            response.headers["Retry-After"] = str(await self.seconds_until_made(booking))

    async def seconds_until_made(self, booking: BookingRead) -> int:
        """Return in how many seconds to look again, at least one."""
        async with self._database.transaction() as session:
            return max(1, math.ceil((await self._estimate(session, booking)).total_seconds()))

    async def _shown(
        self, bookings: Sequence[Booking], principal: Principal, *, with_access: bool
    ) -> Sequence[tuple[Booking, BookingRead]]:
        if with_access:
            self._response.headers["Cache-Control"] = NO_STORE
        # Who reads a way in leaves an entry in the trail; others only look.
        leaves_entry = with_access and principal.may(Scope.LINKS_READ)
        async with self._database.transaction() if leaves_entry else self._database.single_statement() as session:
            with_decisions = BookingPart.DECISION in self.parts
            now = await standing_of(session, [each.id for each in bookings], with_decisions=with_decisions)
            shown: Sequence[BookingRead] = [show_standing(principal, each, self.parts) for each in now]
            if leaves_entry:
                shown = await add_access(
                    session,
                    principal,
                    now,
                    shown,
                    self._settings.key_ring,
                    gives_personal_links=self._settings.gives_personal_links,
                )
            return [(each.booking, read) for each, read in zip(now, shown, strict=True)]


async def show_one(
    session: AsyncSession, principal: Principal, booking: Booking, response: Response, parts: Collection[BookingPart]
) -> BookingRead:
    """Answer with a booking as it is, and its ETag."""
    set_entity_tag(response, booking)
    return (await show(session, principal, [booking], parts))[0]


AnsweringDependency = Annotated[Answering, Depends(made_of_request(Answering))]
