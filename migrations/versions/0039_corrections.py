"""Records can be archived, corrections say why, and people are found by their names, whatever the case and the accents."""

from alembic import op

from app.kit.online_changes import change, create_index, drop_index

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLES = ("partner", "person", "pairing")
INDEX = "person_name_search_index"

# Without case, accents and the letters that only look like others with an accent. Unicode's own tables, so that it is the same
# whatever the database's locale.
FOLDED = """
    CREATE OR REPLACE FUNCTION name_folded(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN replace(replace(translate(
        regexp_replace(casefold(normalize(name, NFKD) COLLATE pg_unicode_fast), '[\\u0300-\\u036f]', '', 'g'),
        'øłđðħıŧ', 'olddhit'), 'æ', 'ae'), 'œ', 'oe')
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute(FOLDED)
    for table in TABLES:
        change(
            f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS archived_at timestamptz, "
            "ADD COLUMN IF NOT EXISTS archive_reason varchar(2000)"
        )
    change("ALTER TABLE previous_values ADD COLUMN IF NOT EXISTS reason varchar(2000)")
    create_index(INDEX, "person USING gin (name_folded(name) gin_trgm_ops)")


def downgrade() -> None:
    drop_index(INDEX)
    change("ALTER TABLE previous_values DROP COLUMN IF EXISTS reason")
    for table in TABLES:
        change(f"ALTER TABLE {table} DROP COLUMN IF EXISTS archived_at, DROP COLUMN IF EXISTS archive_reason")
    op.execute("DROP FUNCTION name_folded(text)")
    op.execute("DROP EXTENSION pg_trgm")
