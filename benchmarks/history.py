"""Two years of bookings, written by SQL alone: a million of them in about a minute.

They lie on 640 days before today and 90 after it, every day from nine to five, in the order of their ids. A pairing has 25
of them, four weeks apart; the pairings belong to 20 partners, however many they are. Of those that are over 85 % took
place, 8 % were not held and 7 % were cancelled; of those ahead 93 % are confirmed and the others cancelled. Each stores
what a real one stored: its decision with findings and facts, its participants, its meeting with the proof, its lines in the
trail with their positions. Reservations are there as long as the product keeps them. What is due every day for those ahead
is due two hours from now at the earliest, so that no worker has to do with them meanwhile.
"""

from pathlib import Path
from typing import Final

import asyncpg

from app.kit.database import plain_dsn
from app.provisioning.retention import RESERVATIONS_KEPT
from app.settings import Settings
from benchmarks.data import Data

DAYS_BEFORE, DAYS_AFTER, SESSIONS_A_DAY = 640, 90, 8
PARTNERS, SESSIONS_OF_A_PAIRING = 20, 25

_FILL: Final = Path(__file__).with_suffix(".sql")

_GIVEN: Final = """
    CREATE TEMP TABLE given ON COMMIT DROP AS
    SELECT
        $1::int AS bookings, $2::int AS pairings, $3::int AS partners, $4::uuid AS partner_id, $5::uuid AS programme_id,
        $6::int AS days_before, $7::int AS days_after, $8::int AS sessions_a_day, $9::interval AS reservations_kept,
        (SELECT count(*)::int FROM host) AS hosts, booking.requested_by AS api_key_id, booking.id AS booking_id,
        booking.safety, decision.findings, decision.facts, decision.policy_digest, decision.digest,
        meeting.passcode, meeting.join_url, meeting.proof
    FROM booking
    JOIN decision ON decision.id = booking.decision_id
    JOIN meeting ON meeting.booking_id = booking.id AND meeting.state = 'proven'
    LIMIT 1
"""


async def fill(settings: Settings, data: Data, bookings: int, *, days_before: int = DAYS_BEFORE) -> int:
    """Write so many bookings of the programme in `data`, with its partner as one of many; return the database's bytes.

    There must be hosts, and a confirmed booking of which to take what all have.
    """
    connection = await asyncpg.connect(plain_dsn(settings), command_timeout=1800)
    try:
        async with connection.transaction():
            await connection.execute(
                _GIVEN,
                bookings,
                max(1, bookings // SESSIONS_OF_A_PAIRING),
                PARTNERS,
                data.partner,
                data.programme,
                days_before,
                DAYS_AFTER,
                SESSIONS_A_DAY,
                RESERVATIONS_KEPT,
            )
            await connection.execute(_FILL.read_text(encoding="utf-8"))
        # The trail is put into its order by the database alone, as the worker has it done every minute.
        await connection.execute("SELECT place_audit_entries()")
        await connection.execute("VACUUM (ANALYZE)")
        # Now, rather than while something is measured.
        await connection.execute("CHECKPOINT")
        size: int = await connection.fetchval("SELECT pg_database_size(current_database())")
        return size
    finally:
        await connection.close()
