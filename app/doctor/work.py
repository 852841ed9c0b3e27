"""Whether what is in the database is being worked on, can be read, and hears from Zoom."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking, Meeting
from app.bookings.states import BookingState
from app.doctor.report import OPERATOR, Check, State, Subject
from app.hosts.settings import ADMINISTRATOR
from app.installation.trust import Trust, trust_in
from app.kit.database import as_utc
from app.kit.encryption import DecryptionError, KeyRing, context_of
from app.kit.heartbeat import worker_last_seen, workers_alive
from app.monitoring.models import ZoomEvent
from app.monitoring.refusals import Refusal, refused_since
from app.monitoring.silence import REMEDY as SILENT
from app.monitoring.silence import silence_at
from app.recovery.register import open_mismatches

SLOW: Final = timedelta(seconds=30)
STUCK: Final = timedelta(minutes=2)
"""A job that could have been begun so long ago."""
EVENT_MEMORY: Final = timedelta(days=7)
"""A session that was held in this time has made events."""

_LONGEST_NAME: Final = 40
_START_WORKERS: Final = f"{OPERATOR}: start `chaperone worker`, or more of them, and look into their logs."
_KEY_BACK: Final = (
    f"{OPERATOR}: put the key that was used before back on ENCRYPTION_KEYS, after the new one, restart, "
    "and run `chaperone encryption rotate`."
)


_OURS_TO_ACCEPT: Final = frozenset({Refusal.WRONG_SIGNATURE, Refusal.STALE, Refusal.NOT_KEPT, Refusal.NOT_CONFIGURED})
"""Refusals that true events can meet. Anybody on the internet can make the others, and the first."""
_REFUSED: Final = (
    f"{OPERATOR}: compare ZOOM_WEBHOOK_SECRETS with the secret token on the app's page, for wrong signatures; look at this "
    "machine's clock, for stale ones; at the database, for those not kept. If nothing is wrong there, somebody else sent them."
)


async def job_queue(session: AsyncSession) -> Check:
    """Look how long the oldest job has been waiting, and whether a worker is alive, both by the database's clock."""
    connection = await session.connection()
    query = text(
        "SELECT (SELECT count(*) FROM pgqueuer WHERE status = 'queued' AND execute_after <= now()), "
        "(SELECT now() - min(greatest(created, execute_after)) FROM pgqueuer "
        "WHERE status = 'queued' AND execute_after <= now())"
    )
    waiting, age = (await connection.execute(query)).one()
    if waiting and age >= SLOW:
        found = f"Jobs that wait: {waiting}, the oldest for {age.total_seconds():.0f} seconds."
        return Check(Subject.QUEUE, State.WRONG if age >= STUCK else State.WARNING, found, _START_WORKERS)
    if alive := await workers_alive(connection):
        return Check(Subject.QUEUE, State.OK, f"Workers that are alive: {alive}; jobs that wait: {waiting}.")
    silence = await worker_last_seen(connection)
    if silence is None:
        return Check(Subject.QUEUE, State.WARNING, "No worker has run on this database lately.", _START_WORKERS)
    found = f"No worker is running; the last was seen {silence.total_seconds():.0f} seconds ago."
    return Check(Subject.QUEUE, State.WRONG, found, _START_WORKERS)


async def agreement(session: AsyncSession) -> Check:
    """Look whether the database is known to be as new as Zoom, and whether somebody has to decide about meetings there."""
    remedy = f"{OPERATOR}: run `chaperone recover`."
    trust = await trust_in(session)
    if trust is Trust.UNCERTAIN:
        found = "The database was restarted, and no worker has compared it with Zoom since: nothing can be booked."
        return Check(Subject.AGREEMENT, State.WRONG, found, _START_WORKERS)
    if trust is not Trust.TRUSTED:
        found = "The database may be older than what was last done at Zoom: nothing is changed there, and nothing can be booked."
        return Check(Subject.AGREEMENT, State.WRONG, found, remedy)
    undecided = sum(row.choice is None for row in await open_mismatches(session))
    if undecided:
        found = f"Meetings of ours at Zoom that no session has: {undecided}."
        return Check(Subject.AGREEMENT, State.WARNING, found, remedy)
    return Check(Subject.AGREEMENT, State.OK, "The database was not put back to an earlier time.")


