"""What a host must be to hold a session, as far as the rules say it."""

from datetime import timedelta

from app.policy.facts import Facts

BASIC_END = timedelta(minutes=40)
"""After about this time Zoom ends a meeting whose host has no paid licence, counted from when it was opened."""

BASIC_LIMIT = timedelta(minutes=30)
"""The longest session for such a host: rooms are opened early, and nobody's session shall be cut off."""


def is_held_at_zoom(modality: str) -> bool:
    """Whether sessions of this kind are held in a Zoom meeting."""
    return modality == "zoom"


def needs_host(facts: Facts) -> bool:
    """Whether the session is held in a Zoom meeting; a phone call needs no host."""
    return is_held_at_zoom(facts.session.modality)


def host_is_able(facts: Facts) -> bool:
    """Whether a host could hold the session, free or not: the rule `host.licence` asks for it."""
    return needs_host(facts) and facts.hosts.with_changes_left > 0


def host_is_free(facts: Facts) -> bool:
    """Whether one of the able hosts is free: the rule `schedule.clash` asks for it, where there is one.

    So a session that lacks a host is explained by exactly one of the two rules.
    """
    return needs_host(facts) and facts.hosts.free > 0
