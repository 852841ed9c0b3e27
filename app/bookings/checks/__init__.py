"""Checks: what would be decided, without booking."""
