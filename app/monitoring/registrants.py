"""Whether what Zoom tells of a registration is news: most of it Chaperone has asked for itself. Pure."""

from collections.abc import Iterable
from typing import Final

from app.bookings.participants.models import Participant
from app.monitoring.facts import Fact, FactKind

REGISTRATIONS: Final = frozenset({FactKind.REGISTERED, FactKind.UNREGISTERED})
_PENDING: Final = "pending"


def is_news(fact: Fact, participants: Iterable[Participant]) -> bool:
    """Tell whether somebody may come who is not to, or may not who is to.

    Whoever is not approved cannot come. Known is whoever takes part, by the address that was made for them before Zoom was asked,
    or by their registration.

    Args:
        fact: Of one of the kinds `REGISTRATIONS`.
        participants: Everybody who takes or took part.
    """
    present = [each for each in participants if each.removed_at is None]
    alias, registrant_id = fact.details.get("alias"), fact.details.get("registrant_id")
    is_theirs = (alias is not None and alias in {each.alias for each in present}) or (
        registrant_id is not None and registrant_id in {each.registrant_id for each in present}
    )
    if fact.kind is FactKind.UNREGISTERED:
        return is_theirs
    return not is_theirs and fact.details.get("registration") != _PENDING
