"""Idempotency-Key: the same key and body give the same answer (IETF draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, Protocol, TypeVar
from uuid import UUID

import rfc8785
from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.http.dependencies import made_of_request
from app.http.models import IdempotencyRecord
from app.http.problems import problem_body
from app.kit.errors import ChaperoneError, IdempotencyKeyReusedError, ReplayedProblemError, RequestInFlightError
from app.kit.pagination import Identified

Resource = TypeVar("Resource", bound=Identified)
_NAMESPACE: Final = "idempotency"


class Caller(Protocol):
    """Who sends the request."""

    @property
    def key_id(self) -> UUID:
        """The id of the API key: two callers never share what they have sent."""
        ...


class Idempotency:
    """The Idempotency-Key of one request, if it carries one."""

    def __init__(
        self,
        request: Request,
        idempotency_key: Annotated[
            str | None,
            Header(
                alias="Idempotency-Key",
                min_length=1,
                max_length=255,
                pattern=r"^[\x21-\x7e]+$",
                description="Any text of your own, new for each thing that you mean to create. Send the same key again "
                "after a lost answer: nothing is created twice. Kept for at least 24 hours.",
            ),
        ] = None,
    ) -> None:
        self._key = idempotency_key
        self._path = request.url.path

    async def once(
        self,
        session: AsyncSession,
        caller: Caller,
        body: BaseModel,
        *,
        create: Callable[[], Awaitable[Resource]],
        load: Callable[[UUID], Awaitable[Resource]],
    ) -> Resource:
        """Create a resource, or load the one that the first request with this key and body created.

        Raises:
            IdempotencyKeyReusedError: The key came before with another body or at another address.
            RequestInFlightError: The first request with the key has not been answered yet.
            ReplayedProblemError: The first request was refused for good.
        """
        if self._key is None:
            return await create()
        digest = self._digest(body)
        await self._lock(session, caller)
        record = await session.get(IdempotencyRecord, (caller.key_id, self._key))
        if record is None:
            resource = await create()
            session.add(
                IdempotencyRecord(
                    api_key_id=caller.key_id, key=self._key, request_digest=digest, resource_id=resource.id
                )
            )
            return resource
        if record.request_digest != digest:
            message = "Send a new Idempotency-Key for a new request; the same key only for the same request."
            raise IdempotencyKeyReusedError(message)
        if record.resource_id is None:
            raise ReplayedProblemError(record.problem or {})
        return await load(record.resource_id)

    def remember_refusal(self, session: AsyncSession, caller: Caller, body: BaseModel, error: ChaperoneError) -> None:
        """Keep a refusal, so that the same key gives the same refusal again."""
        if self._key is not None:
            session.add(
                IdempotencyRecord(
                    api_key_id=caller.key_id,
                    key=self._key,
                    request_digest=self._digest(body),
                    problem=problem_body(error),
                )
            )

    def _digest(self, body: BaseModel) -> str:
        content: list[Any] = [self._path, body.model_dump(mode="json")]
        return hashlib.sha256(rfc8785.dumps(content)).hexdigest()

    async def _lock(self, session: AsyncSession, caller: Caller) -> None:
        # Held until the transaction ends; a second request learns at once that the first is in flight.
        name = f"{_NAMESPACE}:{caller.key_id}:{self._key}"
        locked = (await session.exec(select(func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0))))).one()
        if not locked:
            message = "The first request with this Idempotency-Key is still being worked on. Send it again in a second."
            raise RequestInFlightError(message)


IdempotencyDependency = Annotated[Idempotency, Depends(made_of_request(Idempotency))]
