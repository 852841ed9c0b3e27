"""What is kept of a host beside its proof: what its passcodes must be, what locks it, what Zoom mails, and what Zoom refused."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.hosts.locks import Locks
from app.hosts.models import Host
from app.zoom.passcode import PasscodeRequirement
from app.zoom.safety import mails_on
from app.zoom.schemas import UserSettings

LOOKED_AT_EVERY: Final = timedelta(days=1)
"""How often locks are read, and switching mails off is tried again: many apps may do neither."""


PASSCODES_ARE_OFF: Final = (
    "Zoom gives the meeting no passcode: the account, or a group of the host, keeps passcodes switched off. Ask the "
    "organisation's Zoom administrator to switch on “Meeting Passcode” in Zoom's web portal, under Account Management, Account "
    "Settings, Security; then a coordinator can try this session again."
)


class HostConditions(BaseModel):
    """What was read of a host when it was last proven. `looked_at` is when its locks were."""

    model_config = ConfigDict(frozen=True)

    passcode: PasscodeRequirement = PasscodeRequirement()
    passcodes_are_off: bool = False
    mails_on: tuple[str, ...] = ()
    refused: Mapping[str, str] = {}
    """The settings that Zoom refused to change, each with its reason."""
    locks: tuple[str, ...] = ()
    """The locks that are known to be set. That one is not among them does not tell that it is not set."""
    registers: bool = True
    """Whether meetings of a licensed host may have registration. False for a day after Zoom did not apply it, or refused it."""
    looked_at: AwareDatetime | None = None

    @classmethod
    def of(cls, host: Host) -> Self:
        """Return what is kept of a host."""
        return cls.model_validate(host.conditions)

    def is_due(self, now: datetime) -> bool:
        """Whether locks and mails are looked at again."""
        return self.looked_at is None or now - self.looked_at >= LOOKED_AT_EVERY

    def read_again(
        self,
        found: UserSettings,
        refused: Mapping[str, str],
        locks: Locks | None,
        group_ids: tuple[str, ...],
        now: datetime,
    ) -> Self:
        """Return what is known after settings, and locks where they were looked at, were read."""
        update: dict[str, Any] = {
            "passcode": found.passcode_requirement,
            "passcodes_are_off": found.passcodes_are_off,
            "mails_on": mails_on(found),
            "refused": dict(refused),
        }
        if locks is not None:
            update |= {"locks": tuple(sorted(locks.names(group_ids))), "looked_at": now, "registers": True}
        return self.model_copy(update=update)
