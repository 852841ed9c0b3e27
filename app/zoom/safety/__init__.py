"""A safety profile in Zoom's fields, and back: what to send, and whether Zoom applied it."""

from app.zoom.passcode import new_passcode
from app.zoom.safety.proof import (
    EnforcedBy,
    Enforcement,
    Proof,
    ProofState,
    SettingProof,
    codes_standing_in,
    needs_account,
    prove_host,
    prove_meeting,
)
from app.zoom.safety.requests import (
    host_settings_changes,
    mail_changes,
    mails_on,
    meeting_settings,
    repair,
)
from app.zoom.safety.table import UnknownSafetyError

__all__ = [
    "EnforcedBy",
    "Enforcement",
    "Proof",
    "ProofState",
    "SettingProof",
    "UnknownSafetyError",
    "codes_standing_in",
    "host_settings_changes",
    "mail_changes",
    "mails_on",
    "meeting_settings",
    "needs_account",
    "new_passcode",
    "prove_host",
    "prove_meeting",
    "repair",
]
