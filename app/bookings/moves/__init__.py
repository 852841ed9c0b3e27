"""Giving a session another time."""
