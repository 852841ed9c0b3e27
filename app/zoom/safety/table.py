"""One table: what each level of each safety setting means in Zoom's fields.

A level demands keys of the meeting's `settings`, keys of the host's user settings, or something that Zoom's API does
not offer and a person must see to. Levels stand from loose to tight. The loosest level of a setting demands nothing; it
only says what is sent. The names of the settings and levels are the safety profile's; the fields are those of Zoom's
API reference ("Create a meeting", "Get user settings").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.zoom.admission import ADMISSION, Admission


@dataclass(frozen=True)
class Key:
    """One of Zoom's fields, and the value that it must have.

    `path` is dotted and starts in the meeting's `settings` or in the user settings' group.
    """

    path: str
    value: bool | int | str
    settable: bool = True
    """False where Zoom shows the field and lets nobody but the portal change it."""
    may_be_missing: bool = False
    """True where Zoom leaves the field out because the feature is off."""
    may_be_missing_with_account: bool = False
    """True where Zoom leaves a host's field out because the account has the feature off: proof once the account says so too."""
    defers: str | None = None
    """The value by which a meeting leaves the matter to its host's own settings."""
    blocks: bool = True
    """False where real accounts do not show what was asked for: it is asked for and reported, and stands in nobody's way."""
    personal: bool = False
    """True where another value would be somebody's address; it is not repeated in a proof."""


@dataclass(frozen=True)
class Level:
    """One level of a setting: `meeting` and `host` are demanded, `sent` goes along when a meeting is created.

    The meeting's own fields are the primary proof. Those named in `untold` may be missing where the host's settings, `host` and
    `host_alternative`, were read back and hold: the alternative proof. `why` says why one is accepted.
    """

    name: str
    meeting: tuple[Key, ...] = ()
    host: tuple[Key, ...] = ()
    host_alternative: tuple[Key, ...] = ()
    """Set for the host and read back as `host` is, and demanded only of meetings that do not tell by themselves."""
    untold: tuple[str, ...] = ()
    why: str | None = None
    sent: tuple[Key, ...] = ()
    passcode_length: int = 0
    each_meeting: str | None = None
    """What the host must do in every meeting, where Zoom's API has no field for it."""
    once: str | None = None
    """What must be done once for the host, where Zoom's API has no field for it."""
    host_remedy: str | None = None
    """What a person must do where `host` does not hold and the API cannot change it."""


@dataclass(frozen=True)
class Setting:
    """One setting of the safety profile with its levels, loosest first. `baseline` holds where nothing is asked."""

    code: str
    baseline: str
    levels: tuple[Level, ...]
    meeting_locks: tuple[str, ...] = ()
    """The locks of an account or a group that keep the host from changing, while it runs, what a meeting's fields prove."""
    host_locks: tuple[str, ...] = ()
    """The same for what the host's settings prove."""
    is_exact: bool = False
    """Whether only the level itself will do: the others are other ways, not tighter ones."""

    def at(self, name: str) -> tuple[Level, ...]:
        """Return the level `name` and every tighter one that proves it.

        Raises:
            UnknownSafetyError: The level does not exist.
        """
        for index, level in enumerate(self.levels):
            if level.name == name:
                return (level,) if self.is_exact else self.levels[index:]
        msg = f"{self.code} has no level {name!r}."
        raise UnknownSafetyError(msg)


class UnknownSafetyError(ValueError):
    """A setting or level that this table does not have. Nothing can be proven about it, so no meeting is made."""


_AI_REMEDY = (
    "Sign in to Zoom's web portal as this host, open Settings, then AI Companion, and switch off the meeting summary "
    "and the meeting questions. An administrator can do the same for everybody, and lock it, under Account Settings."
)
_REJOIN_INSTRUCTION = (
    "In Zoom's web portal open Settings, then Meeting, then In Meeting (Basic), and switch off "
    "“Allow removed participants to rejoin”. Do this once, before the first session."
)
_LOCK_INSTRUCTION = (
    "As soon as everybody who is expected has joined, open Host tools in the Zoom window and choose “Lock meeting”."
)

SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "meeting.waiting-room",
        baseline="on",
        meeting_locks=("meeting_security.waiting_room",),
        host_locks=("meeting_security.waiting_room",),
        levels=(
            Level("off", sent=(Key("waiting_room", value=False),)),
            Level(
                "on",
                meeting=(
                    Key("waiting_room", value=True),
                    # Otherwise the host's own setting decides who waits, and colleagues may walk past.
                    Key("waiting_room_options.mode", value="custom", defers="follow_setting"),
                    Key("waiting_room_options.who_goes_to_waiting_room", value="everyone"),
                    # Rooms prepared beforehand take people out of the host's sight.
                    Key("breakout_room.enable", value=False, may_be_missing=True),
                ),
                host_alternative=(
                    Key("meeting_security.waiting_room_settings.participants_to_place_in_waiting_room", value=0),
                    Key(
                        "meeting_security.waiting_room_settings.whitelisted_domains_for_waiting_room",
                        value="",
                        personal=True,
                    ),
                ),
                untold=("waiting_room_options.mode", "waiting_room_options.who_goes_to_waiting_room"),
                why="Zoom shows who waits only in accounts that allow custom options; elsewhere the host's own setting decides, "
                "which puts everybody into the waiting room and lets no domain past it.",
            ),
        ),
    ),
    Setting(
        "meeting.passcode",
        baseline="8",
        meeting_locks=("meeting_security.meeting_password",),
        levels=(Level("none"), Level("8", passcode_length=8), Level("10", passcode_length=10)),
    ),
    Setting(
        "meeting.join-before-host",
        baseline="off",
        meeting_locks=("schedule_meeting.join_before_host",),
        levels=(
            Level("allowed", sent=(Key("join_before_host", value=True),)),
            Level(
                "off",
                meeting=(
                    Key("join_before_host", value=False),
                    # An alternative host can open the meeting without the host that was proven.
                    Key("alternative_hosts", value="", personal=True),
                ),
                # Zero means any time; it has no effect while nobody may join before the host.
                sent=(Key("jbh_time", value=0),),
            ),
        ),
    ),
    Setting(
        "meeting.recording",
        baseline="off",
        meeting_locks=("recording.auto_recording",),
        host_locks=("recording.local_recording", "recording.cloud_recording", "recording.auto_recording"),
        levels=(
            Level("allowed", sent=(Key("auto_recording", value="none"),)),
            Level(
                "off",
                meeting=(Key("auto_recording", value="none"),),
                host=(
                    Key("recording.local_recording", value=False),
                    Key("recording.cloud_recording", value=False),
                    Key("recording.auto_recording", value="none"),
                ),
            ),
        ),
    ),
    Setting(
        "meeting.ai-companion",
        baseline="off",
        levels=(
            Level(
                "allowed",
                sent=(
                    Key("auto_start_meeting_summary", value=False),
                    Key("auto_start_ai_companion_questions", value=False),
                ),
            ),
            Level(
                "off",
                meeting=(
                    Key("auto_start_meeting_summary", value=False),
                    Key("auto_start_ai_companion_questions", value=False),
                ),
                host=(
                    Key(
                        "in_meeting.meeting_summary_with_ai_companion.enable",
                        value=False,
                        settable=False,
                        may_be_missing_with_account=True,
                    ),
                    Key(
                        "in_meeting.ai_companion_questions.enable",
                        value=False,
                        settable=False,
                        may_be_missing_with_account=True,
                    ),
                ),
                host_remedy=_AI_REMEDY,
                untold=("auto_start_meeting_summary", "auto_start_ai_companion_questions"),
                why="Zoom leaves these fields out of a meeting where AI Companion is not offered: the host's own switches are "
                "off, or are left out as well and the account's are off.",
            ),
        ),
    ),
    Setting(
        "meeting.personal-id",
        baseline="never",
        meeting_locks=("schedule_meeting.use_pmi_for_scheduled_meetings",),
        levels=(
            Level("allowed", sent=(Key("use_pmi", value=False),)),
            Level("never", meeting=(Key("use_pmi", value=False),)),
        ),
    ),
    Setting(
        "meeting.screen-share",
        baseline="host",
        host_locks=("in_meeting.screen_sharing",),
        levels=(
            Level("everyone"),
            Level(
                "host",
                host=(
                    Key("in_meeting.who_can_share_screen", value="host"),
                    Key("in_meeting.who_can_share_screen_when_someone_is_sharing", value="host"),
                ),
            ),
            Level("nobody", host=(Key("in_meeting.screen_sharing", value=False),)),
        ),
    ),
    Setting(
        "meeting.file-transfer",
        baseline="off",
        host_locks=("in_meeting.file_transfer",),
        levels=(Level("allowed"), Level("off", host=(Key("in_meeting.file_transfer", value=False),))),
    ),
    Setting(
        "meeting.removed-cannot-rejoin",
        baseline="stay-out",
        levels=(Level("may-rejoin"), Level("stay-out", once=_REJOIN_INSTRUCTION)),
    ),
    Setting(
        "meeting.lasting-chat",
        baseline="in-meeting-only",
        meeting_locks=("schedule_meeting.continuous_meeting_chat",),
        host_locks=("in_meeting.chat", "in_meeting.auto_saving_chat"),
        levels=(
            Level("allowed", sent=(Key("continuous_meeting_chat.enable", value=True),)),
            Level(
                "in-meeting-only",
                meeting=(Key("continuous_meeting_chat.enable", value=False),),
                sent=(
                    Key("continuous_meeting_chat.auto_add_invited_external_users", value=False),
                    Key("continuous_meeting_chat.auto_add_meeting_participants", value=False),
                ),
                host=(
                    Key("in_meeting.auto_saving_chat", value=False),
                    Key("in_meeting.allow_users_save_chats", value=1),
                ),
            ),
            Level(
                "chat-off",
                meeting=(Key("continuous_meeting_chat.enable", value=False),),
                sent=(
                    Key("continuous_meeting_chat.auto_add_invited_external_users", value=False),
                    Key("continuous_meeting_chat.auto_add_meeting_participants", value=False),
                ),
                host=(Key("in_meeting.chat", value=False),),
            ),
        ),
    ),
    Setting(
        "meeting.video-on-entry",
        baseline="off",
        meeting_locks=("schedule_meeting.host_video", "schedule_meeting.participant_video"),
        levels=(
            Level("on", sent=(Key("host_video", value=True), Key("participant_video", value=True))),
            Level("off", meeting=(Key("host_video", value=False), Key("participant_video", value=False))),
            Level(
                "no-video",
                meeting=(
                    Key("host_video", value=False),
                    Key("participant_video", value=False),
                    Key("disable_participant_video", value=True),
                ),
            ),
        ),
    ),
    Setting(
        "meeting.audio",
        baseline="computer-and-telephone",
        meeting_locks=("schedule_meeting.audio_type",),
        levels=(
            Level("computer-and-telephone", sent=(Key("audio", value="both"),)),
            Level("computer-only", meeting=(Key("audio", value="voip"),)),
        ),
    ),
    Setting(
        "meeting.listing",
        baseline="private",
        levels=(
            Level("public", sent=(Key("private_meeting", value=False),)),
            Level(
                "private",
                meeting=(Key("private_meeting", value=True, blocks=False),),
                why="No real answer was ever seen to show it; the meeting is in no list that others read, and its topic names "
                "nobody.",
            ),
        ),
    ),
    Setting(
        "meeting.one-device-each",
        baseline="one",
        levels=(
            Level("any", sent=(Key("allow_multiple_devices", value=True),)),
            Level("one", meeting=(Key("allow_multiple_devices", value=False),)),
        ),
    ),
    Setting(
        "meeting.lock-when-complete",
        baseline="lock",
        levels=(Level("open"), Level("lock", each_meeting=_LOCK_INSTRUCTION)),
    ),
    Setting(
        "meeting.encryption",
        baseline="enhanced",
        meeting_locks=("meeting_security.encryption_type",),
        host_locks=("meeting_security.end_to_end_encrypted_meetings",),
        levels=(
            Level("enhanced", sent=(Key("encryption_type", value="enhanced_encryption"),)),
            Level(
                "end-to-end",
                meeting=(Key("encryption_type", value="e2ee"),),
                # Zoom drops the meeting's own choice where its host may not make it.
                host=(Key("meeting_security.end_to_end_encrypted_meetings", value=True),),
            ),
        ),
    ),
    Setting(
        ADMISSION,
        baseline=Admission.INVITE_LINK,
        is_exact=True,
        levels=(
            Level(
                Admission.INVITE_LINK,
                meeting=(Key("approval_type", value=2),),
                why="Zoom offers registration to licensed hosts alone, and some accounts do not have it. Then a link is made at "
                "each press, which works for minutes and carries a name with a code that nobody else is given.",
            ),
            Level(
                Admission.REGISTRATION,
                meeting=(
                    # Approved by hand: whoever registers at Zoom's page waits there for ever.
                    Key("approval_type", value=1),
                    # Zoom's mails would carry the links to addresses that are nobody's.
                    Key("registrants_email_notification", value=False, may_be_missing=True),
                    Key("registrants_confirmation_email", value=False, may_be_missing=True),
                ),
                sent=(Key("show_share_button", value=False),),
                why="Everybody who is expected is registered under an address that names nobody, and comes by a link of their "
                "own. So Zoom's events tell who somebody is, whatever name they show.",
            ),
        ),
    ),
)

