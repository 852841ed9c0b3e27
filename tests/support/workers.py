"""Workers as processes of their own, which can be killed."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.settings import Settings


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment variables that give a process these settings."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": settings.database_url,
        "ZOOM_OAUTH_URL": settings.zoom_oauth_url,
        "ZOOM_API_URL": settings.zoom_api_url,
        "ZOOM_ACCOUNT_ID": settings.zoom_account_id,
        "ZOOM_CLIENT_ID": settings.zoom_client_id,
        "ZOOM_CLIENT_SECRET": settings.zoom_client_secret.get_secret_value(),
        "ZOOM_WEBHOOK_SECRETS": ",".join(secret.get_secret_value() for secret in settings.zoom_webhook_secrets),
        "ENCRYPTION_KEYS": settings.encryption_keys.get_secret_value(),
        "WORKER_HEARTBEAT": f"PT{settings.worker_heartbeat.total_seconds()}S",
        "RETRY_FIRST": f"PT{settings.retry_first.total_seconds()}S",
        "DUPLICATE_CHECK": f"PT{settings.duplicate_check.total_seconds()}S",
        "WEBHOOK_ALLOW_PRIVATE": str(settings.webhook_allow_private).lower(),
        "WEBHOOK_TIMEOUT": f"PT{settings.webhook_timeout.total_seconds()}S",
        "WORKER_NAME": settings.worker_name,
        "LOG_LEVEL": "WARNING",
    }


@asynccontextmanager
async def worker_process(settings: Settings) -> AsyncIterator[Process]:
    """Run `chaperone worker` while the block runs, or until the test kills it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.commands.entry", "worker", env=environment(settings)
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                process.kill()
                await process.wait()
                raise
