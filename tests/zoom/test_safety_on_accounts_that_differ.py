"""Whatever an account leaves out, holds back or has switched on: what is proven is so in the account itself.

The account is the sandbox's, without a server; hosts and meetings are set, read and proven by the product's own functions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from app.zoom.safety import (
    codes_standing_in,
    host_settings_changes,
    meeting_settings,
    needs_account,
    prove_host,
    prove_meeting,
    repair,
)
from app.zoom.sandbox import Beliefs, Profile, SandboxConfiguration, UserSeed, load_profile
from app.zoom.sandbox.account.tiers import account_tier
from app.zoom.sandbox.account.user_settings import change, effective, security_settings, usual_settings
from app.zoom.sandbox.api.fields import without
from app.zoom.sandbox.api.showing import as_shown
from app.zoom.sandbox.api.views import host_meeting_view
from app.zoom.sandbox.meetings import scheduled as at_zoom
from app.zoom.sandbox.meetings.meeting_state import Meeting as MeetingAtZoom
from app.zoom.sandbox.sandbox import Sandbox
from app.zoom.sandbox.state import User
from app.zoom.schemas import AccountSettings, Meeting, MeetingRequest, UserSettings
from tests.support.exploring import examples
from tests.zoom.safety_profiles import HOST_FIELDS, MEETING_FIELDS, READ_ONLY, placed

HOST = "host@example.org"
PASSCODE = SecretStr("aB3-defg")
WAITING_ROOM_SETTINGS = "meeting_security.waiting_room_settings"
WHO_WAITS = f"{WAITING_ROOM_SETTINGS}.participants_to_place_in_waiting_room"
LET_PAST = f"{WAITING_ROOM_SETTINGS}.whitelisted_domains_for_waiting_room"
LOOSE_HOST = {
    path: value for path, (_, value, _) in HOST_FIELDS.items() if "e2e" not in path and "end_to" not in path
} | {
    WHO_WAITS: 1,
    LET_PAST: "example.org",
    "schedule_meeting.join_before_host": True,
    "meeting_security.waiting_room": False,
}
LOOSE_MEETING = {
    path: MEETING_FIELDS[path][1]
    for path in (
        "allow_multiple_devices",
        "participant_video",
        "auto_start_meeting_summary",
        "use_pmi",
        "alternative_hosts",
    )
}
AI_SWITCHES = sorted(READ_ONLY)


@dataclass(frozen=True)
class Kind:
    """A kind of account: what is missing, what is loose, and what of it is locked."""

    absent: Mapping[str, frozenset[str]]
    loose: frozenset[str]
    locked: frozenset[str]
    of_account: frozenset[str]
    of_meetings: frozenset[str]

    def profile(self) -> Profile:
        defaults: dict[str, Any] = {}
        for path in self.of_meetings:
            defaults = placed(defaults, path, LOOSE_MEETING[path])
        return Profile(
            name="any",
            user_settings={path: path in self.loose for path in AI_SWITCHES}
            | {path: LOOSE_HOST[path] for path in self.loose - {*AI_SWITCHES}},
            account_settings={path: path in self.of_account for path in AI_SWITCHES},
            account_locks={path: LOOSE_HOST[path] for path in self.locked},
            meeting_settings=defaults,
            beliefs=Beliefs(absent=dict(self.absent)),
        )


def some(paths: Any) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(paths)), max_size=6)


HOST_PATHS = {*HOST_FIELDS, WHO_WAITS, LET_PAST, WAITING_ROOM_SETTINGS, "meeting_security", "in_meeting", "recording"}
MEETING_PATHS = {
    *(f"settings.{path}" for path in MEETING_FIELDS),
    *("settings", "settings.waiting_room_options", "settings.continuous_meeting_chat", "password", "agenda"),
}
kinds = st.builds(
    Kind,
    absent=st.fixed_dictionaries(
        {"meeting": some(MEETING_PATHS), "user_settings": some(HOST_PATHS), "account_settings": some(READ_ONLY)}
    ),
    loose=some(LOOSE_HOST),
    # Most locks make a host unusable at once: few are enough.
    locked=st.one_of(
        st.just(frozenset()), st.frozensets(st.sampled_from(sorted(LOOSE_HOST.keys() - READ_ONLY)), max_size=1)
    ),
    of_account=some(READ_ONLY),
    of_meetings=some(LOOSE_MEETING),
)


class Account:
    """The sandbox's account, its host, and the steps of a booking on it."""

    def __init__(self, profile: Profile, settings: Mapping[str, Any]) -> None:
        self.sandbox = Sandbox(
            SandboxConfiguration(profile=profile, users=(UserSeed(email=HOST, settings=dict(settings)),), seed=1)
        )
        self.state, self.account = self.sandbox.state, self.sandbox.account

    @property
    def host(self) -> User:
        return self.account.user(HOST)

    def host_settings(self) -> UserSettings:
        shown = usual_settings(self.state, self.host) | security_settings(self.state, self.host)
        return UserSettings.model_validate(shown)

    def account_settings(self) -> AccountSettings:
        tier = account_tier(self.state)
        shown = tier.view(security=False) | tier.view(security=True)
        return AccountSettings.model_validate(without(shown, self.account.beliefs.absent.account_settings))

    def proven_host(self, required: Mapping[str, str]) -> frozenset[str] | None:
        """Set and prove the host; return the settings for which it stands in, or None where it is not proven."""
        changes = host_settings_changes(required, self.host_settings())
        usual = {group: values for group, values in changes.items() if group != "meeting_security"}
        change(self.state, self.host, usual, security=False)
        change(self.state, self.host, {"meeting_security": changes.get("meeting_security", {})}, security=True)
        found = self.host_settings()
        account = self.account_settings() if needs_account(required, found) else None
        proof = prove_host(required, found, account)
        rows = [(row.code, row.state, row.required) for row in proof.settings if row.enforced_by == "host"]
        return codes_standing_in(required, rows) if proof.is_proven else None

    def confirmed(self, required: Mapping[str, str]) -> MeetingAtZoom | None:
        """Book as the product does; return the meeting as it really is, where everything was proven."""
        if (stands_in := self.proven_host(required)) is None:
            return None
        start = datetime.now(UTC) + timedelta(days=7)
        request = MeetingRequest(
            agenda="Reference: 1",
            start=start,
            duration=60,
            time_zone=ZoneInfo("Europe/London"),
            passcode=PASSCODE,
            settings=meeting_settings(required),
        )
        made = at_zoom.create(self.account, self.host, request.body())
        found = self.read(made)
        if changes := repair(required, found, PASSCODE, stands_in):
            at_zoom.update(self.account, made, changes, actor=None)
            found = self.read(made)
        proof = prove_meeting(required, found, passcode=PASSCODE, standing_in=stands_in)
        return made if proof.is_proven else None

    def read(self, meeting: MeetingAtZoom) -> Meeting:
        return Meeting.model_validate(as_shown(self.account, host_meeting_view(self.account, meeting)))

    def dangers(self, meeting: MeetingAtZoom) -> list[str]:
        """Return what is unsafe about a meeting at the baseline, by what Zoom does and not by what it shows."""
        chosen, host = meeting.settings, effective(self.state, self.host)
        options = chosen["waiting_room_options"]
        if options["mode"] == "custom":
            all_wait = options.get("who_goes_to_waiting_room", "everyone") == "everyone"
        else:
            all_wait = host[WHO_WAITS] == 0 and host[LET_PAST] == ""
        facts = {
            "waiting room": chosen["waiting_room"] and all_wait,
            "breakout rooms": not chosen.get("breakout_room", {}).get("enable", False),
            "passcode": meeting.password == PASSCODE.get_secret_value(),
            "before host": not chosen["join_before_host"] and chosen["alternative_hosts"] == "",
            "recording": chosen["auto_recording"] == host["recording.auto_recording"] == "none"
            and not host["recording.local_recording"]
            and not host["recording.cloud_recording"],
            "personal room": not chosen["use_pmi"],
            "screens": not host["in_meeting.screen_sharing"]
            or host["in_meeting.who_can_share_screen"]
            == host["in_meeting.who_can_share_screen_when_someone_is_sharing"]
            == "host",
            "files": not host["in_meeting.file_transfer"],
            "lasting chat": not chosen["continuous_meeting_chat"]["enable"]
            and (
                not host["in_meeting.chat"]
                or (not host["in_meeting.auto_saving_chat"] and host["in_meeting.allow_users_save_chats"] == 1)
            ),
            "video": not chosen["host_video"] and not chosen["participant_video"],
            "devices": not chosen["allow_multiple_devices"],
            **{path: not self.is_offered(path) for path in AI_SWITCHES},
        }
        return [name for name, is_safe in facts.items() if not is_safe]

    def is_offered(self, path: str) -> bool:
        """Tell whether a host has a feature of AI Companion; a key that neither host nor account has stands for none."""
        absent = self.account.beliefs.absent
        if any(f"{path}.".startswith(f"{each}.") for each in absent.user_settings):
            missing = any(f"{path}.".startswith(f"{each}.") for each in absent.account_settings)
            return not missing and bool(account_tier(self.state).values[path])
        return bool(effective(self.state, self.host)[path])


