"""What whoever opens the room sees of it while it is open: who waits, and who is in, by what Zoom has told so far.

Nobody is known by a display name. Whoever is not known by a registration, or by the code in the name of their link, has no name
here: the opener sees that somebody is there whom nobody expects.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ARRAY, Uuid, any_, bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.opening.ways import Room
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.participants.service import participants_of
from app.monitoring.presence import Node, Period, Someone, presence_of
from app.monitoring.told import facts_about
from app.policy.doors import DisplayName
from app.registry.people.models import Person


class SignKind(StrEnum):
    """Who somebody is, as far as is known."""

    HOST = "host"
    """Whoever holds the room."""
    EXPECTED = "expected"
    """A participant of the session."""
    UNKNOWN = "unknown"
    """Somebody whom nobody expects."""


@dataclass(frozen=True)
class Sign:
    """Somebody who waits or is in.

    Args:
        kind: Who they are.
        role: What they are in the session, if they are expected.
        name: What the opener may see of them, by the policy's display names; None where it is their role and code.
        code: The code that tells them apart.
        since: Since when they wait or are in.
    """

    kind: SignKind
    role: ParticipantRole | None
    name: str | None
    code: str | None
    since: datetime


@dataclass(frozen=True)
class RoomSigns:
    """The room at a moment.

    Args:
        is_open: Whether it is open.
        waiting: Who waits to be let in.
        inside: Who is in.
        expected: Whom to admit, and nobody else: everybody who takes part beside the opener.
        is_complete: Whether all of them are in, so that the room can be locked.
    """

    is_open: bool
    waiting: tuple[Sign, ...]
    inside: tuple[Sign, ...]
    expected: tuple[Sign, ...]
    is_complete: bool


async def signs_of(session: AsyncSession, room: Room) -> RoomSigns:
    """Return what is to be seen of a session's room by whoever opens it, who comes in as its host."""
    booking, host, how = room.booking, room.host, room.policy.document.doors.display_name
    # A coordinator opens, or does not come.
    present = [each for each in await participants_of(session, booking) if each.removed_at is None]
    people = [each for each in present if each.role is not ParticipantRole.COORDINATOR]
    names = await _names(session, people) if how is DisplayName.FIRST_NAME else {}
    presence = presence_of(await facts_about(session, booking.id))
    running = [run for run in presence.runs if run.closed_at is None]
    known: dict[Node, Sign] = {}
    for each in people:
        sign = Sign(SignKind.EXPECTED, each.role, names.get(each.id), each.code, booking.starts_at)
        known |= dict.fromkeys(_known_by(each), sign)
    if host is not None:
        known["user", host.zoom_user_id] = Sign(SignKind.HOST, None, None, None, booking.starts_at)
    expected = tuple(
        {each.id: _sign(known, _known_by(each)) for each in people if not room.is_opened_by(each)}.values()
    )
    if not running:
        return RoomSigns(is_open=False, waiting=(), inside=(), expected=expected, is_complete=False)
    inside = _there(presence.people, known, "inside")
    here = {(each.role, each.code) for each in inside}
    return RoomSigns(
        is_open=True,
        waiting=_there(presence.people, known, "waited"),
        inside=inside,
        expected=expected,
        is_complete=bool(expected) and all((each.role, each.code) in here for each in expected),
    )


_NAMES: Final = select(Person.id, Person.name).where(col(Person.id) == any_(bindparam("people", type_=ARRAY(Uuid))))


def _known_by(participant: Participant) -> Sequence[Node]:
    """Return by what Zoom's events name a participant; a registration that was taken back names nobody."""
    codes: list[Node] = [("code", participant.code)]
    if participant.registrant_id is not None:
        codes.append(("registrant", participant.registrant_id))
    return codes


def _sign(known: Mapping[Node, Sign], nodes: Iterable[Node]) -> Sign:
    return next(known[node] for node in nodes if node in known)


def _there(people: Iterable[Someone], known: Mapping[Node, Sign], where: str) -> tuple[Sign, ...]:
    found = []
    for someone in people:
        periods: Sequence[Period] = getattr(someone, where)
        since = [each.began_at for each in periods if each.ended_at is None]
        if since:
            sign = next((known[node] for node in sorted(someone.nodes) if node in known), None)
            unknown = Sign(SignKind.UNKNOWN, None, None, None, since[-1])
            found.append(unknown if sign is None else Sign(sign.kind, sign.role, sign.name, sign.code, since[-1]))
    return tuple(found)


async def _names(session: AsyncSession, people: Sequence[Participant]) -> dict[object, str]:
    asked = [each.person_id for each in people if each.person_id is not None]
    on_file = dict((await session.exec(_NAMES, params={"people": asked})).all())
    told = {each.id: on_file.get(each.person_id) if each.person_id else each.name for each in people}
    return {each: name.split(maxsplit=1)[0] for each, name in told.items() if name}
