"""What can go wrong with one call to Zoom, and with which calls it can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from tests.resilience.standstill import Step

PATIENCE: Final = timedelta(seconds=1)
"""How long a worker waits for an answer that is to time out."""

_LONGER: Final = {"kind": "delay", "seconds": 1.5}


@dataclass(frozen=True)
class Fault:
    """A way in which one call fails, as rules of the sandbox's fault script.

    `differs_by_answer`: what it leaves at Zoom an earlier one of the list leaves, too; it differs for who reads the answer.
    """

    name: str
    rules: Sequence[Mapping[str, Any]]
    times_out: bool = False
    is_late: bool = False
    spoils_body: bool = False
    spoils_settings: bool = False
    differs_by_answer: bool = False

    def makes_sense_of(self, step: Step) -> bool:
        """Tell whether a call can fail in this way.

        A body can be spoilt only where the answer has one: Zoom answers update and delete with 204. A setting can be
        ignored only where settings are sent.
        """
        has_body = step in {Step.CREATE, Step.GET, Step.LIST, Step.REGISTER}
        sends_settings = step in {Step.CREATE, Step.PATCH}
        return (has_body or not self.spoils_body) and (sends_settings or not self.spoils_settings)

    def at(self, path: str, step: Step) -> list[dict[str, Any]]:
        """Return the rules that let the next call to this address fail. A setting is ignored until somebody sees to it."""
        strikes = None if self.spoils_settings else 1
        return [{**rule, "operation": step, "path": path, "times": strikes} for rule in self.rules]


FAULTS: Final = (
    Fault("timeout before the work", (_LONGER, {"kind": "drop_before_work"}), times_out=True),
    Fault("timeout, and the work is done late", (_LONGER,), times_out=True, is_late=True),
    Fault("answer lost after the work", ({"kind": "drop_answer_after_work"},)),
    Fault("500 before the work", ({"kind": "error_500"},)),
    Fault("500 after the work", ({"kind": "error_500", "after_work": True},), differs_by_answer=True),
    Fault("503 before the work", ({"kind": "error_503"},), differs_by_answer=True),
    Fault("503 after the work", ({"kind": "error_503", "after_work": True},), differs_by_answer=True),
    Fault("429 per second", ({"kind": "rate_limited_per_second"},), differs_by_answer=True),
    # Without the header it would last until midnight.
    Fault("429 per day", ({"kind": "rate_limited_per_day", "retry_after": "1"},), differs_by_answer=True),
    Fault("connection reset", ({"kind": "reset_connection"},), differs_by_answer=True),
    Fault("truncated body", ({"kind": "truncated_body"},), spoils_body=True, differs_by_answer=True),
    Fault("XML body", ({"kind": "xml_body"},), spoils_body=True, differs_by_answer=True),
    Fault("expired token", ({"kind": "expired_token"},)),
    Fault("setting ignored", ({"kind": "ignore_setting", "setting": "waiting_room"},), spoils_settings=True),
)
