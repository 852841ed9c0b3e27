"""Three clocks that must agree: this machine's, the database's and Zoom's."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from app.doctor.report import OPERATOR, Check, State, Subject, not_checked

NOTED: Final = timedelta(seconds=5)
"""From here on a warning: Zoom tells its time in whole seconds, and an answer takes a moment."""
TOO_FAR: Final = timedelta(seconds=60)
"""From here on sessions begin, limits end and tokens expire at other times than we believe."""


def clock(ahead: Mapping[str, timedelta | None], window: timedelta) -> Check:
    """Compare.

    Args:
        ahead: How far the clocks of others are ahead of this machine's; None for one that could not be read.
        window: How old an event of Zoom's may be.
    """
    known = {name: skew for name, skew in ahead.items() if skew is not None}
    if not known:
        return not_checked("Neither the database nor Zoom told its time.", Subject.CLOCK)[0]
    said = "; ".join(f"{name}: {_words(skew)}" for name, skew in known.items())
    furthest = max(abs(skew) for skew in known.values())
    details = tuple({"clock": name, "ahead_seconds": skew.total_seconds()} for name, skew in known.items())
    if furthest < NOTED:
        return Check(Subject.CLOCK, State.OK, f"This machine's clock agrees ({said}).", details=details)
    off = [name for name, skew in known.items() if abs(skew) >= NOTED]
    whose = "this machine" if len(off) == len(known) else f"whatever runs {' and '.join(off)}"
    if off == ["zoom"] and len(known) > 1:
        whose = "this machine and the database"
    consequence = " Zoom's events are refused as too old." if furthest > window else ""
    return Check(
        Subject.CLOCK,
        State.WRONG if furthest >= TOO_FAR else State.WARNING,
        f"The clocks disagree ({said}).{consequence}",
        f"{OPERATOR}: switch on time synchronisation (NTP) on {whose}, and look at the clocks again.",
        details=details,
    )


def _words(skew: timedelta) -> str:
    seconds = skew.total_seconds()
    if abs(seconds) < NOTED.total_seconds():
        return "the same"
    return f"{abs(seconds):.0f} seconds {'ahead' if seconds > 0 else 'behind'}"
