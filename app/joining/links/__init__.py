"""Personal links: one for each participant of a booking, given out, replaced and revoked, and found again by their token."""
