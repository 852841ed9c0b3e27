"""Audit entries from before 0015 get their positions, in the order of their ids; then those that were written meanwhile."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SELECT pg_advisory_xact_lock(7226533292)")
    op.execute(
        "INSERT INTO audit_position (position, entry_id) "
        "SELECT (SELECT coalesce(max(position), 0) FROM audit_position) + row_number() OVER (ORDER BY id), id "
        "FROM audit_entry WHERE NOT EXISTS (SELECT FROM audit_position WHERE entry_id = audit_entry.id) "
        "AND NOT EXISTS (SELECT FROM audit_unplaced WHERE entry_id = audit_entry.id)"
    )
    op.execute("SELECT place_audit_entries()")


def downgrade() -> None:
    # The table goes with 0015.
    pass
