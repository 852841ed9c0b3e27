"""`chaperone policy`: replaying decisions, checking packs, writing the rules down."""

from pathlib import Path

from app.policy import load_packs
from app.settings import Settings
from tests.support.command import run_command
from tests.support.database import run_as_owner
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service


async def command(settings: Settings | None, *arguments: str) -> tuple[int, str]:
    """Run a command; return its exit code and all that it says."""
    environment = {}
    if settings is not None:
        environment["DATABASE_URL"] = settings.database_url.replace("postgresql+asyncpg://", "postgresql://")
    code, output, errors = await run_command(environment, *arguments)
    return code, output + errors


async def booked(service: Service) -> tuple[str, str]:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    body = scenario.booking(10, safety={"meeting.audio": "computer-only"})
    guidance = {
        "rules": {"schedule.notice": {"parameters": {"hours": 48}}},
        "safety": {"meeting.lasting-chat": "chat-off"},
    }
    path = f"/v1/partners/{scenario.partner}/guidance"
    assert (await coordinator.put(path, json=guidance, headers={"If-Match": "*"})).status_code == 200
    booking = (await coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})).json()
    # What is in force now is not what decided.
    await service.confirm(await coordinator.put(path, json={}, headers={"If-Match": "*"}))
    return booking["id"], booking["decision"]["digest"]


async def test_a_recorded_decision_is_computed_again_byte_for_byte(service: Service) -> None:
    booking_id, digest = await booked(service)

    code, said = await command(service.settings, "policy", "replay", booking_id)

    assert code == 0, said
    assert said.count(digest) == 2
    assert "The same, byte for byte." in said


async def test_a_record_that_was_changed_is_found_out(service: Service) -> None:
    booking_id, _ = await booked(service)
    # Somebody with the rights of the database's owner.
    await run_as_owner(
        service.settings.database_url,
        """
        ALTER TABLE decision DISABLE TRIGGER USER;
        UPDATE decision SET facts = jsonb_set(facts, '{session,agreed_by_both}', 'false');
        ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_append_only
        """,
    )

    code, said = await command(service.settings, "policy", "replay", booking_id)

    assert code == 1
    assert "findings schedule.mutual" in said
    assert "Not the same" in said


async def test_replaying_a_booking_that_is_not_there_is_one_line(service: Service) -> None:
    code, said = await command(service.settings, "policy", "replay", "00000000-0000-7000-8000-000000000000")

    assert (code, said.count("\n")) == (2, 1)
    assert "no decision" in said


async def test_a_sound_pack_passes_the_check_and_a_broken_one_is_told_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("pack: ours\ntitle: Ours\nrules:\n  schedule.notice:\n    severity: deny\n")
    code, said = await command(None, "policy", "check", str(file))
    assert (code, "It can be used" in said) == (0, True), said

    file.write_text(
        "pack: ours\ntitle: Ours\nrules:\n  no.such-rule:\n    severity: deny\n"
        "  minor.booked-by-organisation:\n    severity: warn\n"
    )
    code, said = await command(None, "policy", "check", str(file))

    assert code == 1
    first, second = said.splitlines()
    assert first.startswith("ours.yaml, line 4")
    assert second.startswith("ours.yaml, line 7")
    assert "floor" in second


async def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    code, said = await command(None, "policy", "check", str(tmp_path / "nothing.yaml"))

    assert (code, said.count("\n")) == (1, 1)


async def test_the_rules_are_written_down_as_the_documentation_has_them() -> None:
    code, said = await command(None, "policy", "rules")

    assert code == 0
    assert said == (Path(__file__).parents[2] / "docs" / "rules.md").read_text()
    assert all(f"`{code}`" in said for pack in load_packs().values() for code in pack.rules)
