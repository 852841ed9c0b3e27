"""A place is taken first, and then the booking is written whole: what a reservation is for is checked at the commit."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE reservation ALTER CONSTRAINT reservation_booking_id_fkey DEFERRABLE INITIALLY DEFERRED")


def downgrade() -> None:
    op.execute("ALTER TABLE reservation ALTER CONSTRAINT reservation_booking_id_fkey NOT DEFERRABLE")
