"""What was booked before 0006 says who asked for it, when, and on which decision it rests; found quickly: unfinished meetings.

Apart from the migration that adds the columns, so that no lock on the table is held while its rows are written.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE booking SET requested_by_role = api_key.role, requested_at = booking.created_at "
        "FROM api_key WHERE api_key.id = booking.requested_by AND booking.decision_id IS NULL"
    )
    op.execute(
        "UPDATE booking SET decision_id = newest.id FROM "
        "(SELECT DISTINCT ON (booking_id) booking_id, id FROM decision WHERE outcome <> 'deny' "
        "ORDER BY booking_id, id DESC) AS newest "
        "WHERE newest.booking_id = booking.id AND booking.decision_id IS NULL"
    )
    # Looked at once by the rules as they are now, and once at Zoom.
    op.execute(
        "UPDATE booking SET next_decision_at = now() WHERE next_decision_at IS NULL "
        "AND state IN ('awaiting_approval', 'provisioning', 'confirmed', 'suspended') AND starts_at > now()"
    )
    op.execute(
        "UPDATE booking SET approval_expires_at = starts_at - interval '1 hour' "
        "WHERE state = 'awaiting_approval' AND approval_expires_at IS NULL"
    )
    op.execute(
        "UPDATE meeting SET next_check_at = now() FROM booking "
        "WHERE booking.id = meeting.booking_id AND meeting.state = 'proven' AND meeting.next_check_at IS NULL "
        "AND booking.state = 'confirmed' AND booking.starts_at > now()"
    )
    op.create_index(
        "meeting_unfinished_index",
        "meeting",
        ["booking_id"],
        postgresql_where=sa.text("state IN ('intended', 'created', 'removing')"),
    )


def downgrade() -> None:
    op.drop_index("meeting_unfinished_index", table_name="meeting")
