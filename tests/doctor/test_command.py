"""`chaperone doctor` as it is run: its table, its JSON, its exit codes."""

import asyncio
import json
import sys
from pathlib import Path

from app.kit.database import Database
from app.kit.revisions import ROOT
from app.settings import Settings
from tests.support.scenario import add_host
from tests.support.service import WEBHOOK_SECRET
from tests.support.zoom import CLIENT_SECRET, Zoom


async def doctor(folder: Path, environment: dict[str, str], *options: str) -> tuple[int, str]:
    """Run it in a folder without a .env file; return its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.commands.entry", "doctor", *options),
        cwd=folder,
        env={"COLUMNS": "200", "PYTHONPATH": str(ROOT), **environment},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()


async def test_it_tells_people_and_machines_what_is_wrong(
    sandbox_settings: Settings, database: Database, zoom: Zoom, tmp_path: Path
) -> None:
    environment = {
        "DATABASE_URL": sandbox_settings.database_url,
        "ZOOM_OAUTH_URL": sandbox_settings.zoom_oauth_url,
        "ZOOM_API_URL": sandbox_settings.zoom_api_url,
        "ZOOM_ACCOUNT_ID": sandbox_settings.zoom_account_id,
        "ZOOM_CLIENT_ID": sandbox_settings.zoom_client_id,
        "ZOOM_CLIENT_SECRET": CLIENT_SECRET,
        "ZOOM_WEBHOOK_SECRETS": WEBHOOK_SECRET,
        "ENCRYPTION_KEYS": sandbox_settings.encryption_keys.get_secret_value(),
    }
    # A host that nobody has set up at Zoom.
    await add_host(database, "host-1")

    (code, printed), (unreadable_code, unreadable) = await asyncio.gather(
        doctor(tmp_path, environment, "--json"), doctor(tmp_path, environment | {"ZOOM_WEBHOOK_SECRETS": ""})
    )

    report = json.loads(printed)
    assert code == report["exit_code"] == 1
    wrong = {check["part"] for check in report["checks"] if check["state"] == "wrong"}
    assert wrong == {"meeting.recording", "meeting.screen-share", "meeting.file-transfer", "meeting.lasting-chat"}
    assert all(check["remedy"] for check in report["checks"] if check["state"] in {"wrong", "warning"})
    assert unreadable_code == 2
    assert "ZOOM_WEBHOOK_SECRETS" in unreadable
    assert "1 wrong" in unreadable
    for secret in (CLIENT_SECRET, WEBHOOK_SECRET, environment["ENCRYPTION_KEYS"]):
        assert secret not in printed + unreadable
