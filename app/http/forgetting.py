"""Idempotency records are kept for a while, and then forgotten."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.http.models import IdempotencyRecord


async def forget_older_than(session: AsyncSession, moment: datetime) -> None:
    """Delete the records made before `moment`."""
    await session.exec(delete(IdempotencyRecord).where(col(IdempotencyRecord.created_at) < moment))
