"""What the account decides over the heads of its hosts: what of it matters here, and who can change it where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.doctor.report import OPERATOR, Check, State, Subject, listed, not_checked
from app.hosts.conditions import PASSCODES_ARE_OFF, HostConditions
from app.hosts.locks import Locks
from app.hosts.readiness import KnownHost
from app.hosts.settings import ADMINISTRATOR
from app.zoom.errors import AccountDeniedError, ScopeMissingError, ZoomError
from app.zoom.schemas import AccountSettings

_PORTAL: Final = "in Zoom's web portal, Account Management, Account Settings"
_LOCK: Final = "the lock symbol beside it"

AI_FIELDS: Final = ("meeting_summary_with_ai_companion", "ai_companion_questions")


@dataclass(frozen=True)
class RecommendedLock:
    """What only a lock keeps a host from changing in a running meeting; `names` are the locks' at Zoom, all of them."""

    what: str
    where: str
    names: tuple[str, ...]


RECOMMENDED_LOCKS: Final = (
    RecommendedLock("waiting room", "Security, “Waiting Room”", ("meeting_security.waiting_room",)),
    RecommendedLock("screen sharing", "Meeting, In Meeting (Basic), “Screen sharing”", ("in_meeting.screen_sharing",)),
    RecommendedLock(
        "file transfer", "Meeting, In Meeting (Basic), “Send files via meeting chat”", ("in_meeting.file_transfer",)
    ),
    RecommendedLock("chat", "Meeting, In Meeting (Basic), “Meeting chat”", ("in_meeting.chat",)),
    RecommendedLock(
        "recording",
        "Recording & Transcript, “Record to computer files” and “Cloud recording”",
        ("recording.local_recording", "recording.cloud_recording"),
    ),
)
"""Those that matter most, with the page of the portal. Renaming is not among Zoom's locks in the API (`RENAMING`)."""

RENAMING: Final = "renaming (Meeting, In Meeting (Basic), “Allow participants to rename themselves”: switch it off)"


def look_at_locks(locks: Locks) -> Sequence[Check]:
    """Tell what is known of the account's locks, and recommend those that are not set or not known.

    Which of them stands in the way of a safe setting is said with that setting.
    """
    if locks.account is None:
        found = (
            "Zoom does not show them to this app, as to most; that is not to say that there are none. What a lock keeps from "
            "being safe shows as a setting that stays as it is."
        )
        return (Check(Subject.LOCKS, State.NOT_CHECKED, found, _advice(RECOMMENDED_LOCKS)),)
    names = locks.set_for_the_account
    found = f"{len(names)} set: {listed(names)}." if names else "None is set."
    absent = [each for each in RECOMMENDED_LOCKS if not set(each.names) <= set(names)]
    if not absent:
        return (Check(Subject.LOCKS, State.OK, found),)
    found += f" A host can change in the meeting's toolbar, unseen: {', '.join(each.what for each in absent)}."
    details = tuple({"what": each.what, "where": each.where, "locks": list(each.names)} for each in absent)
    return (Check(Subject.LOCKS, State.WARNING, found, _advice(absent), details=details),)


def look_at_account(account: AccountSettings | None, known: Sequence[KnownHost]) -> Sequence[Check]:
    """Look at the settings of the account that meetings meet, and at what its hosts were found to be held to.

    Args:
        account: The account's settings; None where Zoom does not show them to this app.
        known: The hosts in use.
    """
    passcodes = _passcodes(known)
    if account is None:
        found = "Zoom does not show the account's settings to this app, or not on this plan."
        remedy = f"{ADMINISTRATOR}: give the app the scope account:read:settings:admin to have them looked at."
        return (Check(Subject.ACCOUNT, State.NOT_CHECKED, found, remedy), *passcodes)
    troubles = (
        *_ai_companion(account.in_meeting),
        *_hidden(account.schedule_meeting),
        *_camera(account.schedule_meeting, known),
        *passcodes,
    )
    waiting = _waiting_room(account.meeting_security)
    fine = Check(Subject.ACCOUNT, State.OK, f"Nothing in them stands in the way of safe meetings. {waiting}")
    return troubles or (fine,)


@dataclass(frozen=True)
class Denied:
    """Zoom refuses every call of this account or app; the lines say which, and what could not be looked at."""

    checks: tuple[Check, ...]


