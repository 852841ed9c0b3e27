"""Slots: when a pairing could meet."""
