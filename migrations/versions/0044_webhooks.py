"""The database tells of each line of the trail that is written; subscriptions to events, their deliveries and attempts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.kit.migration_steps import allow_values

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

KINDS_BEFORE = (
    "booking_suspended",
    "approval_expired",
    "settings_loosened",
    "meeting_changed",
    "meeting_deleted",
    "meeting_unsafe",
    "extra_meeting",
    "host_unusable",
    "host_deactivated",
    "provisioning_stuck",
    "zoom_account",
    "confirmation_ending",
    "change_proposed",
    "unknown_meeting",
    "database_restored",
    "session_overran",
    "room_opened_early",
    "room_open_too_long",
    "host_missing",
    "nobody_admits",
    "recording_started",
    "ai_companion_used",
    "transcript_made",
    "live_stream_started",
    "media_stream_started",
    "file_shared",
    "whiteboard_shared",
    "screen_shared",
    "converted_to_webinar",
    "called_from_outside",
    "stranger_waiting",
    "stranger_inside",
    "never_admitted",
    "link_used_twice",
    "link_public",
    "meeting_outside_product",
    "app_deauthorized",
    "webhooks_silent",
    "concern",
    "opening_failed",
    "cannot_come",
    "another_time_wanted",
    "second_fact_wrong",
)
NEW_KIND = "webhook_disabled"
_TELL = "PERFORM pg_notify('chaperone_trail', NEW.action);"


def _stamp(*, tells: str) -> None:
    """Replace the function that stamps each entry of the trail, as 0015 has made it."""
    schema = op.get_bind().scalar(sa.text("SELECT quote_ident(current_schema())"))
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION stamp_audit_entry() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp AS $$
        DECLARE
            key uuid;
        BEGIN
            NEW.at := clock_timestamp();
            NEW.database_role := session_user;
            IF NEW.actor_kind = 'key' THEN
                IF pg_input_is_valid(NEW.actor, 'uuid') THEN
                    key := NEW.actor::uuid;
                END IF;
                IF NOT EXISTS (SELECT FROM api_key WHERE id = key) THEN
                    RAISE EXCEPTION 'an audit entry names an API key that does not exist'
                    USING ERRCODE = 'foreign_key_violation';
                END IF;
            END IF;
            INSERT INTO audit_unplaced (entry_id) VALUES (NEW.id);
            {tells}
            RETURN NEW;
        END
        $$
        """  # noqa: S608  # the schema's name, quoted by the database
    )


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("event_types", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("disabled_because", sa.String(length=40), nullable=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(length=100), nullable=False),
        sa.Column("previous_secret", sa.String(), nullable=False),
        sa.Column("previous_until", instant, nullable=True),
        sa.Column("failing_since", instant, nullable=True),
        sa.Column("not_before", instant, nullable=True),
        sa.Column("delivered_at", instant, nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('enabled', 'disabled')", name=op.f("webhook_webhookstate_check")),
        sa.CheckConstraint(
            "disabled_because IN ('by_person', 'gone', 'failing')", name=op.f("webhook_disabledbecause_check")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["api_key.id"], name=op.f("webhook_created_by_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("webhook_partner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_pkey")),
    )
    op.create_index(op.f("webhook_partner_id_index"), "webhook", ["partner_id"])
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_type", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", instant, nullable=True),
        sa.Column("next_attempt_at", instant, nullable=False),
        sa.Column("taken_until", instant, nullable=True),
        sa.Column("finished_at", instant, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'delivered', 'failed')", name=op.f("webhook_delivery_deliverystate_check")
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("webhook_delivery_webhook_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_delivery_pkey")),
        sa.UniqueConstraint("webhook_id", "event_id", name=op.f("webhook_delivery_webhook_id_event_id_key")),
    )
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "webhook_delivery_due_index", "webhook_delivery", ["webhook_id", "next_attempt_at"], postgresql_where=waits
    )
    op.create_index(
        "webhook_delivery_order_index", "webhook_delivery", ["webhook_id", "about", "position"], postgresql_where=waits
    )
    op.create_table(
        "webhook_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_type", sa.String(length=40), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('delivered', 'refused', 'not_reached', 'timed_out')",
            name=op.f("webhook_attempt_attemptoutcome_check"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("webhook_attempt_webhook_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_attempt_pkey")),
    )
    op.create_index("webhook_attempt_webhook_index", "webhook_attempt", ["webhook_id", "id"])
    op.create_table(
        "webhook_fan_out",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("webhook_fan_out_one_row_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_fan_out_pkey")),
    )
    # From where the trail is now: nobody has subscribed to what was before.
    op.execute(
        "INSERT INTO webhook_fan_out (id, position, mark) "
        "SELECT 1, coalesce(max(position), 0), "
        "coalesce((SELECT right(entry_id::text, 8) FROM audit_position ORDER BY position DESC LIMIT 1), '00000000') "
        "FROM audit_position"
    )
    allow_values("incident", "kind", "incident_incidentkind_check", (*KINDS_BEFORE, NEW_KIND))
    _stamp(tells=_TELL)


def downgrade() -> None:
    _stamp(tells="")
    op.execute(sa.delete(sa.table("incident", sa.column("kind"))).where(sa.column("kind") == NEW_KIND))
    allow_values("incident", "kind", "incident_incidentkind_check", KINDS_BEFORE)
    for table in ("webhook_fan_out", "webhook_attempt", "webhook_delivery", "webhook"):
        op.drop_table(table)