def denied(error: ZoomError) -> Denied | None:
    """Return what a refusal says that is about the whole account; None for any other."""
    rest = not_checked("Zoom refuses every call.", Subject.PLAN, Subject.LOCKS)
    if isinstance(error, AccountDeniedError):
        remedy = (
            "The owner of the Zoom account: look whether it is paid for, and ask Zoom's support why its REST API is denied "
            f"(tracking id {error.tracking_id or 'unknown'}). Bookings wait meanwhile, and none is lost."
        )
        found = "Zoom denies this account access to its API altogether (HTTP 403)."
        return Denied((Check(Subject.ACCOUNT, State.WRONG, found, remedy), *rest))
    if isinstance(error, ScopeMissingError) and not error.scopes:
        remedy = (
            f"{ADMINISTRATOR}: in the Zoom App Marketplace, open the app, Scopes, add those that docs/installation.md lists, "
            f"and activate the app again. {OPERATOR} then: restart Chaperone, or wait an hour."
        )
        found = "Zoom takes the token and refuses every call (HTTP 401, code 4700): the app has no scopes."
        unseen = not_checked("Zoom refuses every call.", Subject.ACCOUNT)
        return Denied((Check(Subject.SCOPES, State.WRONG, found, remedy), *rest, *unseen))
    return None


def _advice(locks: Sequence[RecommendedLock]) -> str:
    where = "; ".join(f"{each.what}: {each.where}" for each in locks)
    return f"{ADMINISTRATOR}: {_PORTAL}, set each as the hosts have it, then click {_LOCK}. {where}; {RENAMING}."


def _ai_companion(in_meeting: Mapping[str, Any]) -> Iterable[Check]:
    on = [name for name in AI_FIELDS if _is_on(in_meeting.get(name))]
    if on:
        found = f"The account offers AI Companion ({', '.join(on)}), so each host can switch it on again."
        remedy = f"{ADMINISTRATOR}: {_PORTAL}, AI Companion, switch off meeting summary and meeting questions, and lock both."
        yield Check(Subject.ACCOUNT, State.WARNING, found, remedy, "ai companion")


def _hidden(schedule_meeting: Mapping[str, Any]) -> Iterable[Check]:
    again = "Chaperone does without; a meeting whose creation Zoom did not answer is then found by its time alone."
    if _is_on(schedule_meeting.get("always_display_zoom_meeting_as_topic")):
        found = f"The account shows “Zoom Meeting” as every topic. {again}"
        remedy = f"{ADMINISTRATOR}, if it is not wanted: {_PORTAL}, Meeting, Schedule Meeting, “Always display "
        yield Check(Subject.ACCOUNT, State.WARNING, found, f"{remedy}'Zoom Meeting' as the meeting topic”.", "topic")
    if _is_on(schedule_meeting.get("hide_meeting_description")):
        found = f"The account hides the meetings' descriptions. {again}"
        remedy = (
            f"{ADMINISTRATOR}, if it is not wanted: {_PORTAL}, Meeting, Schedule Meeting, “Hide meeting description”."
        )
        yield Check(Subject.ACCOUNT, State.WARNING, found, remedy, "description")


def _camera(schedule_meeting: Mapping[str, Any], known: Sequence[KnownHost]) -> Iterable[Check]:
    demanding = [each for each in known if each.required.get("meeting.video-on-entry") == "no-video"]
    if demanding and schedule_meeting.get("allow_host_to_disable_participant_video") is False:
        pools = sorted({each.host.pool for each in demanding})
        found = (
            f"A policy of the pool {listed(pools)} demands meetings without video, and the account does not let hosts switch "
            "participants' video off: each such session is blocked."
        )
        remedy = (
            f"{ADMINISTRATOR}: {_PORTAL}, Meeting, Schedule Meeting, switch on “Allow host to disable participant video”; or a "
            "coordinator changes the policy's meeting.video-on-entry."
        )
        yield Check(Subject.ACCOUNT, State.WRONG, found, remedy, "video")


def _passcodes(known: Sequence[KnownHost]) -> Sequence[Check]:
    conditions = {each.host.zoom_user_id: HostConditions.of(each.host) for each in known}
    off = sorted(name for name, each in conditions.items() if each.passcodes_are_off)
    digits = sorted(name for name, each in conditions.items() if each.passcode.digits_only)
    checks: list[Check] = []
    if off:
        found = (
            f"Zoom's own passcodes are off for {listed(off)}. If that is locked, none of their meetings can have one."
        )
        remedy = f"{ADMINISTRATOR}: {_PORTAL}, Security, switch on “Meeting Passcode”. A session that met it says: "
        checks.append(Check(Subject.ACCOUNT, State.WARNING, found, f"{remedy}“{PASSCODES_ARE_OFF}”", "passcodes off"))
    if digits:
        found = (
            f"Passcodes of {listed(digits)} may be of digits alone: they are made of ten, and are weaker than others."
        )
        remedy = (
            f"{ADMINISTRATOR}, if not wanted: {_PORTAL}, Security, Passcode Requirement, “Only allow numeric passcode”."
        )
        checks.append(Check(Subject.ACCOUNT, State.WARNING, found, remedy, "passcodes of digits"))
    return checks


def _waiting_room(security: Mapping[str, Any]) -> str:
    if _is_on(security.get("waiting_room_options")):
        return "Each meeting says itself who waits."
    return "It has no custom waiting room options: who waits is proven by the hosts' own settings."


def _is_on(value: object) -> bool:
    return value is True or (isinstance(value, Mapping) and value.get("enable") is True)
