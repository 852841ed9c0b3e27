"""`chaperone policy`: computing decisions again, checking packs, writing the rules down."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app.bookings.models import Booking, DecisionRecord
from app.commands.acting import with_database
from app.kit.database import Database
from app.kit.errors import NotFoundError
from app.policy import PolicyError, RecordedDecision, Replay, read_pack, recompute, rules_as_markdown
from app.registry.policies.models import PolicyVersion
from app.zoom.safety.documentation import safety_as_markdown

commands = typer.Typer(
    name="policy",
    add_completion=False,
    help="Programme rules: check a pack, compute a decision again.",
    no_args_is_help=True,
)

_SAME, _DIFFERENT = 0, 1


@commands.command("replay")
def replay(booking_id: Annotated[UUID, typer.Argument(metavar="BOOKING", help="The booking's id.")]) -> None:
    """Compute a booking's decision again from its recorded facts, and say whether it is the same, byte for byte.

    The exit code is 0 where it is the same and 1 where it is not.
    """
    recorded, found = with_database(lambda database: _replay(database, booking_id))
    typer.echo(f"decision  {recorded.id}, made {recorded.created_at.isoformat()}")
    typer.echo(f"policy    version {recorded.policy_version}, {recorded.policy_digest}")
    typer.echo(f"recorded  {recorded.outcome}, {recorded.digest}")
    typer.echo(f"computed  {found.decision.outcome}, {found.decision.digest}")
    if found.same:
        typer.echo("The same, byte for byte.")
        return
    typer.echo("Not the same:")
    for each in found.differences:
        where = f"{each.part} {each.code}" if each.code else each.part
        typer.echo(f"  {where}: recorded {each.recorded!r}, computed {each.computed!r}")
    typer.echo(
        "Either the record was changed, or this version of Chaperone decides or words it otherwise than the one that decided."
    )
    raise typer.Exit(_DIFFERENT)


@commands.command("check")
def check(file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="The pack.")]) -> None:
    """Check a pack outside the service, as the start of the service does. The exit code is 1 where it is refused."""
    try:
        document = read_pack(file.read_bytes(), file.name)
    except OSError as error:
        typer.echo(f"{file}: cannot be read ({error.strerror}).", err=True)
        raise typer.Exit(_DIFFERENT) from None
    except PolicyError as error:
        for problem in error.problems:
            typer.echo(f"{error.file or file.name}, {problem}", err=True)
        raise typer.Exit(_DIFFERENT) from None
    typer.echo(
        f"{document.title}: {len(document.rules)} rules, {len(document.safety)} safety settings. It can be used."
    )


@commands.command("rules")
def rules() -> None:
    """Write the rules and safety settings as a page in Markdown: `docs/rules.md` is made with it."""
    typer.echo(rules_as_markdown(), nl=False)


@commands.command("proofs")
def proofs() -> None:
    """Write down how each safety setting is proven, as a page in Markdown: `docs/safety.md` is made with it."""
    typer.echo(safety_as_markdown(), nl=False)


async def _replay(database: Database, booking_id: UUID) -> tuple[DecisionRecord, Replay]:
    async with database.transaction() as session:
        booking = await session.get(Booking, booking_id)
        recorded = await session.get(DecisionRecord, booking.decision_id) if booking and booking.decision_id else None
        if recorded is None:
            message = f"There is no decision about a booking {booking_id}."
            raise NotFoundError(message)
        version = await session.get_one(PolicyVersion, (recorded.programme_id, recorded.policy_version))
    decision = RecordedDecision(
        outcome=recorded.outcome,
        findings=tuple(recorded.findings),
        facts=recorded.facts,
        policy_version=recorded.policy_version,
        policy_digest=recorded.policy_digest,
        digest=recorded.digest,
    )
    return recorded, recompute(decision, version.document)
