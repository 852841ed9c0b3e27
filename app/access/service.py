"""Making, checking and revoking API keys."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import LONGEST_PERSON, ApiKey, Role, Scope
from app.access.principal import LapsedKeyError, Principal
from app.audit import service as audit
from app.audit.origin import Origin
from app.installation.trust import IS_TRUSTED
from app.kit.clock import utc_now
from app.kit.errors import ChaperoneError, NotAuthenticatedError, NotFoundError, WrongStateError

PREFIX: Final = "chaperone"
SECRET_BYTES: Final = 32
USE_NOTED_EVERY: Final = timedelta(minutes=1)
"""How exact `last_used_at` is."""
_KNOWN_SCOPES: Final = frozenset(scope.value for scope in Scope)
_PERSON: Final = re.compile(rf"(?=.{{1,{LONGEST_PERSON}}}\Z)[a-z0-9]+([._-]+[a-z0-9]+)*")
# Compared against when there is no such key, so that a wrong id costs the same as a wrong secret.
_NO_DIGEST: Final = hashlib.sha256(b"").hexdigest()


def _digest(secret: str) -> str:
    # The secret has 256 random bits: a slow password hash would add cost for us and none for a guesser.
    return hashlib.sha256(secret.encode()).hexdigest()


def _id_text(key_id: UUID) -> str:
    return base64.b32encode(key_id.bytes).decode().rstrip("=").lower()


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(bytes=base64.b32decode(text.upper() + "=" * (-len(text) % 8)))
    except ValueError:
        return None


class InvalidPersonError(ChaperoneError):
    """A text is no label of a person."""


def person_label(text: str) -> str:
    """Return the one spelling of a label, so that two spellings of it are never two people.

    Raises:
        InvalidPersonError: It is no label.
    """
    label = text.strip().lower()
    if not _PERSON.fullmatch(label):
        message = (
            f"A person's label has up to {LONGEST_PERSON} letters a to z, digits, and dots, hyphens or underscores between "
            "them: a staff number or a login name, the same on every key that this person holds."
        )
        raise InvalidPersonError(message)
    return label


async def create_key(
    session: AsyncSession,
    *,
    name: str,
    role: Role,
    scopes: Iterable[Scope],
    partner_id: UUID | None,
    valid_for: timedelta,
    origin: Origin,
    person: str | None = None,
    replaces: UUID | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its text, which cannot be shown again. `replaces` is the key that it is made for.

    Raises:
        InvalidPersonError: `person` is no label.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    key = ApiKey(
        name=name,
        secret_digest=_digest(secret),
        role=role,
        person=person_label(person) if person is not None else None,
        scopes=sorted(scopes),
        partner_id=partner_id,
        expires_at=utc_now() + valid_for,
    )
    session.add(key)
    await session.flush()
    await audit.append(
        session,
        origin=origin,
        action="api_key.created",
        subject=("api_key", key.id),
        partner_id=partner_id,
        after={
            "role": role,
            "scopes": key.scopes,
            "expires_at": key.expires_at.isoformat(),
            **({"replaces": str(replaces)} if replaces else {}),
        },
    )
    return key, f"{PREFIX}_{_id_text(key.id)}_{secret}"


_NOT_VALID: Final = (
    "This API key is not valid: it is mistyped, incomplete, expired or revoked. Paste the whole key alone, from chaperone_ to "
    "its end, without the word Bearer; in the docs page with Authorize, Logout, and Authorize again. Or ask whoever gave it to "
    "you for a new one."
)
"""The same for every text that is no valid key: what is wrong with it would help who guesses."""

_KEY: Final = select(ApiKey, IS_TRUSTED).where(col(ApiKey.id) == bindparam("key_id", type_=Uuid))


async def authenticate(session: AsyncSession, text: str) -> Principal:
    """Return the caller whose key `text` is.

    Raises:
        NotAuthenticatedError: The text is no key.
        LapsedKeyError: The key has expired or was revoked.
    """
    prefix, _, rest = text.partition("_")
    id_text, _, secret = rest.partition("_")
    key_id = _id_of(id_text) if prefix == PREFIX and secret else None
    seen = (await session.exec(_KEY, params={"key_id": key_id})).one_or_none() if key_id else None
    key, is_trusted = seen or (None, False)
    is_right = hmac.compare_digest(_digest(secret), key.secret_digest if key else _NO_DIGEST)
    if key is None or not is_right:
        raise NotAuthenticatedError(_NOT_VALID)
    principal = Principal(
        key_id=key.id,
        name=key.name,
        role=key.role,
        # A newer version may have given it a scope that this one does not know, and so has nothing to allow for.
        scopes=frozenset(Scope(scope) for scope in key.scopes if scope in _KNOWN_SCOPES),
        partner_id=key.partner_id,
        person=key.person,
        sees_trusted_database=is_trusted,
    )
    if key.revoked_at is not None:
        raise LapsedKeyError(_NOT_VALID, principal=principal, reason="revoked")
    if key.expires_at <= utc_now():
        raise LapsedKeyError(_NOT_VALID, principal=principal, reason="expired")
    await _note_use(session, key)
    return principal


async def _note_use(session: AsyncSession, key: ApiKey) -> None:
    """Write down that a key is used, unless that was done a moment ago, or somebody else is doing it: nobody waits for it."""
    now = utc_now()
    if key.last_used_at is not None and now - key.last_used_at < USE_NOTED_EVERY:
        return
    free = select(ApiKey.id).where(ApiKey.id == key.id).with_for_update(skip_locked=True, key_share=True)
    noted = update(ApiKey).where(col(ApiKey.id).in_(free)).values(last_used_at=now)
    await session.exec(noted.execution_options(synchronize_session=False))


async def list_keys(session: AsyncSession) -> list[ApiKey]:
    """Return all keys, oldest first."""
    return list(await session.exec(select(ApiKey).order_by(col(ApiKey.id))))


async def revoke_key(session: AsyncSession, key_id: UUID, *, origin: Origin) -> ApiKey:
    """Make a key invalid from now on.

    Raises:
        NotFoundError: The key does not exist.
    """
    key = await _key_for_update(session, key_id)
    if key.revoked_at is None:
        key.revoked_at = utc_now()
        await audit.append(
            session, origin=origin, action="api_key.revoked", subject=("api_key", key.id), partner_id=key.partner_id
        )
    return key


async def rotate_key(
    session: AsyncSession, key_id: UUID, *, overlap: timedelta, valid_for: timedelta, origin: Origin
) -> tuple[ApiKey, str]:
    """Make a key for the holder of another, with all that it may do, and let the old one work for the `overlap` only.

    Raises:
        NotFoundError: The key does not exist.
        WrongStateError: It is revoked or has expired, so that nobody holds it any more.
    """
    old, now = await _key_for_update(session, key_id), utc_now()
    if old.revoked_at is not None or old.expires_at <= now:
        message = "The key is not valid any more, so there is nothing to hand over. Make a new one with `chaperone keys create`."
        raise WrongStateError(message)
    made = await create_key(
        session,
        name=old.name,
        role=old.role,
        scopes=[Scope(scope) for scope in old.scopes if scope in _KNOWN_SCOPES],
        partner_id=old.partner_id,
        valid_for=valid_for,
        origin=origin,
        person=old.person,
        replaces=old.id,
    )
    before, old.expires_at = old.expires_at, min(old.expires_at, now + overlap)
    await audit.append(
        session,
        origin=origin,
        action="api_key.rotated",
        subject=("api_key", old.id),
        partner_id=old.partner_id,
        before={"expires_at": before.isoformat()},
        after={"expires_at": old.expires_at.isoformat(), "replaced_by": str(made[0].id)},
    )
    return made


async def assign_key(session: AsyncSession, key_id: UUID, person: str, *, origin: Origin) -> ApiKey:
    """Say who holds a key that does not say so yet. Once said, it stays: another person gets another key.

    Raises:
        InvalidPersonError: `person` is no label.
        NotFoundError: The key does not exist.
        WrongStateError: It is held by somebody else.
    """
    key = await _key_for_update(session, key_id)
    label = person_label(person)
    if key.person == label:
        return key
    if key.person is not None:
        message = "The key is held by somebody else already. Revoke it, and make one for this person."
        raise WrongStateError(message)
    key.person = label
    await audit.append(
        session, origin=origin, action="api_key.assigned", subject=("api_key", key.id), partner_id=key.partner_id
    )
    return key


async def _key_for_update(session: AsyncSession, key_id: UUID) -> ApiKey:
    key = await session.get(ApiKey, key_id, with_for_update=True)
    if key is None:
        message = "There is no API key with this id; `chaperone keys list` shows them all."
        raise NotFoundError(message)
    return key
