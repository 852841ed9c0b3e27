"""The keys of an account's and a group's settings and locks ("Get account settings" and the like in Zoom's API reference).

What users, groups and accounts share is described once, in `user_fields`; here is what differs.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.zoom.sandbox.account.user_fields import IN_MEETING, MEETING_SECURITY, OTHER_GROUPS, RECORDING, SCHEDULE_MEETING
from app.zoom.sandbox.api.fields import Field, choice, group, off, on, text


def _tier(field: Field, *without: str, **more: Field) -> Field:
    """Return a user's group of settings without some keys, and with others."""
    inner = field.inner or {}
    return group(**{name: each for name, each in inner.items() if name not in without} | more)


_CHAT: Final = group(
    enable=on(),
    can_add_external_users=on(),
    auto_add_invited_external_users=on(),
    support_instant_meetings=off(),
    support_scheduled_meetings=on(),
)
_SCHEDULE: Final = _tier(
    SCHEDULE_MEETING,
    *("participants_video", "embed_password_in_join_link", "meeting_authentication", "pstn_password_protected"),
    # The name differs from that of the users' setting.
    participant_video=off(),
    jbh_time=choice(0, 0, 5, 10, 15),
    allow_host_to_disable_participant_video=on(),
    always_display_zoom_meeting_as_topic=group(enable=off(), display_topic_for_scheduled_meetings=off()),
    hide_meeting_description=group(enable=off(), hide_description_for_scheduled_meetings=off()),
    continuous_meeting_chat=_CHAT,
)
_WAITING_ROOM_OPTIONS: Final = group(
    enable=off(),
    locked=off(writable=False),
    admit_type=choice(1, 1, 2, 3, 4),
    internal_user_auto_admit=choice(1, 1, 2, 3, 4, 5),
    admit_domain_allowlist=text(""),
    who_can_admit_participants=choice(0, 0, 1),
    sort_order_of_people=choice(0, 0, 1),
    more_options=group(
        user_invited_by_host_can_bypass_waiting_room=off(),
        move_participants_to_waiting_room_when_host_dropped=off(),
        allow_participants_to_reply_to_host=off(),
    ),
)

TIER_GROUPS: Final[Mapping[str, Field]] = {
    "schedule_meeting": _SCHEDULE,
    "in_meeting": _tier(
        IN_MEETING,
        *("waiting_room", "record_play_voice", "share_dual_camera"),
        allow_participants_to_rename=on(),
        alert_guest_join=off(),
    ),
    "recording": _tier(
        RECORDING,
        *("ask_participants_to_consent_disclaimer", "ask_host_to_confirm_disclaimer", "host_pause_stop_recording"),
    ),
    "email_notification": OTHER_GROUPS["email_notification"],
    "telephony": _tier(OTHER_GROUPS["telephony"], "show_international_numbers_link"),
}
"""What an account and a group have without an option."""

TIER_SECURITY: Final[Mapping[str, Field]] = {
    "meeting_security": _tier(MEETING_SECURITY, waiting_room_options=_WAITING_ROOM_OPTIONS)
}
"""What they have with `option=meeting_security`."""


def _same(prefix: str, *names: str) -> dict[str, tuple[str, ...]]:
    return {f"{prefix}.{name}": (f"{prefix}.{name}",) for name in names}


LOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    **_same(
        "in_meeting",
        *("alert_guest_join", "allow_users_to_delete_messages_in_meeting_chat", "allow_live_streaming"),
        *("allow_show_zoom_windows", "annotation", "attendee_on_hold", "attention_mode_focus_mode"),
        *("auto_saving_chat", "breakout_room", "co_host", "disable_screen_sharing_for_host_meetings"),
        *("disable_screen_sharing_for_in_meeting_guests", "e2e_encryption", "entry_exit_chime"),
        *("far_end_camera_control", "feedback", "file_transfer", "group_hd", "meeting_reactions", "polling"),
        *("private_chat", "remote_control", "non_verbal_feedback", "remote_support"),
        *("request_permission_to_unmute_participants", "show_meeting_control_toolbar", "slide_control"),
        *("virtual_background", "whiteboard"),
    ),
    # One lock holds all that stands under the switch in the portal.
    "in_meeting.screen_sharing": (
        "in_meeting.screen_sharing",
        "in_meeting.who_can_share_screen",
        "in_meeting.who_can_share_screen_when_someone_is_sharing",
        "in_meeting.participants_share_simultaneously",
    ),
    "in_meeting.chat": (
        "in_meeting.chat",
        "in_meeting.allow_participants_chat_with",
        "in_meeting.allow_users_save_chats",
    ),
    "in_meeting.save_caption": ("in_meeting.closed_captioning.save_caption",),
    "in_meeting.full_transcript": ("in_meeting.closed_captioning.view_full_transcript",),
    "in_meeting.auto_generated_captions": ("in_meeting.closed_captioning.auto_transcribing",),
    **_same("recording", "auto_delete_cmr", "auto_recording", "cloud_recording", "local_recording"),
    **_same(
        "schedule_meeting",
        *("audio_type", "embed_password_in_join_link", "host_video", "join_before_host", "meeting_authentication"),
        *("participant_video", "personal_meeting", "require_password_for_instant_meetings"),
        *("require_password_for_pmi_meetings", "require_password_for_scheduling_new_meetings"),
        *("use_pmi_for_instant_meetings", "use_pmi_for_scheduled_meetings"),
    ),
    "schedule_meeting.continuous_meeting_chat": ("schedule_meeting.continuous_meeting_chat.enable",),
    **_same(
        "email_notification",
        *("alternative_host_reminder", "cancel_meeting_reminder", "cloud_recording_available_reminder"),
        *("jbh_reminder", "schedule_for_reminder"),
    ),
    **_same("telephony", "third_party_audio"),
}
"""The locks without an option, each with the settings that it holds."""

_NOT_OF_GROUPS: Final = {
    "in_meeting.attention_mode_focus_mode",
    "schedule_meeting.use_pmi_for_instant_meetings",
    "schedule_meeting.use_pmi_for_scheduled_meetings",
}

GROUP_LOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: paths for name, paths in LOCKS.items() if name not in _NOT_OF_GROUPS},
    **_same("in_meeting", "waiting_room", "show_a_join_from_your_browser_link"),
    **_same("schedule_meeting", "force_pmi_jbh_password"),
}
"""The same for groups, which have others."""

SECURITY_LOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    **_same(
        "meeting_security",
        *("auto_security", "block_user_domain", "embed_password_in_join_link", "encryption_type"),
        *("end_to_end_encrypted_meetings", "meeting_password", "only_authenticated_can_join_from_webclient"),
        *("phone_password", "pmi_password"),
    ),
    "meeting_security.waiting_room": (
        "meeting_security.waiting_room",
        "meeting_security.waiting_room_settings.participants_to_place_in_waiting_room",
        "meeting_security.waiting_room_settings.users_who_can_admit_participants_from_waiting_room",
        "meeting_security.waiting_room_settings.whitelisted_domains_for_waiting_room",
    ),
}
"""The locks with `option=meeting_security`."""

Values = dict[str, Any]
"""Settings by the path that they are kept under."""
