"""API schemas for hosts."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import MISSING, Field, StrictBool

from app.hosts.confirmations import DAYS, LONGEST_DAYS
from app.hosts.models import HostOutcome, HostSyncState, Licence
from app.hosts.readiness import ConditionCode
from app.hosts.settings import SettingState
from app.http.fields import EmailAddress, Identifier, Schema
from app.registry.programmes.schemas import PoolName
from app.zoom.safety import Enforcement

_POOL: Final = "Programmes that use this pool have their meetings created under this host."
_PERSON: Final = (
    "The mentor whose own Zoom user this is. It is chosen first for their sessions and never for anybody else's, and they open "
    "the room by signing in to Zoom as themselves. null: it is nobody's own."
)
_ENABLED: Final = "Whether it may be used; a coordinator takes a host out of use by setting it to false."


ENFORCEMENT: Final = (
    "locked: a lock of the Zoom account or of a group is known to hold it, so the host cannot change it during the meeting; "
    "set: it is set, and no lock is known, so the host may be able to change it in the meeting's toolbar, which Zoom's API would "
    "not tell; asked_of_host: Zoom's API does not offer it, and the host is asked in writing."
)


class HostChange(Schema):
    """What may change about a host here; the rest is Zoom's. What is left out stays as it is."""

    pool: PoolName | MISSING = Field(default=MISSING, description=_POOL)
    enabled: StrictBool | MISSING = Field(default=MISSING, description=_ENABLED)
    person_id: UUID | MISSING | None = Field(default=MISSING, description=_PERSON)


class HostRead(Schema):
    """A Zoom user of the account that meetings are created under."""

    id: UUID = Field(description="The host's id.")
    zoom_user_id: str = Field(description="The user's id at Zoom.")
    email: str = Field(description="The address that the user signs in to Zoom with.")
    pool: str = Field(description=_POOL)
    licence: Licence = Field(
        description="What the Zoom licence allows: a basic user holds sessions of at most 30 minutes."
    )
    active: bool = Field(description="Whether Zoom lets the user in.")
    enabled: bool = Field(description=_ENABLED)
    person_id: UUID | None = Field(description=_PERSON)
    proven: bool = Field(description="Whether all its safety settings were read back from Zoom and found right.")
    proof: list[dict[str, Any]] = Field(description="Each of these settings: what is required, and what was found.")
    proven_at: datetime | None = Field(description="When the settings were last read.")


class HostSync(Schema):
    """Which users of the Zoom account to take as hosts."""

    emails: list[EmailAddress] | None = Field(
        default=None,
        max_length=2000,
        description="Only these users become hosts; hosts that are known already stay. Leave it out to take every user.",
    )


class HostSyncOutcomeRead(Schema):
    """One host of a synchronisation."""

    outcome: HostOutcome = Field(
        description="waiting: not looked at yet; proven: its Zoom settings were read back and found safe; not_proven: they were "
        "not, and `proof` of the host says which; failed: Zoom did not answer or refused, `problem` says why."
    )
    problem: str | None = Field(description="Why it could not be looked at; null otherwise.")
    host: HostRead


class HostSyncRead(Schema):
    """A synchronisation of hosts, as far as it is."""

    id: UUID
    state: HostSyncState = Field(
        description="waiting: for a worker; running; done: every host was looked at; failed: the account's users could not be "
        "read, `problem` says why, and nothing was changed."
    )
    problem: str | None = Field(description="What kept it from being done; null otherwise.")
    requested_at: datetime
    finished_at: datetime | None = Field(description="When it was done or failed; null before.")
    waiting: int = Field(description="Hosts that are still to be looked at.")
    proven: int = Field(description="Hosts whose Zoom settings were read back and found safe.")
    not_proven: int = Field(description="Hosts that are not used, with those that could not be looked at.")
    hosts: list[HostSyncOutcomeRead] = Field(description="What became of each host.")


class ConditionRead(Schema):
    """One condition that a host must meet, besides its settings."""

    code: ConditionCode = Field(
        description="active: Zoom lets the user in; enabled: a coordinator has not taken it out of use; licence: it may hold "
        "meetings; synchronised: what is stored is what Zoom says; changes: Zoom takes more changes today; "
        "mails: which mails Zoom sends by itself, which never keeps a host from being used."
    )
    holds: bool = Field(description="Whether it is met.")
    found: str = Field(description="What was found.")
    remedy: str | None = Field(description="Who does what about it; null where nothing is to be done.")


class SettingReadinessRead(Schema):
    """One safety setting of a host."""

    code: str = Field(description="The setting, as in a programme's safety profile.", examples=["meeting.recording"])
    required: str = Field(description="The level that the programmes of its pool require.", examples=["off"])
    found: str = Field(description="Zoom's own fields as they were found.")
    state: SettingState = Field(
        description="proven: Zoom has it as required; differing: it has not; not_proven: Zoom does not show it; "
        "locked_by_account, locked_by_group: it differs, and a lock keeps it so; confirmed, confirmation_missing, "
        "confirmation_expired: only a person can look, and has, has not, or has too long ago."
    )
    settable: bool = Field(description="Whether Chaperone sets it through Zoom's API; otherwise a person does.")
    locked_by: str | None = Field(description="The name of the lock that holds it, if that is known.")
    confirmed_until: datetime | None = Field(description="Until when a person's confirmation counts or counted.")
    remedy: str | None = Field(description="Who does what about it; null where nothing is to be done.")
    enforcement: Enforcement = Field(description=ENFORCEMENT)


class HostReadinessRead(Schema):
    """Whether a host can be used for a new meeting now, and what stands in the way."""

    host_id: UUID
    zoom_user_id: str = Field(description="The user's id at Zoom.")
    pool: str = Field(description="The pool whose programmes say what is required.")
    ready: bool = Field(
        description="Every condition holds and no setting stands in the way. A confirmation that is missing or over does "
        "not: the host is told in writing, with every meeting, what to look after."
    )
    fresh: bool = Field(description="Whether Zoom was asked for this answer; otherwise it is what was stored.")
    read_at: datetime | None = Field(description="When Zoom told it; null if never.")
    licence: Licence = Field(
        description="What the Zoom licence allows: a basic user holds sessions of at most 30 minutes."
    )
    active: bool = Field(description="Whether Zoom lets the user in.")
    enabled: bool = Field(description="Whether a coordinator leaves it in use.")
    changes_left_today: int = Field(description="Meetings that can still be created or changed under it this UTC day.")
    conditions: list[ConditionRead]
    settings: list[SettingReadinessRead]


class HostConfirm(Schema):
    """What somebody looked at, in Zoom's portal, and found right."""

    code: Identifier = Field(
        description="The setting, as `GET /v1/hosts/{host_id}/readiness` names it: one whose state is about confirmation.",
        examples=["meeting.removed-cannot-rejoin"],
    )
    valid_days: int = Field(
        default=DAYS, ge=1, le=LONGEST_DAYS, description="After so many days somebody looks again.", examples=[180]
    )


class HostConfirmationRead(Schema):
    """A confirmation."""

    id: UUID
    host_id: UUID
    code: str = Field(description="The setting.")
    confirmed_by: UUID = Field(description="The API key of who confirmed it.")
    confirmed_at: datetime
    valid_until: datetime = Field(
        description="From then on it counts no longer. `chaperone doctor` reminds 14 days before."
    )
