"""Bookings store less.

Indexes of the trail do without the id, which nothing is ordered by since entries have positions: equal keys are stored once.
PostgreSQL compresses the values of a row, and moves them out of it, until what is left fits `toast_tuple_target`, two kilobytes
where nothing is said: the facts of a decision stayed as they were, and each look at a meeting wrote its proof anew.
"""

from app.kit.online_changes import change, create_index, drop_index

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

NEW = {
    "audit_entry_by_booking_index": "audit_entry (booking_id)",
    "audit_entry_by_partner_index": "audit_entry (partner_id)",
    "audit_entry_by_actor_index": "audit_entry (actor)",
    "audit_entry_by_action_index": "audit_entry (action)",
}
OLD = {
    "audit_entry_booking_index": "audit_entry (booking_id, id)",
    "audit_entry_partner_index": "audit_entry (partner_id, id)",
    "audit_entry_actor_index": "audit_entry (actor, id)",
    "audit_entry_action_index": "audit_entry (action, id)",
}


def upgrade() -> None:
    for name, definition in NEW.items():
        create_index(name, definition)
    for name in OLD:
        drop_index(name)
    change("ALTER TABLE decision SET (toast_tuple_target = 1500)")
    change("ALTER TABLE meeting SET (toast_tuple_target = 1024)")


def downgrade() -> None:
    change("ALTER TABLE meeting RESET (toast_tuple_target)")
    change("ALTER TABLE decision RESET (toast_tuple_target)")
    for name, definition in OLD.items():
        create_index(name, definition)
    for name in NEW:
        drop_index(name)
