"""What the checks share: the account, the host, and what earlier checks have found out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.doctor.zoom_account import ZoomFindings
from app.first_contact.journal import Journal
from app.first_contact.own_meetings import OwnMeetings
from app.first_contact.people import Answer, Step
from app.first_contact.recording import Recording
from app.first_contact.timing import Timing
from app.kit.database import Database
from app.policy.safety import SafetyProfile
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.safety import Proof
from app.zoom.schemas import AccountSettings, Meeting, User, UserSettings

REQUIRED: Final[Mapping[str, str]] = SafetyProfile.baseline().levels()
"""What every meeting of the product must have at the least."""


@dataclass
class Visit:
    """One run. What is None was not found out, so checks that need it are not carried out.

    `denied` is why no further call makes sense, `digits_only` whether Zoom has refused any other passcode.
    """

    settings: Settings
    zoom: ZoomClient
    timing: Timing
    recording: Recording
    journal: Journal
    meetings: OwnMeetings
    host_email: str
    basic_email: str | None = None
    database: Database | None = None
    answers: Mapping[str, Answer] | None = None
    steps: Sequence[Step] = ()
    account: ZoomFindings | None = None
    denied: str | None = None
    host: User | None = None
    basic_host: User | None = None
    account_settings: AccountSettings | None = None
    host_settings: dict[str, UserSettings] = field(default_factory=dict)
    host_proofs: dict[str, Proof] = field(default_factory=dict)
    main: Meeting | None = None
    digits_only: bool = False
