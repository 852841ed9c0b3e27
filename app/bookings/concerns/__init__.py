"""Concerns about a session that a person reports."""
