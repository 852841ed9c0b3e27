"""The database sets when an audit entry was written and by which role, and entries get positions that readers can rely on.

See docs/decisions/0024-what-the-database-says-of-an-entry.md. The entries that are there get their positions in the next
migration, so that no lock on their table is held while rows are written.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema = op.get_bind().scalar(sa.text("SELECT quote_ident(current_schema())"))
    # The functions act as their owner: temporary tables of whoever calls them come last, lest they take the place of ours.
    owned = f"LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp"
    op.create_table(
        "audit_unplaced",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
    )
    op.create_table(
        "audit_position",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("audit_position_pkey")),
        sa.UniqueConstraint("entry_id", name=op.f("audit_position_entry_id_key")),
    )
    op.execute(
        "CREATE TRIGGER audit_position_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_position "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute("ALTER TABLE audit_position ENABLE ALWAYS TRIGGER audit_position_append_only")
    op.add_column("audit_entry", sa.Column("database_role", sa.String(length=63), nullable=True))
    op.alter_column("audit_entry", "at", server_default=sa.text("clock_timestamp()"))
    op.execute(
        f"""
        CREATE FUNCTION stamp_audit_entry() RETURNS trigger {owned} AS $$
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
            RETURN NEW;
        END
        $$
        """  # noqa: S608  # the schema's name, quoted by the database
    )
    op.execute(
        f"""
        CREATE FUNCTION place_audit_entries() RETURNS void {owned} AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM audit_unplaced) THEN
                RETURN;
            END IF;
            -- One at a time, and each sees what the one before has placed: the next statement looks anew.
            PERFORM pg_advisory_xact_lock(7226533292);
            WITH taken AS (DELETE FROM audit_unplaced RETURNING number, entry_id)
            INSERT INTO audit_position (position, entry_id)
            SELECT (SELECT coalesce(max(position), 0) FROM audit_position) + row_number() OVER (ORDER BY number), entry_id
            FROM taken;
        END
        $$
        """  # noqa: S608  # the schema's name, quoted by the database
    )
    op.execute(
        "CREATE TRIGGER audit_entry_stamped BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION stamp_audit_entry()"
    )
    op.execute("ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_stamped")


def downgrade() -> None:
    op.execute("DROP TRIGGER audit_entry_stamped ON audit_entry")
    op.execute("DROP FUNCTION place_audit_entries()")
    op.execute("DROP FUNCTION stamp_audit_entry()")
    op.alter_column("audit_entry", "at", server_default=None)
    op.drop_column("audit_entry", "database_role")
    op.drop_table("audit_position")
    op.drop_table("audit_unplaced")
