"""The database itself refuses what must never be, whatever code writes it.

Two live meetings with one Zoom id; a pairing, evidence, booking or decision whose parts are of different partners or
programmes; a version of a policy that there is none of; a booking that goes where its state does not lead; a confirmed
booking that has not reserved its people and its host.
"""

import sqlalchemy as sa
from alembic import op

from app.kit.online_changes import (
    add_constraint,
    create_index,
    create_trigger,
    drop_constraint,
    drop_index,
    drop_trigger,
)

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

LIVE_MEETING = "meeting (zoom_meeting_id) WHERE state IN ('intended', 'created', 'proven')"
UNIQUE = {
    "person_of_partner": "person (id, partner_id)",
    "pairing_of_partner": "pairing (id, partner_id)",
    "pairing_of_partner_and_programme": "pairing (id, partner_id, programme_id)",
    "meeting_one_live_per_zoom_meeting": LIVE_MEETING,
}

PAIRING = "pairing (id, partner_id, programme_id)"
POLICY = "policy_version (programme_id, version)"
TOGETHER = [
    ("pairing", "mentor_id, partner_id", "person (id, partner_id)"),
    ("pairing", "mentee_id, partner_id", "person (id, partner_id)"),
    ("evidence", "person_id, partner_id", "person (id, partner_id)"),
    ("evidence", "pairing_id, partner_id", "pairing (id, partner_id)"),
    ("series", "pairing_id, partner_id", "pairing (id, partner_id)"),
    ("booking", "pairing_id, partner_id, programme_id", PAIRING),
    ("booking", "programme_id, policy_version", POLICY),
    ("decision", "pairing_id, partner_id, programme_id", PAIRING),
    ("decision", "programme_id, policy_version", POLICY),
    ("programme", "id, policy_version", f"{POLICY} DEFERRABLE INITIALLY DEFERRED"),
]
# What these foreign keys say already.
ALONE = [
    ("pairing", "mentor_id", "person"),
    ("pairing", "mentee_id", "person"),
    ("evidence", "person_id", "person"),
    ("evidence", "pairing_id", "pairing"),
    ("series", "pairing_id", "pairing"),
    ("series", "partner_id", "partner"),
    ("booking", "pairing_id", "pairing"),
    ("booking", "partner_id", "partner"),
    ("booking", "programme_id", "programme"),
    ("decision", "pairing_id", "pairing"),
    ("decision", "partner_id", "partner"),
    ("decision", "programme_id", "programme"),
]

# Before -> after; a test compares it with the table in app/bookings/states.py.
TRANSITIONS = """
    CREATE OR REPLACE FUNCTION booking_may_become(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN after = ANY (CASE before
        WHEN 'awaiting_approval' THEN ARRAY['provisioning', 'confirmed', 'suspended', 'declined', 'cancelled']
        WHEN 'provisioning' THEN ARRAY['awaiting_approval', 'confirmed', 'completed', 'not_held', 'failed', 'blocked',
            'suspended', 'cancelled']
        WHEN 'confirmed' THEN ARRAY['awaiting_approval', 'provisioning', 'in_progress', 'completed', 'not_held',
            'blocked', 'failed', 'suspended', 'cancelled']
        WHEN 'in_progress' THEN ARRAY['awaiting_approval', 'provisioning', 'confirmed', 'completed', 'not_held',
            'blocked', 'failed', 'suspended', 'cancelled']
        WHEN 'not_held' THEN ARRAY['completed']
        WHEN 'failed' THEN ARRAY['awaiting_approval', 'provisioning', 'cancelled']
        WHEN 'blocked' THEN ARRAY['awaiting_approval', 'provisioning', 'cancelled']
        WHEN 'suspended' THEN ARRAY['awaiting_approval', 'provisioning', 'confirmed', 'completed', 'not_held', 'cancelled']
        ELSE ARRAY[]::text[]
    END)
"""
REFUSE_TRANSITION = """
    CREATE OR REPLACE FUNCTION refuse_transition() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'booking % is % and cannot become %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', TABLE = 'booking', CONSTRAINT = 'booking_transition';
    END
    $$
"""
TRANSITION_TRIGGER = """
    CREATE TRIGGER booking_transition BEFORE UPDATE OF state ON booking FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NOT booking_may_become(OLD.state, NEW.state))
    EXECUTE FUNCTION refuse_transition()
"""

