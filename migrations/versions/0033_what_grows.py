"""What would grow without end: the log of jobs keeps failures alone, and the tables that change fast are vacuumed early.

PgQueuer writes three lines for each job; a session that is booked two weeks ahead makes about fifty, which nobody reads.
"""

from alembic import op

from app.kit.online_changes import change, create_trigger, drop_trigger

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

FUNCTION = """
    CREATE OR REPLACE FUNCTION write_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RETURN NULL;
    END
    $$
"""
# A job that is tried again is queued with its error.
TRIGGER = """
    CREATE TRIGGER pgqueuer_log_failures_alone BEFORE INSERT ON pgqueuer_log FOR EACH ROW
    WHEN (NEW.status IN ('queued', 'picked', 'successful') AND NEW.traceback IS NULL)
    EXECUTE FUNCTION write_nothing()
"""

# As PgQueuer itself recommends for its queue (`pgq autovac`): rows live for milliseconds.
OFTEN = {
    "autovacuum_vacuum_scale_factor": "0.01",
    "autovacuum_vacuum_threshold": "1000",
    "autovacuum_analyze_scale_factor": "0.02",
    "autovacuum_analyze_threshold": "500",
    "autovacuum_vacuum_cost_limit": "10000",
    "autovacuum_vacuum_cost_delay": "0",
    "fillfactor": "70",
}
# Changed some times in its life, most of all while it is new: room on its page for the next version of it. And at a million
# rows a fifth of them is long to wait for.
LARGE = {"autovacuum_vacuum_scale_factor": "0.02", "autovacuum_analyze_scale_factor": "0.02", "fillfactor": "85"}
SETTINGS = {
    "pgqueuer": OFTEN,
    "pgqueuer_schedules": OFTEN,
    "booking": LARGE,
    "meeting": LARGE,
    "reservation": {"autovacuum_vacuum_scale_factor": "0.02", "autovacuum_analyze_scale_factor": "0.02"},
}


def upgrade() -> None:
    op.execute(FUNCTION)
    create_trigger("pgqueuer_log", "pgqueuer_log_failures_alone", TRIGGER)
    for table, settings in SETTINGS.items():
        change(f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in settings.items())})")


def downgrade() -> None:
    for table, settings in SETTINGS.items():
        change(f"ALTER TABLE {table} RESET ({', '.join(settings)})")
    drop_trigger("pgqueuer_log", "pgqueuer_log_failures_alone")
    op.execute("DROP FUNCTION IF EXISTS write_nothing()")