@settings(max_examples=examples(300))
@given(kinds)
def test_what_is_proven_of_any_account_is_so(kind: Kind) -> None:
    account = Account(kind.profile(), {})
    meeting = account.confirmed({})
    event("confirmed" if meeting else "not confirmed")
    assert meeting is None or account.dangers(meeting) == []


AI_OFF = dict.fromkeys(AI_SWITCHES, False)


@pytest.mark.parametrize("name", ["full", "free-2026", "pro-2026", "business-2026"])
def test_each_profile_can_be_proven_once_ai_companion_is_off(name: str) -> None:
    account = Account(load_profile(name), AI_OFF)
    meeting = account.confirmed({})
    assert meeting is not None
    assert account.dangers(meeting) == []


@pytest.mark.parametrize("name", ["full", "pro-2026", "business-2026"])
def test_no_profile_can_be_proven_while_ai_companion_is_on(name: str) -> None:
    assert Account(load_profile(name), {}).confirmed({}) is None


def test_absent_keys_of_ai_companion_are_proof_together_with_the_account_alone() -> None:
    gone = {"user_settings": {"in_meeting.meeting_summary_with_ai_companion", "in_meeting.ai_companion_questions"}}
    beliefs = Beliefs(absent=gone)
    for is_on in (True, False):
        profile = Profile(name="any", account_settings=dict.fromkeys(AI_SWITCHES, is_on), beliefs=beliefs)
        assert (Account(profile, {}).confirmed({}) is None) is is_on


@pytest.mark.parametrize("is_shown", [True, False], ids=["locked", "hidden"])
@pytest.mark.parametrize(("path", "loose"), [(WHO_WAITS, 1), (LET_PAST, "example.org")])
def test_no_host_stands_in_for_a_waiting_room_that_lets_some_people_past(
    path: str, loose: object, is_shown: bool
) -> None:
    absent = {
        "meeting": {"settings.waiting_room_options"},
        "user_settings": frozenset[str]() if is_shown else {WAITING_ROOM_SETTINGS},
    }
    profile = Profile(
        name="any",
        user_settings={path: loose},
        account_locks={path: loose} if is_shown else {},
        beliefs=Beliefs(absent=absent),
    )
    assert Account(profile, AI_OFF).confirmed({}) is None
    assert Account(Profile(name="any", beliefs=Beliefs(absent={"meeting": absent["meeting"]})), AI_OFF).confirmed({})