# Looked at when the transaction ends, and then as the rows are by then.
CHECK_RESERVED = """
    CREATE OR REPLACE FUNCTION check_reserved() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        checked uuid := CASE TG_TABLE_NAME WHEN 'booking' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(OLD) ->> 'booking_id' END;
    BEGIN
        IF EXISTS (
            SELECT FROM booking
            JOIN pairing ON pairing.id = booking.pairing_id
            CROSS JOIN LATERAL (
                VALUES ('mentor', pairing.mentor_id), ('mentee', pairing.mentee_id), ('host', booking.host_id)
            ) AS needed (resource, resource_id)
            WHERE booking.id = checked AND booking.state IN ('confirmed', 'in_progress')
                AND needed.resource_id IS NOT NULL
                AND NOT EXISTS (
                    SELECT FROM reservation
                    WHERE reservation.booking_id = booking.id AND reservation.move_id IS NULL
                        AND reservation.resource = needed.resource AND reservation.resource_id = needed.resource_id
                )
        ) THEN
            RAISE EXCEPTION 'booking % stands without having reserved its mentor, mentee and host', checked
                USING ERRCODE = 'check_violation', TABLE = 'booking', CONSTRAINT = 'booking_reserved';
        END IF;
        RETURN NULL;
    END
    $$
"""
BOOKING_TRIGGER = """
    CREATE CONSTRAINT TRIGGER booking_reserved AFTER INSERT OR UPDATE OF state, host_id ON booking
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('confirmed', 'in_progress'))
    EXECUTE FUNCTION check_reserved()
"""
RESERVATION_TRIGGER = """
    CREATE CONSTRAINT TRIGGER reservation_kept AFTER DELETE OR UPDATE OF booking_id, move_id, resource, resource_id
    ON reservation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_reserved()
"""
TRIGGERS = [
    ("booking", "booking_transition", TRANSITION_TRIGGER),
    ("booking", "booking_reserved", BOOKING_TRIGGER),
    ("reservation", "reservation_kept", RESERVATION_TRIGGER),
]


def name_of(table: str, columns: str) -> str:
    return f"{table}_{columns.replace(', ', '_')}_fkey"


def refuse_duplicates() -> None:
    duplicates = sa.text(
        "SELECT zoom_meeting_id FROM meeting WHERE state IN ('intended', 'created', 'proven') AND zoom_meeting_id IS NOT NULL "
        "GROUP BY zoom_meeting_id HAVING count(*) > 1 LIMIT 10"
    )
    if found := op.get_bind().scalars(duplicates).all():
        message = (
            f"These Zoom meetings belong to two live rows of the table meeting each: {', '.join(map(str, found))}. Set the "
            "state of the row that is not its booking's own to 'removed', and migrate again."
        )
        raise RuntimeError(message)


def upgrade() -> None:
    refuse_duplicates()
    for name, definition in UNIQUE.items():
        create_index(name, definition, unique=True)
    for table, columns, target in TOGETHER:
        add_constraint(table, name_of(table, columns), f"FOREIGN KEY ({columns}) REFERENCES {target}")
    add_constraint("pairing", "pairing_two_people_check", "CHECK (mentor_id <> mentee_id)")
    for function in (TRANSITIONS, REFUSE_TRANSITION, CHECK_RESERVED):
        op.execute(function)
    for table, name, definition in TRIGGERS:
        create_trigger(table, name, definition)
    for table, column, _ in ALONE:
        drop_constraint(table, name_of(table, column))


def downgrade() -> None:
    for table, column, target in ALONE:
        add_constraint(table, name_of(table, column), f"FOREIGN KEY ({column}) REFERENCES {target} (id)")
    for table, name, _ in TRIGGERS:
        drop_trigger(table, name)
    for function in ("check_reserved()", "refuse_transition()", "booking_may_become(text, text)"):
        op.execute(f"DROP FUNCTION IF EXISTS {function}")
    drop_constraint("pairing", "pairing_two_people_check")
    for table, columns, _ in TOGETHER:
        drop_constraint(table, name_of(table, columns))
    for name in UNIQUE:
        drop_index(name)
