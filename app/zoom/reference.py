"""The mark by which a meeting is found again among its host's: a line in the agenda, which lists of meetings include.

The agenda reaches calendars and invitations, so it holds this and nothing else.
"""

import re

_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LABEL = "Reference: "


def agenda_for(reference: str) -> str:
    """Return the agenda of the meeting that carries `reference`.

    Raises:
        ValueError: The reference is not 1 to 64 letters, digits, `-` or `_`.
    """
    if not _REFERENCE.fullmatch(reference):
        msg = "A reference is 1 to 64 letters, digits, hyphens or underscores."
        raise ValueError(msg)
    return _LABEL + reference


def carries_reference(agenda: str | None, reference: str) -> bool:
    """Tell whether an agenda carries exactly this reference, also after somebody has written around it."""
    return re.search(rf"(?<![\w-]){re.escape(agenda_for(reference))}(?![\w-])", agenda or "", re.ASCII) is not None


def reference_in(agenda: str | None) -> str | None:
    """Return the reference that an agenda carries, also after somebody has written around it; None where it has none."""
    found = re.search(rf"(?<![\w-]){_LABEL}({_REFERENCE.pattern})(?![\w-])", agenda or "", re.ASCII)
    return found.group(1) if found else None
