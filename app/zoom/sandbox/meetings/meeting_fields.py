"""The keys of a meeting, and of its `settings`, that Zoom takes ("Create a meeting" in its API reference).

The defaults are what a free account's meeting was seen to have when none of them was sent.
"""

from collections.abc import Mapping
from typing import Final

from app.zoom.sandbox.api.fields import ABSENT, Field, choice, flag, group, items, number, off, on, text

SETTINGS: Final[Mapping[str, Field]] = {
    "host_video": on(),
    "participant_video": off(),
    "cn_meeting": off(),
    "in_meeting": off(),
    "join_before_host": off(),
    "jbh_time": choice(0, 0, 5, 10, 15),
    "mute_upon_entry": off(),
    "watermark": off(),
    "use_pmi": off(),
    "approval_type": choice(2, 0, 1, 2),
    "registration_type": choice(ABSENT, 1, 2, 3),
    "audio": choice("both", "both", "telephony", "voip", "thirdParty"),
    "audio_conference_info": text(),
    "auto_recording": choice("none", "none", "local", "cloud"),
    "enforce_login": off(),
    "enforce_login_domains": text(""),
    "alternative_hosts": text(""),
    "alternative_host_update_polls": off(),
    "alternative_host_manage_meeting_summary": off(),
    "alternative_host_manage_cloud_recording": off(),
    "alternative_hosts_email_notification": on(),
    "close_registration": off(),
    "show_share_button": off(),
    "allow_multiple_devices": off(),
    "registrants_confirmation_email": on(),
    "registrants_email_notification": on(),
    "waiting_room": off(),
    "waiting_room_options": group(
        mode=choice("follow_setting", "follow_setting", "custom"),
        who_goes_to_waiting_room=choice(
            ABSENT,
            "everyone",
            "users_not_in_account",
            "users_not_in_account_or_whitelisted_domains",
            "users_not_on_invite",
            "users_not_in_org",
        ),
    ),
    "request_permission_to_unmute_participants": off(writable=False),
    "meeting_authentication": off(),
    "authentication_option": text(),
    "authentication_domains": text(),
    "authentication_name": text(writable=False),
    "authentication_exception": items(),
    "encryption_type": choice("enhanced_encryption", "enhanced_encryption", "e2ee"),
    "approved_or_denied_countries_or_regions": group(
        enable=off(), method=choice(ABSENT, "approve", "deny"), approved_list=items(), denied_list=items()
    ),
    "breakout_room": group(enable=off(), rooms=items()),
    "internal_meeting": off(),
    "continuous_meeting_chat": group(
        enable=on(), auto_add_invited_external_users=off(), auto_add_meeting_participants=off()
    ),
    "participant_focused_meeting": off(),
    "push_change_to_calendar": off(),
    "calendar_type": choice(ABSENT, 1, 2),
    "resources": items([]),
    "auto_start_meeting_summary": off(),
    "who_will_receive_summary": choice(ABSENT, 1, 2, 3, 4),
    "summary_template_id": text(),
    "auto_start_ai_companion_questions": off(),
    "who_can_ask_questions": choice(ABSENT, 1, 2, 3, 4, 5),
    "support_participants_receive_summary": flag(),
    "allow_host_control_participant_mute_state": off(),
    "disable_participant_video": off(),
    "email_in_attendee_report": off(),
    "email_notification": on(),
    "host_save_video_order": off(),
    "device_testing": off(),
    "focus_mode": off(),
    "meeting_invitees": items([]),
    "private_meeting": off(),
    "show_join_info": off(writable=False),
    "contact_name": text(),
    "contact_email": text(),
    "custom_keys": items(),
    "additional_data_center_regions": items(),
    "global_dial_in_countries": items(),
    "language_interpretation": group(enable=off(), interpreters=items()),
    "sign_language_interpretation": group(enable=off(), interpreters=items()),
    "question_and_answer": group(
        enable=off(),
        allow_submit_questions=flag(),
        allow_anonymous_questions=flag(),
        question_visibility=choice(ABSENT, "answered", "all"),
        attendees_can_comment=flag(),
        attendees_can_upvote=flag(),
    ),
    "auto_add_recording_to_video_management": group(enable=off(), channels=items()),
}

MEETING: Final[Mapping[str, Field]] = {
    "topic": text(),
    "agenda": text(),
    "type": choice(2, 1, 2, 3, 8, 10),
    "start_time": text(),
    "timezone": text(),
    "duration": number(60),
    "password": text(),
    "default_password": off(),
    "pre_schedule": off(),
    "schedule_for": text(),
    "template_id": text(),
    "recurrence": group(
        type=choice(ABSENT, 1, 2, 3),
        repeat_interval=number(),
        weekly_days=text(),
        monthly_day=number(),
        monthly_week=choice(ABSENT, -1, 1, 2, 3, 4),
        monthly_week_day=choice(ABSENT, 1, 2, 3, 4, 5, 6, 7),
        end_times=number(),
        end_date_time=text(),
    ),
    "tracking_fields": items(),
    "settings": group(**SETTINGS),
}

INHERITED: Final[Mapping[str, str]] = {
    "host_video": "schedule_meeting.host_video",
    "participant_video": "schedule_meeting.participants_video",
    "join_before_host": "schedule_meeting.join_before_host",
    "audio": "schedule_meeting.audio_type",
    "auto_recording": "recording.auto_recording",
    "waiting_room": "meeting_security.waiting_room",
    "encryption_type": "meeting_security.encryption_type",
    "request_permission_to_unmute_participants": "in_meeting.request_permission_to_unmute_participants",
}
"""Which setting of the host a key follows when it is not sent, and whose lock decides it when it is."""

CHAT: Final = "continuous_meeting_chat"
CHAT_SWITCH: Final = "schedule_meeting.continuous_meeting_chat.enable"
"""The same for the chat that outlives the meeting, which is an object."""
