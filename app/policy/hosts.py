"""Which hosts can hold a session: the one place that knows, for the rules and for whoever allocates a host.

A host is **able** when it is active, its safety settings are proven, its licence lasts for the
length of the session, and Zoom still takes changes for it today. A host is **suitable** when it is
able and free. The rule `host.licence` asks for an able host, the rule `schedule.clash` for a free
one among the able; so a session that lacks a host is explained by exactly one of them.
"""

from datetime import timedelta
from uuid import UUID

from app.policy.facts import Facts, HostFact

BASIC_LIMIT = timedelta(minutes=40)
"""After this time Zoom ends a meeting whose host has no paid licence."""


def needs_host(facts: Facts) -> bool:
    """Whether the session is held in a Zoom meeting; a phone call needs no host."""
    return facts.session.modality == "zoom"


def lasts_for(host: HostFact, length: timedelta) -> bool:
    """Whether the host's licence lets a meeting go on for this long; exactly the limit is enough."""
    return host.licensed or length <= BASIC_LIMIT


def able_hosts(facts: Facts) -> tuple[HostFact, ...]:
    """The hosts that could hold the session, free or not; none where none is needed."""
    if not needs_host(facts):
        return ()
    length = facts.session.length
    return tuple(
        host
        for host in facts.hosts
        if host.active and host.proven and lasts_for(host, length) and (host.held or host.changes_left_today > 0)
    )


def suitable_hosts(facts: Facts) -> tuple[UUID, ...]:
    """The ids of the hosts that can hold the session and are free, best first.

    Hosts without a licence come first where they are enough, which keeps the licensed ones for
    longer sessions; then those with most changes left, so that the work is spread; then by id.
    """
    free = [host for host in able_hosts(facts) if host.free]
    return tuple(host.id for host in sorted(free, key=lambda host: (host.licensed, -host.changes_left_today, host.id)))