async def stored_secrets(session: AsyncSession, key_ring: KeyRing) -> Check:
    """Count what is under a key that is missing, and decrypt the oldest and the newest of the rest."""
    name = func.split_part(col(Meeting.passcode), ":", 1)
    orphaned = select(name, func.count()).where(col(Meeting.passcode) != "", name.not_in(key_ring.keys))
    if lost := (await session.exec(orphaned.group_by(name))).all():
        # Only what can be a key's name: what was altered may hold anything.
        names = ", ".join(sorted(repr(each) for each, _ in lost if each.isalnum() and len(each) <= _LONGEST_NAME))
        found = (
            f"Links and passcodes of {sum(count for _, count in lost)} meetings are stored under keys that are not on "
            f"ENCRYPTION_KEYS{f': {names}' if names else ''}."
        )
        return Check(Subject.ENCRYPTION, State.WRONG, found, _KEY_BACK)
    stored = select(Meeting).where(col(Meeting.passcode) != "").limit(1)
    rows = [(await session.exec(stored.order_by(order))).first() for order in (col(Meeting.id), col(Meeting.id).desc())]
    meetings = [row for row in rows if row is not None]
    if not meetings:
        return Check(Subject.ENCRYPTION, State.OK, "The keys can be read; nothing is stored under them yet.")
    for meeting in meetings:
        try:
            key_ring.decrypt(meeting.passcode, context=context_of(meeting, "passcode"))
        except DecryptionError as error:
            return Check(Subject.ENCRYPTION, State.WRONG, f"A stored passcode cannot be read: {error}", _KEY_BACK)
    if not key_ring.is_current(meetings[0].passcode):
        found = "What is stored can be read; some of it is under an older key."
        remedy = f"{OPERATOR}: run `chaperone encryption rotate`, and take the older key off the ring then."
        return Check(Subject.ENCRYPTION, State.WARNING, found, remedy)
    return Check(Subject.ENCRYPTION, State.OK, "What is stored can be read, the oldest and the newest.")


async def zoom_events(session: AsyncSession, now: datetime) -> Check:
    """Look whether events have come in when there must have been some, and which were refused."""
    refused = await refused_since(session, now - timedelta(days=1))
    if wrong := {reason: count for reason, count in refused.items() if reason in _OURS_TO_ACCEPT}:
        told = ", ".join(f"{reason.replace('_', ' ')} ({count})" for reason, count in sorted(wrong.items()))
        found = f"Deliveries of the last day that were not taken in: {told}."
        return Check(Subject.EVENTS, State.WARNING, found, _REFUSED)
    if (silence := await silence_at(session, now)) is not None:
        return Check(Subject.EVENTS, State.WRONG, silence.summary, f"{ADMINISTRATOR}: {SILENT}")
    latest = (await session.exec(select(func.max(col(ZoomEvent.received_at))))).one()
    since = now - EVENT_MEMORY
    if latest is not None and as_utc(latest) >= since:
        return Check(Subject.EVENTS, State.OK, f"The latest came {as_utc(latest):%Y-%m-%d %H:%M} UTC.")
    query = select(func.count()).where(
        col(Booking.ends_at).between(since, now),
        col(Booking.host_id).is_not(None),
        col(Booking.state).in_([BookingState.NOT_HELD, BookingState.COMPLETED]),
    )
    sessions = (await session.exec(query)).one()
    if not sessions:
        return Check(Subject.EVENTS, State.NOT_CHECKED, "No session has taken place lately, so none was due.")
    found = f"Sessions of the last {EVENT_MEMORY.days} days: {sessions}; events that came: none."
    remedy = (
        f"{ADMINISTRATOR}: in the app's event subscription, look that the address is https://your.host/webhooks/zoom and is "
        "validated, and that the meeting events are chosen; deactivate and activate the app once if it is so."
    )
    return Check(Subject.EVENTS, State.WARNING, found, remedy)
