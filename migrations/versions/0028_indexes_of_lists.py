"""Indexes in the order in which bookings are listed, decided again and looked after; those that no query uses are dropped."""

from app.kit.online_changes import create_index, drop_index

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NEW = {
    "booking_time_index": "booking (starts_at, id)",
    "booking_partner_time_index": "booking (partner_id, starts_at, id)",
    "booking_programme_time_index": "booking (programme_id, starts_at, id)",
    "booking_state_time_index": "booking (state, starts_at, id)",
    "booking_host_index": "booking (host_id, starts_at) WHERE host_id IS NOT NULL",
    "booking_call_index": "booking (starts_at) WHERE state = 'confirmed' AND host_id IS NULL",
    "booking_series_index": "booking (series_id) WHERE series_id IS NOT NULL",
    "reservation_move_index": "reservation (move_id) WHERE move_id IS NOT NULL",
    "audit_entry_action_index": "audit_entry (action, id)",
}
OLD = {
    "booking_starts_at_index": "booking (starts_at)",
    "booking_partner_index": "booking (partner_id, id)",
    "booking_programme_id_index": "booking (programme_id)",
    "booking_state_index": "booking (state, starts_at)",
    "booking_host_id_index": "booking (host_id)",
    "booking_series_id_index": "booking (series_id)",
    "reservation_move_id_index": "reservation (move_id)",
    "decision_booking_id_index": "decision (booking_id)",
    "decision_pairing_id_index": "decision (pairing_id)",
    "decision_partner_id_index": "decision (partner_id)",
    "series_pairing_id_index": "series (pairing_id)",
    "series_partner_id_index": "series (partner_id)",
    "pairing_programme_id_index": "pairing (programme_id)",
}


def upgrade() -> None:
    for name, definition in NEW.items():
        create_index(name, definition)
    for name in OLD:
        drop_index(name)


def downgrade() -> None:
    for name, definition in OLD.items():
        create_index(name, definition)
    for name in NEW:
        drop_index(name)
