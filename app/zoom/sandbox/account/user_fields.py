"""The keys of a user's settings ("Get user settings" and "Update user settings" in Zoom's API reference), with defaults.

The defaults are those of a new licensed user of a small account. What Zoom documents as read-only for users cannot be
written through the API; the portal, and so the control interface, can.
"""

from collections.abc import Mapping
from typing import Final

from app.zoom.sandbox.api.fields import Field, choice, group, items, off, on, text

_PASSWORD_REQUIREMENT: Final = group(
    length=choice(0, *range(11)),
    have_letter=off(),
    have_number=off(),
    have_special_character=off(),
    have_upper_and_lower_characters=off(),
    only_allow_numeric=off(),
    consecutive_characters_length=choice(0, 0, 4, 5, 6, 7, 8),
    weak_enhance_detection=off(),
)

IN_MEETING: Final = group(
    screen_sharing=on(),
    who_can_share_screen=choice("all", "host", "all"),
    who_can_share_screen_when_someone_is_sharing=choice("host", "host", "all"),
    participants_share_simultaneously=choice("one", "one", "multiple"),
    disable_screen_sharing_for_host_meetings=off(),
    disable_screen_sharing_for_in_meeting_guests=off(),
    file_transfer=on(),
    chat=on(),
    private_chat=on(),
    allow_participants_chat_with=choice(4, 1, 2, 3, 4),
    allow_users_save_chats=choice(3, 1, 2, 3),
    auto_saving_chat=off(),
    allow_users_to_delete_messages_in_meeting_chat=on(),
    annotation=on(),
    whiteboard=on(),
    remote_control=on(),
    remote_support=off(),
    far_end_camera_control=off(),
    allow_live_streaming=off(),
    custom_live_streaming_service=off(),
    live_streaming_facebook=off(),
    live_streaming_youtube=off(),
    workplace_by_facebook=off(),
    breakout_room=off(),
    breakout_room_schedule=off(),
    co_host=on(),
    polling=off(),
    meeting_reactions=on(),
    non_verbal_feedback=off(),
    attendee_on_hold=on(),
    attention_mode_focus_mode=off(),
    allow_host_to_enable_focus_mode=off(),
    waiting_room=off(),
    request_permission_to_unmute_participants=off(),
    virtual_background=on(),
    show_a_join_from_your_browser_link=on(),
    e2e_encryption=off(),
    transfer_meetings_between_devices=on(writable=False),
    closed_captioning=group(
        enable=on(),
        auto_transcribing=on(),
        save_caption=on(),
        third_party_captioning_service=on(),
        view_full_transcript=on(),
    ),
    entry_exit_chime=choice("none", "host", "all", "none"),
    feedback=off(),
    group_hd=off(),
    join_from_desktop=on(),
    join_from_mobile=on(),
    record_play_voice=off(),
    share_dual_camera=off(),
    show_meeting_control_toolbar=off(),
    slide_control=on(),
    allow_show_zoom_windows=off(),
    meeting_summary_with_ai_companion=group(
        enable=on(writable=False),
        auto_enable=off(writable=False),
        who_will_receive_summary=choice(1, 1, 2, 3, 4, writable=False),
    ),
    ai_companion_questions=group(
        enable=on(writable=False),
        auto_enable=off(writable=False),
        who_can_ask_questions=choice(1, 1, 2, 3, 4, 5, writable=False),
    ),
)

RECORDING: Final = group(
    local_recording=on(),
    cloud_recording=on(),
    auto_recording=choice("none", "none", "local", "cloud"),
    recording_disclaimer=on(),
    ask_participants_to_consent_disclaimer=on(),
    ask_host_to_confirm_disclaimer=off(),
    record_speaker_view=on(),
    record_gallery_view=off(),
    record_audio_file=on(),
    save_chat_text=on(),
    show_timestamp=off(),
    recording_audio_transcript=off(),
    auto_delete_cmr=off(),
    auto_delete_cmr_days=choice(30, 30, 60, 90, 120),
    host_pause_stop_recording=on(),
)

