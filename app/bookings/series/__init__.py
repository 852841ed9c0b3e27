"""Series: the sessions of a plan, booked, moved and cancelled together."""
