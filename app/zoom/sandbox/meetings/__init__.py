"""Meetings in the sandbox: scheduled, held, attended, over."""
