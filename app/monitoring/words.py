"""What people are told of each finding: what was seen, and what they should do."""

from collections.abc import Mapping
from typing import Final

from app.policy.incidents import IncidentKind

_ASK_HOST: Final = "Ask the host who did it, and why."
WORDS: Final[Mapping[IncidentKind, tuple[str, str]]] = {
    IncidentKind.RECORDING_STARTED: (
        "A session was recorded in Zoom's cloud without the consents of both. Of recordings on a computer Zoom tells nothing.",
        f"{_ASK_HOST} The organisation's Zoom administrator deletes the recording and locks recording for the account.",
    ),
    IncidentKind.AI_COMPANION_USED: (
        "Zoom says that AI Companion took part in a session that must be without it.",
        f"{_ASK_HOST} The Zoom administrator deletes what it wrote, switches it off and locks it: `chaperone doctor` says where.",
    ),
    IncidentKind.TRANSCRIPT_MADE: (
        "Zoom has made a transcript of a session without the consents of both.",
        "The organisation's Zoom administrator deletes the transcript and locks transcripts for the account.",
    ),
    IncidentKind.LIVE_STREAM_STARTED: (
        "A session was streamed live without the consents of both: others could watch it.",
        f"End the session with /end if it still runs. {_ASK_HOST} The organisation's Zoom administrator locks live streams.",
    ),
    IncidentKind.MEDIA_STREAM_STARTED: (
        "An app took up picture and sound of a session (RTMS) without the consents of both.",
        "Ask the organisation's Zoom administrator which app it is, and to take it out of the account.",
    ),
    IncidentKind.FILE_SHARED: (
        "A file was shared in a session.",
        f"{_ASK_HOST} File transfer can be locked for the account.",
    ),
    IncidentKind.WHITEBOARD_SHARED: (
        "A whiteboard was shared in a session.",
        "It may outlive the session: ask the host whether it was deleted.",
    ),
    IncidentKind.SCREEN_SHARED: (
        "Somebody other than the host shared a screen in a session.",
        "Ask the mentor what was shown. Sharing by participants can be locked for the account.",
    ),
    IncidentKind.CONVERTED_TO_WEBINAR: (
        "A session's meeting was converted to a webinar at Zoom: its safety settings mean something else there.",
        "Cancel the session and book it again. Ask the organisation's Zoom administrator who converted it.",
    ),
    IncidentKind.CALLED_FROM_OUTSIDE: (
        "Somebody was called, or invited, into a session from outside.",
        f"{_ASK_HOST} End the session with /end if it still runs and nobody knows who was called.",
    ),
    IncidentKind.LINK_PUBLIC: (
        "Zoom found the link of a session's meeting in public.",
        "Cancel the session and book it again, so that it gets another link, and ask who published it.",
    ),
    IncidentKind.STRANGER_WAITING: (
        "Somebody whom nobody expects waits, or waited, for a session. Nobody was let in by that.",
        "Ask the host to let in nobody whom they do not know.",
    ),
    IncidentKind.STRANGER_INSIDE: (
        "Somebody whom nobody expects is, or was, in a session.",
        "Ask the host at once who is there. End the session with /end if nobody knows.",
    ),
    IncidentKind.NEVER_ADMITTED: (
        "Somebody came into a session without being let in: its waiting room may be off in the running meeting; Zoom hides that.",
        "Ask the host to switch it on again, or end the session with /end. Lock it for the account: only a lock holds.",
    ),
    IncidentKind.LINK_USED_TWICE: (
        "One person's way into a session was used twice at once: by two devices, or by somebody else.",
        "Ask the host who is there, and the person whether they used two devices or passed their link on.",
    ),
    IncidentKind.HOST_MISSING: (
        "Nobody had opened the room of a session when its host should have been there for a while.",
        "Call the mentor, and tell the mentee whether the session takes place.",
    ),
    IncidentKind.NOBODY_ADMITS: (
        "Somebody waits, or waited, for a session, and nobody let them in.",
        "Call the mentor, and tell whoever waits what becomes of the session.",
    ),
}
"""Summary and remedy of each kind that is drawn from facts."""
