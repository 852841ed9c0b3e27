"""A move that needs approval is proposed: the session keeps its time, and both times are reserved, until it is decided."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            _one_of("movestate", "awaiting_approval", "approved", "declined", "expired", "withdrawn"),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_both", sa.Boolean(), nullable=False),
        sa.Column("outside_hours_reason", sa.String(length=2000), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_by_role", _one_of("role", "coordinator", "front_end"), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("approval_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("move_period_check")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("move_booking_id_fkey")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("move_host_id_fkey")),
        sa.ForeignKeyConstraint(["requested_by"], ["api_key.id"], name=op.f("move_requested_by_fkey")),
        sa.ForeignKeyConstraint(["decided_by"], ["api_key.id"], name=op.f("move_decided_by_fkey")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("move_decision_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("move_pkey")),
    )
    op.create_index("move_booking_index", "move", ["booking_id", "id"])
    awaiting = sa.text("state = 'awaiting_approval'")
    op.create_index("move_one_open_per_booking", "move", ["booking_id"], unique=True, postgresql_where=awaiting)
    op.create_index("move_expiry_index", "move", ["approval_expires_at"], postgresql_where=awaiting)
    op.add_column("reservation", sa.Column("move_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("reservation_move_id_index"), "reservation", ["move_id"])
    op.create_foreign_key(op.f("reservation_move_id_fkey"), "reservation", "move", ["move_id"], ["id"])


def downgrade() -> None:
    op.execute("DELETE FROM reservation WHERE move_id IS NOT NULL")
    op.drop_constraint(op.f("reservation_move_id_fkey"), "reservation", type_="foreignkey")
    op.drop_index(op.f("reservation_move_id_index"), table_name="reservation")
    op.drop_column("reservation", "move_id")
    op.drop_table("move")
