"""The decisions about a booking are found by it: its story tells what changed from one to the next."""

from app.kit.online_changes import create_index, drop_index

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

INDEX = "decision_booking_index"


def upgrade() -> None:
    create_index(INDEX, "decision (booking_id) WHERE booking_id IS NOT NULL")


def downgrade() -> None:
    drop_index(INDEX)
