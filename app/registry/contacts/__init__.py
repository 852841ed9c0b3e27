"""Whom to turn to: the contacts of programmes and of partners."""