SCHEDULE_MEETING: Final = group(
    host_video=on(),
    participants_video=off(),
    audio_type=choice("both", "both", "telephony", "voip", "thirdParty"),
    join_before_host=off(),
    personal_meeting=on(),
    use_pmi_for_scheduled_meetings=off(),
    use_pmi_for_instant_meetings=off(),
    require_password_for_scheduling_new_meetings=on(),
    require_password_for_scheduled_meetings=on(),
    require_password_for_instant_meetings=on(),
    require_password_for_pmi_meetings=choice("all", "jbh_only", "all", "none"),
    force_pmi_jbh_password=on(),
    pstn_password_protected=on(),
    embed_password_in_join_link=on(),
    meeting_password_requirement=_PASSWORD_REQUIREMENT,
    default_password_for_scheduled_meetings=text(),
    meeting_authentication=off(writable=False),
    continuous_meeting_chat=group(
        enable=on(writable=False),
        can_add_external_users=on(writable=False),
        auto_add_invited_external_users=on(writable=False),
        support_instant_meetings=off(writable=False),
        support_scheduled_meetings=on(writable=False),
    ),
)

MEETING_SECURITY: Final = group(
    auto_security=on(),
    waiting_room=off(),
    waiting_room_settings=group(
        participants_to_place_in_waiting_room=choice(0, 0, 1, 2),
        users_who_can_admit_participants_from_waiting_room=choice(0, 0, 1),
        whitelisted_domains_for_waiting_room=text(""),
    ),
    meeting_password=on(),
    pmi_password=on(),
    phone_password=on(),
    require_password_for_scheduled_meeting=on(),
    meeting_password_requirement=_PASSWORD_REQUIREMENT,
    embed_password_in_join_link=on(),
    encryption_type=choice("enhanced_encryption", "enhanced_encryption", "e2ee"),
    end_to_end_encrypted_meetings=off(),
    block_user_domain=off(),
    block_user_domain_list=items([]),
    only_authenticated_can_join_from_webclient=off(),
)

OTHER_GROUPS: Final = {
    "email_notification": group(
        alternative_host_reminder=on(),
        cancel_meeting_reminder=on(),
        cloud_recording_available_reminder=on(),
        jbh_reminder=on(),
        schedule_for_reminder=on(),
    ),
    "feature": group(
        meeting_capacity=Field(int, 100, writable=False),
        large_meeting=off(writable=False),
        concurrent_meeting=choice("None", "Basic", "Plus", "None", writable=False),
        cn_meeting=off(writable=False),
        in_meeting=off(writable=False),
        webinar=off(writable=False),
        zoom_phone=off(writable=False),
    ),
    "telephony": group(third_party_audio=off(), show_international_numbers_link=off()),
}

USUAL_GROUPS: Final[Mapping[str, Field]] = {
    "schedule_meeting": SCHEDULE_MEETING,
    "in_meeting": IN_MEETING,
    "recording": RECORDING,
    **OTHER_GROUPS,
}
"""What is read and written without an option."""

SECURITY_GROUP: Final[Mapping[str, Field]] = {"meeting_security": MEETING_SECURITY}
"""What is read and written with `option=meeting_security`."""

SAME_SWITCH: Final[Mapping[str, str]] = {
    "in_meeting.waiting_room": "meeting_security.waiting_room",
    "in_meeting.e2e_encryption": "meeting_security.end_to_end_encrypted_meetings",
    "schedule_meeting.embed_password_in_join_link": "meeting_security.embed_password_in_join_link",
    "schedule_meeting.require_password_for_scheduling_new_meetings": "meeting_security.meeting_password",
    "schedule_meeting.require_password_for_scheduled_meetings": "meeting_security.require_password_for_scheduled_meeting",
    **{
        f"schedule_meeting.meeting_password_requirement.{name}": f"meeting_security.meeting_password_requirement.{name}"
        for name in _PASSWORD_REQUIREMENT.inner or ()
    },
    # Groups, accounts and locks have another name for what users call `participants_video`.
    "schedule_meeting.participant_video": "schedule_meeting.participants_video",
}
"""Older names of settings, each with the one under which it is kept."""
