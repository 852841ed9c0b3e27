"""What differs at Zoom from what a meeting must have: which of it somebody loosened, and what people are told."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.models import Booking, Meeting
from app.hosts.conditions import PASSCODES_ARE_OFF, HostConditions
from app.hosts.models import Host
from app.incidents.service import open_incident_of
from app.policy.incidents import IncidentKind
from app.provisioning.records import tell
from app.zoom.safety import Proof, ProofState
from app.zoom.safety.proof import PASSCODE


def differences(proof: Proof) -> dict[str, str]:
    """Return what was found of each setting that is not proven to be right."""
    return {setting.code: setting.found for setting in proof.differences()}


def why_unsafe(proof: Proof, host: Host) -> str:
    """Say why no safe meeting could be made, and the reason behind it where it is known."""
    withheld = {row.code for row in proof.differences() if row.state is ProofState.NOT_PROVEN}
    if PASSCODE in withheld and HostConditions.of(host).passcodes_are_off:
        return PASSCODES_ARE_OFF
    return "Zoom does not apply the safety settings that the session needs."


def loosened_settings(meeting: Meeting, booking: Booking, before: Mapping[str, str]) -> dict[str, str]:
    """Return what differs of that which was proven: the others are to be tighter than before by our own wish."""
    proven = {row["code"]: row["required"] for row in meeting.proof}
    return {code: found for code, found in before.items() if proven.get(code) == booking.safety.get(code)}


async def report_repair(session: AsyncSession, booking: Booking, meeting: Meeting, proof: Proof) -> None:
    """Say what was set right, where somebody had loosened something and that has been told."""
    noted = await open_incident_of(session, IncidentKind.SETTINGS_LOOSENED, booking.id)
    if noted is None or noted.details["after"]:
        return
    before = noted.details["before"]
    after = {setting.code: setting.found for setting in proof.settings if setting.code in before}
    await tell(session, booking, meeting, "meeting.repaired", before=before, after=after)
    await report_loosening(session, booking, before, after)


async def report_loosening(
    session: AsyncSession, booking: Booking, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Say what somebody loosened, and whether it is right again: `after` is empty while it is not."""
    await report_incident(
        session,
        WORKER,
        booking,
        IncidentKind.SETTINGS_LOOSENED,
        summary="Somebody loosened safety settings of a session's meeting at Zoom. "
        + ("Chaperone corrected them." if after else "Its link is shown again once they are right."),
        remedy="Ask the host, or the organisation's Zoom administrator, who changed the meeting, and why.",
        details={"before": dict(before), "after": dict(after)},
        is_outcome=bool(after),
    )
