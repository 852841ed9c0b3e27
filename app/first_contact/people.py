"""What only a person can see: steps with a question each, whose answers go into the report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.first_contact.report import ADMINISTRATOR, Consequence, Finding, as_expected, differs, not_checked
from app.kit.errors import ConfigurationError


class Answer(StrEnum):
    """What a person answered."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Step:
    """`expected` is the answer that sessions need, `meaning` what the other one means; `live` steps need the meeting."""

    name: str
    do: str
    question: str
    expected: Answer
    meaning: str
    remedy: str | None = None
    live: bool = True


_LOCKS: Final = (
    f"{ADMINISTRATOR}: Account Management, Account Settings, Meeting: set the waiting room, screen sharing, file "
    "transfer, chat, "
    "recording and renaming as sessions need them, and lock each."
)

STEPS: Final = (
    Step(
        "start link",
        "Open the start link in a private window of a browser in which nobody is signed in to Zoom.",
        "Did the meeting start without asking anybody to sign in?",
        Answer.YES,
        "Start links do not get people past the sign-in here: whoever opens sessions signs in to Zoom as the host.",
    ),
    Step(
        "waiting room",
        "Open the join link in another private window, as a guest.",
        "Does the guest wait until the host lets them in?",
        Answer.YES,
        "People reach a session without being let in. Do not use this account before that is changed.",
        f"{ADMINISTRATOR}: Account Settings, Security, Waiting Room: everyone.",
    ),
    Step(
        "toolbar",
        "In the meeting, as its host, open Host tools in the toolbar and try to switch off the waiting room, and to allow "
        "participants to share their screen, to chat and to rename themselves.",
        "Are these switched off or greyed out, so that the host cannot change them?",
        Answer.YES,
        "A host can loosen a running session, and Zoom's API shows nobody that it happened.",
        _LOCKS,
    ),
    Step(
        "sign in",
        "Open the sign-in link in another private window, and sign in to Zoom as the host.",
        "Did the meeting start, or let you in as its host where it runs already?",
        Answer.YES,
        "Nobody can open a room by signing in: neither a mentor with a Zoom user of their own, nor a coordinator.",
    ),
    Step(
        "mailbox",
        "Look into the host's mailbox, ten minutes after this command.",
        "Did Zoom mail anybody about the meetings of this command?",
        Answer.NO,
        "Zoom mails the host of each session that is made or removed.",
        f"{ADMINISTRATOR}: sign in as the host; Settings, Meeting, Email Notification: switch all off.",
        live=False,
    ),
)


def read_answers(path: Path) -> Mapping[str, Answer]:
    """Read answers from a file such as `{"start link": "yes"}`.

    Raises:
        ConfigurationError: The file cannot be read, or holds something else.
    """
    names = {step.name for step in STEPS}
    try:
        given = json.loads(path.read_bytes())
        answers = {name: Answer(value) for name, value in given.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        answers = {}
        given = None
    if given is None or not answers.keys() <= names:
        message = f'{path} must hold answers such as {{"start link": "yes"}}. The steps: {", ".join(sorted(names))}.'
        raise ConfigurationError(message)
    return answers


def finding_of(step: Step, answer: Answer | None) -> Finding:
    """Return what an answer tells."""
    if answer is None:
        return not_checked("Not answered.", part=step.name)
    if answer is step.expected:
        return as_expected(f"{step.question} {answer.capitalize()}.", part=step.name)
    blocks = step.name == "waiting room"
    consequence = Consequence.BLOCKS if blocks else Consequence.WORKS
    return differs(
        f"{step.question} {answer.capitalize()}.", consequence, step.meaning, remedy=step.remedy, part=step.name
    )


def checklist(steps: Sequence[Step]) -> str:
    """Return the steps as text, for whoever does them later."""
    lines = (
        f"{number}. {step.name}: {step.do}\n   {step.question} ({step.expected} is expected)"
        for number, step in enumerate(steps, 1)
    )
    return "\n".join(lines)
