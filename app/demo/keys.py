"""API keys of the embedded default: made once for each data folder, and kept in it."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from app.access import service as access
from app.access.models import Role, Scope
from app.audit.origin import OPERATOR
from app.database import Database
from app.demo import ids
from app.errors import ConfigurationError, NotAuthenticatedError

_VALID_FOR = timedelta(days=3650)
_COORDINATOR = tuple(scope for scope in Scope if scope is not Scope.ADMIN)
_FRONT_END = (Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)


@dataclass(frozen=True)
class DemoKeys:
    """One key for each kind of caller."""

    organisation: str
    partner: str
    front_end: str


async def demo_keys(database: Database, folder: Path) -> DemoKeys:
    """Return the keys of this data folder; make them if it has none that work.

    Raises:
        ConfigurationError: The file with the keys is not one of ours.
    """
    file = folder / "demo-keys.json"
    if file.exists():
        try:
            kept = DemoKeys(**json.loads(file.read_text()))
        except (ValueError, TypeError):
            message = f"{file} is damaged. Move {folder} away to begin with fresh demo data."
            raise ConfigurationError(message) from None
        if await _work(database, kept):
            return kept
    made = DemoKeys(
        organisation=await _make(
            database, "demo: coordinator of the organisation", Role.COORDINATOR, _COORDINATOR, None
        ),
        partner=await _make(
            database, "demo: coordinator of a partner", Role.COORDINATOR, _COORDINATOR, ids.RIVERSIDE_PARTNER
        ),
        front_end=await _make(database, "demo: booking front-end", Role.FRONT_END, _FRONT_END, None),
    )
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(made)))
    return made


async def _work(database: Database, keys: DemoKeys) -> bool:
    try:
        async with database.transaction() as session:
            for text in asdict(keys).values():
                await access.authenticate(session, text)
    except NotAuthenticatedError:
        return False
    return True


async def _make(database: Database, name: str, role: Role, scopes: tuple[Scope, ...], partner_id: UUID | None) -> str:
    async with database.transaction() as session:
        _, text = await access.create_key(
            session, name=name, role=role, scopes=scopes, partner_id=partner_id, valid_for=_VALID_FOR, origin=OPERATOR
        )
    return text
