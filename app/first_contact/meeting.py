"""A meeting as the product makes it: what comes back of what was asked for, and whether it proves to be safe."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from pydantic import SecretStr

from app.first_contact.check import refused_for
from app.first_contact.host_settings import prove_settings, standing_in
from app.first_contact.own_meetings import MINUTES
from app.first_contact.report import ADMINISTRATOR, Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import REQUIRED, Visit
from app.hosts.conditions import PASSCODES_ARE_OFF
from app.zoom.errors import ValidationFailedError, ZoomError
from app.zoom.passcode import PasscodeRequirement
from app.zoom.reference import reference_in
from app.zoom.safety import Proof, ProofState, meeting_settings, new_passcode, prove_meeting
from app.zoom.safety.proof import PASSCODE
from app.zoom.schemas import NEUTRAL_TOPIC, Meeting, User

AHEAD: Final = timedelta(days=7)
USUAL_ZONE: Final = "Europe/Berlin"


async def safe_meeting(visit: Visit) -> Sequence[Finding]:
    """Make a meeting with the product's own body, read it back, and prove it."""
    if visit.host is None:
        return [not_checked("The host could not be read.")]
    made, findings = await _made_and_proven(visit, visit.host)
    visit.main = made
    return findings


async def basic_meeting(visit: Visit) -> Sequence[Finding]:
    """The same under the user without a licence, with that user's settings."""
    if visit.basic_host is None:
        return [not_checked("There is no Basic user to look at.")]
    settings = [each for each in await prove_settings(visit, visit.basic_host) if each.consequence]
    _, findings = await _made_and_proven(visit, visit.basic_host)
    return [*settings, *findings]


async def topic_and_description(visit: Visit) -> Sequence[Finding]:
    """Look whether the account shows topic and description as they were sent."""
    if visit.main is None:
        return [not_checked("No meeting could be made.")]
    found = await visit.zoom.meeting(visit.main.id)
    findings = []
    where = (
        f"{ADMINISTRATOR}: Account Management, Account Settings, Meeting: the settings that hide topics and "
        "descriptions."
    )
    if found.topic != NEUTRAL_TOPIC:
        shown = "“Zoom Meeting”" if found.topic == "Zoom Meeting" else "another topic"
        meaning = "Bookings work: the topic is a wish. What people see is Zoom's own text."
        findings.append(differs(f"Zoom shows {shown}.", Consequence.WORKS, meaning, remedy=where, part="topic"))
    if reference_in(found.agenda) is None:
        meaning = (
            "Bookings work. After a lost answer a meeting is recognised by topic, start and time of creation, less "
            "surely than by "
            "its description."
        )
        findings.append(
            differs("Zoom shows no description.", Consequence.WORKS, meaning, remedy=where, part="description")
        )
    return findings or [as_expected("Both are shown as they were sent.")]


async def passcode(visit: Visit) -> Sequence[Finding]:
    """Look what the account demands of passcodes, and whether the product's come back."""
    if visit.main is None or visit.host is None:
        return [not_checked("No meeting could be made.")]
    settings = visit.host_settings.get(visit.host.id)
    if settings is None:
        return [not_checked("The host's settings could not be read.")]
    demanded = settings.passcode_requirement
    if demanded.digits_only:
        meaning = "Bookings work: the product makes passcodes of ten digits here."
        return [differs("The account takes passcodes of digits only.", Consequence.WORKS, meaning)]
    if settings.passcodes_are_off:
        meaning = "Bookings work as long as the meeting's own passcode is kept; a lock would take it away."
        return [
            differs("Passcodes are switched off for the host.", Consequence.WORKS, meaning, remedy=PASSCODES_ARE_OFF)
        ]
    return [as_expected("Passcodes of letters, digits and special characters are taken.")]


def passcode_for(visit: Visit, user: User) -> SecretStr:
    """Return a passcode as the product makes it for this host."""
    settings = visit.host_settings.get(user.id)
    requirement = settings.passcode_requirement if settings else PasscodeRequirement()
    return SecretStr(new_passcode(PasscodeRequirement(digits_only=True) if visit.digits_only else requirement))