MAIL: Final = (
    Key("email_notification.schedule_for_reminder", value=False),
    Key("email_notification.cancel_meeting_reminder", value=False),
    Key("email_notification.alternative_host_reminder", value=False),
)
"""Mails that Zoom sends by itself when a meeting is made, moved or removed: switched off for hosts; nothing depends on it."""

ALWAYS_SENT: Final[Mapping[str, Any]] = {
    "alternative_hosts": "",
    "breakout_room": {"enable": False},
    "meeting_invitees": [],
    "email_notification": False,
    "mute_upon_entry": True,
    "push_change_to_calendar": False,
}
"""Sent with every meeting, whatever its profile: nobody else is invited, mailed or given a role."""


def levels_for(required: Mapping[str, str]) -> tuple[tuple[Setting, tuple[Level, ...]], ...]:
    """Return every setting with the level required of it, followed by the tighter ones.

    A setting that `required` does not name is held to its baseline, so that leaving one out never loosens anything.

    Raises:
        UnknownSafetyError: `required` has a code or a level that is not in the table.
    """
    if unknown := required.keys() - {setting.code for setting in SETTINGS}:
        msg = f"Unknown safety settings: {', '.join(sorted(unknown))}."
        raise UnknownSafetyError(msg)
    return tuple((setting, setting.at(required.get(setting.code, setting.baseline))) for setting in SETTINGS)
