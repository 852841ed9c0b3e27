"""The table of idempotency records, which are kept for a while and then forgotten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, delete
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit.clock import utc_now
from app.kit.database import Instant


class IdempotencyRecord(SQLModel, table=True):
    """What the first request with a key led to: a resource, or a problem. Written in the transaction of that request.

    The resource is kept by id and rendered again, so that no join link is ever stored in an answer.
    """

    __tablename__ = "idempotency_record"

    api_key_id: UUID = Field(primary_key=True, foreign_key="api_key.id")
    key: str = Field(primary_key=True, max_length=255)
    request_digest: str = Field(max_length=64)
    resource_id: UUID | None = None
    problem: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant, index=True)


async def forget_older_than(session: AsyncSession, moment: datetime) -> None:
    """Delete the records made before `moment`."""
    await session.exec(delete(IdempotencyRecord).where(col(IdempotencyRecord.created_at) < moment))
