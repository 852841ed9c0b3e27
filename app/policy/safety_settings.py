"""The settings of a safe meeting: their levels from loose to tight, the floor, words and sources."""

from dataclasses import dataclass
from typing import Final

from app.policy.sources import Document, Source


@dataclass(frozen=True, slots=True)
class SafetySetting:
    """One setting of a meeting; `levels` run from the loosest to the tightest, `baseline` is the floor."""

    code: str
    title: str
    sentence: str
    levels: tuple[str, ...]
    baseline: str
    source: Source

    def rank(self, level: str) -> int:
        """Position of a level, from 0 for the loosest.

        Raises:
            ValueError: The setting has no such level.
        """
        return self.levels.index(level)


_SCHEDULING: Final = Source(Document.ZOOM_1MM, "Scheduling a meeting")
_ZOOM_SAFETY: Final = Source(Document.ZOOM_1MM, "Zoom Safety")
_PRIVACY: Final = Source(Document.MENTEES_1MM, "Privacy")
_PRACTICAL: Final = Source(Document.MENTEES_1MM, "Practical considerations")

SETTINGS: tuple[SafetySetting, ...] = (
    SafetySetting(
        code="meeting.waiting-room",
        title="Waiting room",
        sentence="Everyone waits until the host lets them in.",
        levels=("off", "on"),
        baseline="on",
        source=_SCHEDULING,
    ),
    SafetySetting(
        code="meeting.passcode",
        title="Passcode",
        sentence=(
            "The meeting has a random passcode of at least this many characters, never the one of a personal meeting."
        ),
        levels=("none", "8", "10"),
        baseline="8",
        source=_PRACTICAL,
    ),
    SafetySetting(
        code="meeting.join-before-host",
        title="Joining before the host",
        sentence="Nobody can be in the meeting before the host.",
        levels=("allowed", "off"),
        baseline="off",
        source=_ZOOM_SAFETY,
    ),
    SafetySetting(
        code="meeting.recording",
        title="Recording",
        sentence="No recording starts by itself, and the host cannot start one.",
        levels=("allowed", "off"),
        baseline="off",
        source=_PRIVACY,
    ),
    SafetySetting(
        code="meeting.ai-companion",
        title="Automatic summaries and transcripts",
        sentence="No summary, transcript or answers are made from what is said, because they are recordings too.",
        levels=("allowed", "off"),
        baseline="off",
        source=_PRIVACY,
    ),
    SafetySetting(
        code="meeting.personal-id",
        title="Personal meeting number",
        sentence="The meeting has a number of its own, never the personal meeting number of the host.",
        levels=("allowed", "never"),
        baseline="never",
        source=_SCHEDULING,
    ),
    SafetySetting(
        code="meeting.screen-share",
        title="Screen sharing",
        sentence="At most the host can share a screen.",
        levels=("everyone", "host", "nobody"),
        baseline="host",
        source=_ZOOM_SAFETY,
    ),
    SafetySetting(
        code="meeting.file-transfer",
        title="Sending files",
        sentence="Nobody can send files in the meeting.",
        levels=("allowed", "off"),
        baseline="off",
        source=_ZOOM_SAFETY,
    ),
    SafetySetting(
        code="meeting.removed-cannot-rejoin",
        title="Coming back after being removed",
        sentence="Whoever the host removes from the meeting stays out.",
        levels=("may-rejoin", "stay-out"),
        baseline="stay-out",
        source=_ZOOM_SAFETY,
    ),
    SafetySetting(
        code="meeting.lasting-chat",
        title="Chat",
        sentence="There is no chat that goes on after the meeting; chat in the meeting can be switched off as well.",
        levels=("allowed", "in-meeting-only", "chat-off"),
        baseline="in-meeting-only",
        source=_PRACTICAL,
    ),
    SafetySetting(
        code="meeting.video-on-entry",
        title="Cameras",
        sentence="Cameras are off when people come in; a programme may also hold its sessions without any video.",
        levels=("on", "off", "no-video"),
        baseline="off",
        source=_SCHEDULING,
    ),
    SafetySetting(
        code="meeting.audio",
        title="Sound",
        sentence="People hear each other by computer or telephone; computer only keeps anyone from call charges.",
        levels=("computer-and-telephone", "computer-only"),
        baseline="computer-and-telephone",
        source=Source(Document.ZOOM_1MM, "Technology"),
    ),
    SafetySetting(
        code="meeting.listing",
        title="Listing",
        sentence="The meeting appears in no public list or shared calendar, and its title names nobody.",
        levels=("public", "private"),
        baseline="private",
        source=_PRACTICAL,
    ),
    SafetySetting(
        code="meeting.one-device-each",
        title="One device each",
        sentence="Each person can be in the meeting with one device at a time.",
        levels=("any", "one"),
        baseline="one",
        source=Source(Document.PRODUCT, "Only those who are expected"),
    ),
    SafetySetting(
        code="meeting.lock-when-complete",
        title="Locking the meeting",
        sentence="Once everyone who is expected has come in, nobody else can.",
        levels=("open", "lock"),
        baseline="lock",
        source=_ZOOM_SAFETY,
    ),
    SafetySetting(
        code="meeting.encryption",
        title="Encryption",
        sentence="What is said is encrypted on its way; with end-to-end encryption not even Zoom can hear it.",
        levels=("enhanced", "end-to-end"),
        baseline="enhanced",
        source=Source(Document.PRODUCT, "What is said stays in the meeting"),
    ),
)
"""Every setting, in the order in which they are listed."""
