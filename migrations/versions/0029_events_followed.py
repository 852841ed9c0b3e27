"""Zoom's events are kept first and followed by the worker; deliveries that are refused are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.add_column("zoom_event", sa.Column("request_id", sa.String(length=100), nullable=True))
    op.add_column("zoom_event", sa.Column("meeting_uuid", sa.String(length=128), nullable=True))
    op.add_column("zoom_event", sa.Column("source", sa.String(length=40), server_default="told", nullable=False))
    op.create_check_constraint(
        op.f("zoom_event_source_check"), "zoom_event", sa.column("source").in_(("told", "asked"))
    )
    op.add_column("zoom_event", sa.Column("followed_at", instant, nullable=True))
    # What came before was followed when it came.
    op.execute("UPDATE zoom_event SET followed_at = received_at")
    # A booking that somebody holds must not hold up the intake.
    op.drop_constraint(op.f("zoom_event_booking_id_fkey"), "zoom_event", type_="foreignkey")
    op.create_index(op.f("zoom_event_meeting_uuid_index"), "zoom_event", ["meeting_uuid"])
    op.create_index("zoom_event_received_at_index", "zoom_event", ["received_at"])
    op.create_index(
        "zoom_event_waiting_index", "zoom_event", ["booking_id", "id"], postgresql_where=sa.text("followed_at IS NULL")
    )
    op.create_index(
        "zoom_event_request_id_key",
        "zoom_event",
        ["request_id"],
        unique=True,
        postgresql_where=sa.text("request_id IS NOT NULL"),
    )
    op.create_table(
        "webhook_refusal",
        sa.Column("hour", instant, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "reason", name=op.f("webhook_refusal_pkey")),
    )


def downgrade() -> None:
    op.drop_table("webhook_refusal")
    op.drop_index("zoom_event_request_id_key", table_name="zoom_event")
    op.drop_index("zoom_event_waiting_index", table_name="zoom_event")
    op.drop_index("zoom_event_received_at_index", table_name="zoom_event")
    op.drop_index(op.f("zoom_event_meeting_uuid_index"), table_name="zoom_event")
    op.create_foreign_key(op.f("zoom_event_booking_id_fkey"), "zoom_event", "booking", ["booking_id"], ["id"])
    for column in ("followed_at", "source", "meeting_uuid", "request_id"):
        op.drop_column("zoom_event", column)
