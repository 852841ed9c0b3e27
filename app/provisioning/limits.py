"""The account's budget at Zoom, as this process shares it."""

from contextlib import AbstractAsyncContextManager

from app.kit.database import plain_dsn
from app.settings import Settings
from app.zoom.limits.limiter import SharedLimiter


def shared_limiter(settings: Settings) -> AbstractAsyncContextManager[SharedLimiter]:
    """Share the account's budget, through the database, while the block runs."""
    return SharedLimiter.opened(
        plain_dsn(settings), settings.zoom_account_id, settings.zoom_plan, share=settings.zoom_quota_share
    )
