"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Ranges of time in one exclusion constraint with plain ids: what forbids double booking.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "key",
                "system",
                "zoom",
                "operator",
                name="actorkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=100), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("decision_digest", sa.String(length=64), nullable=True),
        sa.Column("request_id", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_entry_pkey")),
    )
    op.create_index("audit_entry_actor_index", "audit_entry", ["actor", "id"], unique=False)
    op.create_index("audit_entry_at_index", "audit_entry", ["at"], unique=False)
    op.create_index("audit_entry_booking_index", "audit_entry", ["booking_id", "id"], unique=False)
    op.create_index("audit_entry_partner_index", "audit_entry", ["partner_id", "id"], unique=False)
    op.create_table(
        "host",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zoom_user_id", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("pool", sa.String(length=64), nullable=False),
        sa.Column(
            "licence",
            sa.Enum("basic", "licensed", "none", name="licence", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("proof", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("safety", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("host_pkey")),
        sa.UniqueConstraint("zoom_user_id", name=op.f("host_zoom_user_id_key")),
    )
    op.create_index(op.f("host_pool_index"), "host", ["pool"], unique=False)
    op.create_table(
        "partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("partner_pkey")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("host_pool", sa.String(length=64), nullable=False),
        sa.Column("safeguarding_contacts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("programme_pkey")),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum("coordinator", "front_end", name="role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("scopes", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("api_key_partner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("api_key_pkey")),
    )
    op.create_index(op.f("api_key_partner_id_index"), "api_key", ["partner_id"], unique=False)
    op.create_table(
        "host_usage",
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("host_usage_host_id_fkey")),
        sa.PrimaryKeyConstraint("host_id", "day", name=op.f("host_usage_pkey")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("mentor", "mentee", name="personrole", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("adult_at_risk", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("person_partner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("person_pkey")),
    )
    op.create_index(op.f("person_partner_id_index"), "person", ["partner_id"], unique=False)
    op.create_table(
        "policy_version",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("policy_version_programme_id_fkey")),
        sa.PrimaryKeyConstraint("programme_id", "version", name=op.f("policy_version_pkey")),
    )
    op.create_table(
        "idempotency_record",
        sa.Column("api_key_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("problem", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_key.id"], name=op.f("idempotency_record_api_key_id_fkey")),
        sa.PrimaryKeyConstraint("api_key_id", "key", name=op.f("idempotency_record_pkey")),
    )
    op.create_index(op.f("idempotency_record_created_at_index"), "idempotency_record", ["created_at"], unique=False)
    op.create_table(
        "pairing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mentee_id"], ["person.id"], name=op.f("pairing_mentee_id_fkey")),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name=op.f("pairing_mentor_id_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("pairing_partner_id_fkey")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("pairing_programme_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pairing_pkey")),
        sa.UniqueConstraint(
            "programme_id", "mentor_id", "mentee_id", name=op.f("pairing_programme_id_mentor_id_mentee_id_key")
        ),
    )
    op.create_index(op.f("pairing_mentee_id_index"), "pairing", ["mentee_id"], unique=False)
    op.create_index(op.f("pairing_mentor_id_index"), "pairing", ["mentor_id"], unique=False)
    op.create_index(op.f("pairing_partner_id_index"), "pairing", ["partner_id"], unique=False)
    op.create_index(op.f("pairing_programme_id_index"), "pairing", ["programme_id"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("agreed_by_both", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting_approval",
                "provisioning",
                "confirmed",
                "in_progress",
                "completed",
                "not_held",
                "declined",
                "cancelled",
                "failed",
                "blocked",
                "suspended",
                name="bookingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("safety", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("cancellation_reason", sa.String(length=2000), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.Column("last_event_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("booking_period_check")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("booking_host_id_fkey")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("booking_pairing_id_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("booking_partner_id_fkey")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("booking_programme_id_fkey")),
        sa.ForeignKeyConstraint(["requested_by"], ["api_key.id"], name=op.f("booking_requested_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("booking_pkey")),
        sa.UniqueConstraint("reference", name=op.f("booking_reference_key")),
    )
    op.create_index(op.f("booking_host_id_index"), "booking", ["host_id"], unique=False)
    op.create_index(op.f("booking_pairing_id_index"), "booking", ["pairing_id"], unique=False)
    op.create_index("booking_partner_index", "booking", ["partner_id", "id"], unique=False)
    op.create_index(op.f("booking_programme_id_index"), "booking", ["programme_id"], unique=False)
    op.create_index("booking_starts_at_index", "booking", ["starts_at"], unique=False)
    op.create_index("booking_state_index", "booking", ["state", "starts_at"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "partner_written_consent",
                "virtual_meeting_consent",
                "child_protection_training",
                "at_risk_measures",
                "at_risk_mentor_consent",
                "at_risk_mentor_training",
                "mentor_induction",
                "mentee_induction",
                "code_of_conduct_accepted",
                "technology_confirmed",
                "recording_consent",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=2000), nullable=True),
        sa.CheckConstraint("num_nonnulls(person_id, pairing_id) <= 1", name=op.f("evidence_one_subject_check")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("evidence_period_check")),
        sa.ForeignKeyConstraint(["given_by"], ["api_key.id"], name=op.f("evidence_given_by_fkey")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("evidence_pairing_id_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("evidence_partner_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("evidence_person_id_fkey")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["api_key.id"], name=op.f("evidence_withdrawn_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("evidence_pkey")),
    )
    op.create_index("evidence_pairing_index", "evidence", ["pairing_id"], unique=False)
    op.create_index("evidence_partner_index", "evidence", ["partner_id"], unique=False)
    op.create_index("evidence_person_index", "evidence", ["person_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("policy_digest", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("decision_booking_id_fkey")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("decision_pairing_id_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("decision_partner_id_fkey")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("decision_programme_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("decision_pkey")),
    )
    op.create_index(op.f("decision_booking_id_index"), "decision", ["booking_id"], unique=False)
    op.create_index(op.f("decision_pairing_id_index"), "decision", ["pairing_id"], unique=False)
    op.create_index(op.f("decision_partner_id_index"), "decision", ["partner_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "intended",
                "created",
                "proven",
                "removing",
                "removed",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("zoom_meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("unanswered_creates", sa.Integer(), nullable=False),
        sa.Column("last_create_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passcode", sa.String(length=400), nullable=False),
        sa.Column("join_url", sa.String(length=4000), nullable=True),
        sa.Column("proof", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("meeting_booking_id_fkey")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("meeting_host_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("meeting_pkey")),
    )
    op.create_index(op.f("meeting_booking_id_index"), "meeting", ["booking_id"], unique=False)
    op.create_index(op.f("meeting_host_id_index"), "meeting", ["host_id"], unique=False)
    op.create_index(
        "meeting_one_live_per_booking",
        "meeting",
        ["booking_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('intended', 'created', 'proven')"),
    )
    op.create_index("meeting_zoom_meeting_id_index", "meeting", ["zoom_meeting_id"], unique=False)
    op.create_table(
        "reservation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("resource", sa.String(length=10), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("period", postgresql.TSTZRANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("resource_id"), "="), (sa.column("period"), "&&"), using="gist", name="reservation_no_overlap"
        ),
        sa.CheckConstraint("resource IN ('mentor', 'mentee', 'host')", name=op.f("reservation_resource_check")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("reservation_booking_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("reservation_pkey")),
    )
    op.create_index(op.f("reservation_booking_id_index"), "reservation", ["booking_id"], unique=False)
    op.create_table(
        "zoom_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deduplication_key", sa.String(length=250), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zoom_meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("zoom_event_booking_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("zoom_event_pkey")),
        sa.UniqueConstraint("deduplication_key", name=op.f("zoom_event_deduplication_key_key")),
    )
    op.create_index(op.f("zoom_event_booking_id_index"), "zoom_event", ["booking_id"], unique=False)
    op.create_index(op.f("zoom_event_zoom_meeting_id_index"), "zoom_event", ["zoom_meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("zoom_event_zoom_meeting_id_index"), table_name="zoom_event")
    op.drop_index(op.f("zoom_event_booking_id_index"), table_name="zoom_event")
    op.drop_table("zoom_event")
    op.drop_index(op.f("reservation_booking_id_index"), table_name="reservation")
    op.drop_table("reservation")
    op.drop_index("meeting_zoom_meeting_id_index", table_name="meeting")
    op.drop_index(
        "meeting_one_live_per_booking",
        table_name="meeting",
        postgresql_where=sa.text("state IN ('intended', 'created', 'proven')"),
    )
    op.drop_index(op.f("meeting_host_id_index"), table_name="meeting")
    op.drop_index(op.f("meeting_booking_id_index"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("decision_partner_id_index"), table_name="decision")
    op.drop_index(op.f("decision_pairing_id_index"), table_name="decision")
    op.drop_index(op.f("decision_booking_id_index"), table_name="decision")
    op.drop_table("decision")
    op.drop_index("evidence_person_index", table_name="evidence")
    op.drop_index("evidence_partner_index", table_name="evidence")
    op.drop_index("evidence_pairing_index", table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("booking_state_index", table_name="booking")
    op.drop_index("booking_starts_at_index", table_name="booking")
    op.drop_index(op.f("booking_programme_id_index"), table_name="booking")
    op.drop_index("booking_partner_index", table_name="booking")
    op.drop_index(op.f("booking_pairing_id_index"), table_name="booking")
    op.drop_index(op.f("booking_host_id_index"), table_name="booking")
    op.drop_table("booking")
    op.drop_index(op.f("pairing_programme_id_index"), table_name="pairing")
    op.drop_index(op.f("pairing_partner_id_index"), table_name="pairing")
    op.drop_index(op.f("pairing_mentor_id_index"), table_name="pairing")
    op.drop_index(op.f("pairing_mentee_id_index"), table_name="pairing")
    op.drop_table("pairing")
    op.drop_index(op.f("idempotency_record_created_at_index"), table_name="idempotency_record")
    op.drop_table("idempotency_record")
    op.drop_table("policy_version")
    op.drop_index(op.f("person_partner_id_index"), table_name="person")
    op.drop_table("person")
    op.drop_table("host_usage")
    op.drop_index(op.f("api_key_partner_id_index"), table_name="api_key")
    op.drop_table("api_key")
    op.drop_table("programme")
    op.drop_table("partner")
    op.drop_index(op.f("host_pool_index"), table_name="host")
    op.drop_table("host")
    op.drop_index("audit_entry_partner_index", table_name="audit_entry")
    op.drop_index("audit_entry_booking_index", table_name="audit_entry")
    op.drop_index("audit_entry_at_index", table_name="audit_entry")
    op.drop_index("audit_entry_actor_index", table_name="audit_entry")
    op.drop_table("audit_entry")
