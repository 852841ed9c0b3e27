"""API keys of the embedded default: made once for each data folder, and kept in it."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from app.access import service as access
from app.access.models import Role, Scope
from app.audit.origin import OPERATOR
from app.embedded.demo.kept_keys import DemoKeys, read_keys, write_keys
from app.kit.database import Database
from app.kit.errors import NotAuthenticatedError
from app.registry.examples import RIVERSIDE_PARTNER

_VALID_FOR = timedelta(days=3650)
_COORDINATOR = tuple(scope for scope in Scope if scope is not Scope.ADMIN)
_FRONT_END = (Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ, Scope.LINKS_READ)


async def demo_keys(database: Database, folder: Path) -> DemoKeys:
    """Return the keys of this data folder; make them if it has none that work.

    Raises:
        ConfigurationError: The file with the keys is not one of ours.
    """
    kept = read_keys(folder)
    if kept is not None and await _work(database, kept):
        return kept
    made = DemoKeys(
        organisation=await _make_coordinator(database, "coordinator of the organisation", "demo-1"),
        second_person=await _make_coordinator(database, "second coordinator of the organisation", "demo-2"),
        partner=await _make_coordinator(database, "coordinator of a partner", "demo-3", RIVERSIDE_PARTNER),
        front_end=await _make(database, "booking front-end", Role.FRONT_END, _FRONT_END),
    )
    write_keys(folder, made)
    return made


async def _work(database: Database, keys: DemoKeys) -> bool:
    """Tell whether the keys are valid and may do what the demo's keys of this version may."""
    try:
        async with database.transaction() as session:
            callers = {name: await access.authenticate(session, text) for name, text in asdict(keys).items()}
    except NotAuthenticatedError:
        return False
    wanted = {name: _FRONT_END if name == "front_end" else _COORDINATOR for name in callers}
    return all(callers[name].scopes >= set(scopes) for name, scopes in wanted.items())


async def _make_coordinator(database: Database, name: str, person: str, partner_id: UUID | None = None) -> str:
    return await _make(database, name, Role.COORDINATOR, _COORDINATOR, partner_id=partner_id, person=person)


async def _make(
    database: Database,
    name: str,
    role: Role,
    scopes: tuple[Scope, ...],
    *,
    partner_id: UUID | None = None,
    person: str | None = None,
) -> str:
    async with database.transaction() as session:
        _, text = await access.create_key(
            session,
            name=f"demo: {name}",
            role=role,
            scopes=scopes,
            partner_id=partner_id,
            valid_for=_VALID_FOR,
            origin=OPERATOR,
            person=person,
        )
    return text
