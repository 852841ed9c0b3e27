"""Zoom's events, coming in."""