async def _made_and_proven(visit: Visit, user: User) -> tuple[Meeting | None, Sequence[Finding]]:
    start = (visit.timing.now() + AHEAD).replace(second=0, microsecond=0)
    code = passcode_for(visit, user)
    asked: dict[str, Any] = {"start": start, "time_zone": USUAL_ZONE, "settings": meeting_settings(REQUIRED)}
    findings: list[Finding] = []
    try:
        made = await visit.meetings.create(user.id, passcode=code, **asked)
    except ValidationFailedError as error:
        findings.append(_refused_values(error))
        if not any(each.field == "password" for each in error.fields):
            return None, findings
        # So that everything else can be looked at all the same.
        visit.digits_only = True
        code = passcode_for(visit, user)
        made = await visit.meetings.create(user.id, passcode=code, **asked)
    except ZoomError as error:
        meaning = "No meeting can be made, so no session takes place."
        remedy = f"{ADMINISTRATOR}: look at this user's licence and role in Zoom's portal, User Management, Users."
        return None, [refused_for(error, Consequence.BLOCKS, meaning, remedy)]
    found = await visit.zoom.meeting(made.id)
    stands_in = standing_in(visit.host_proofs.get(user.id))
    proof = prove_meeting(REQUIRED, found, passcode=code, standing_in=stands_in)
    alone = prove_meeting(REQUIRED, found, passcode=code)
    findings += _of_proof(proof, alone, visit, user)
    if found.start_time != start or found.duration != MINUTES:
        meaning = "Zoom does not keep the time that was asked for, so the session is not confirmed."
        findings.append(differs("Another start or duration.", Consequence.BLOCKS, meaning, part="time"))
    if found.join_url is None:
        findings.append(
            differs("There is no join link.", Consequence.BLOCKS, "Nobody could join the session.", part="join link")
        )
    if proof.is_proven:
        findings.insert(0, as_expected("The meeting is as it was asked for, and every safety setting is proven."))
    return made, findings


def _of_proof(proof: Proof, alone: Proof, visit: Visit, user: User) -> list[Finding]:
    findings = []
    settings = visit.host_settings.get(user.id)
    by_itself = {row.code for row in alone.differences()}
    for row in proof.settings:
        if row.state in {ProofState.DIFFERING, ProofState.NOT_PROVEN}:
            remedy = _where(row.code)
            if row.code == PASSCODE and settings is not None and settings.passcodes_are_off:
                remedy = PASSCODES_ARE_OFF
            meaning = "The setting is not proven, so no session is confirmed."
            findings.append(differs(row.found, Consequence.BLOCKS, meaning, remedy=remedy, part=row.code))
        elif row.state is ProofState.ASKED:
            meaning = "It was asked for, and nothing depends on it."
            findings.append(differs(row.found, Consequence.WORKS, meaning, part=row.code))
        elif row.code in by_itself and row.state is ProofState.PROVEN:
            seen = next(each.found for each in alone.differences() if each.code == row.code)
            meaning = "Proven by the host's own settings, which were read back; docs/safety.md says how."
            findings.append(differs(seen, Consequence.BY_ALTERNATIVE, meaning, part=row.code))
    return findings


def _where(code: str) -> str:
    return (
        f"{ADMINISTRATOR}: docs/safety.md, {code}, names the fields. In Zoom's portal, Account Management, Account "
        "Settings, set "
        "this to the value that is needed, or take its lock away; then run the command again."
    )


def _refused_values(error: ValidationFailedError) -> Finding:
    fields = ", ".join(each.field for each in error.fields) or "values"
    meaning = "Zoom does not take what the product sends, so no meeting can be made."
    remedy = f"{ADMINISTRATOR}: look at the passcode requirement under Account Settings, Security."
    if not any(each.field == "password" for each in error.fields):
        remedy = "Send this report and the capture to whoever maintains Chaperone."
    return differs(f"Zoom refuses {fields}: {error}.", Consequence.BLOCKS, meaning, remedy=remedy, part=fields)
