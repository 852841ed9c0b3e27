"""Which ways to open rooms an account allows, from what Zoom's API told and what a person tried."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.first_contact.people import Answer
from app.first_contact.report import Consequence, Finding, Line, Outcome, as_expected, differs
from app.policy.opening import OpeningWay

EXPECTED: Final = "Somebody can open the room of a session."
START_LINK: Final = "start link"
SIGN_IN: Final = "sign in"
_YES, _NO, _UNTRIED = "works", "does not work", "not tried by a person"


def ways_to_open(lines: Sequence[Line], answers: Mapping[str, Answer], *, is_licensed: bool) -> Finding:
    """Return which ways work, for a programme's `opening.ways`.

    Args:
        lines: What the checks found.
        answers: What a person answered.
        is_licensed: Whether the host has a licence, as a mentor's own user needs one.
    """
    has_link = any(line.check == START_LINK and line.finding.outcome is Outcome.AS_EXPECTED for line in lines)
    known = {
        OpeningWay.OWN_USER: _known(answers, SIGN_IN) if is_licensed else "needs a licence",
        OpeningWay.HOST_LINK: _known(answers, START_LINK) if has_link else _NO,
        OpeningWay.COORDINATOR: _known(answers, SIGN_IN),
    }
    found = "; ".join(f"{way}: {what}" for way, what in known.items()) + "."
    refused = [way for way, what in known.items() if what == _NO]
    if not refused:
        return as_expected(found)
    if OpeningWay.COORDINATOR in refused:
        meaning = "Nobody can open a room by signing in as its host, so no session can be held where start links fail."
        return differs(found, Consequence.BLOCKS, meaning)
    meaning = "The others work. Mentors are offered the next way where one fails; to spare them that, name only those that work."
    remedy = "A coordinator: the programme's policy, `opening.ways` (docs/operations.md, 'Who opens the room')."
    return differs(found, Consequence.WORKS, meaning, remedy=remedy)


def _known(answers: Mapping[str, Answer], step: str) -> str:
    answer = answers.get(step)
    return _UNTRIED if answer is None else _YES if answer is Answer.YES else _NO
