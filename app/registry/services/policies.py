"""The policy of a programme: its versions, a new one, and what differs between two."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.errors import FieldError, InvalidFieldsError, NotFoundError
from app.http.pagination import PageRequest
from app.http.preconditions import IfMatch
from app.policy import Policy, PolicyDocument, PolicyError, pack
from app.policy.differences import differences
from app.registry import trail
from app.registry.changes import require_seen, touch
from app.registry.documents import document_in, refusing
from app.registry.facts_changed import facts_changed
from app.registry.models import PolicyVersion, Programme
from app.registry.schemas import PolicyDifferenceRead, PolicyWrite
from app.registry.visibility import get, get_for_update, require_organisation

LARGEST_VERSION: Final = 2**31 - 1


async def add_version(
    session: AsyncSession, principal: Principal, programme: Programme, policy: Policy
) -> PolicyVersion:
    """Write a version of a programme's policy."""
    row = PolicyVersion(
        programme_id=programme.id,
        version=policy.version,
        document=policy.document.model_dump(mode="json"),
        digest=policy.digest,
        created_by=principal.key_id,
    )
    session.add(row)
    await session.flush()
    return row


async def set_policy(
    session: AsyncSession, principal: Principal, programme_id: UUID, given: PolicyWrite, if_match: IfMatch
) -> PolicyVersion:
    """Give a programme a new version of its policy, and return it; the present one if it says the same.

    Raises:
        NotPermittedError: The caller is bound to a partner.
        InvalidFieldsError: It is no policy, below the floor somewhere, or too large.
        NotFoundError: There is no such programme.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: There is another version than the caller has read.
    """
    require_organisation(principal)
    content = document_in(given)
    with refusing():
        # A policy says which pack it started from: a misspelt one would lead whoever compares it astray.
        pack(given.pack)
        document = PolicyDocument.model_validate(content)
        document.check_may_be_new()
    programme = await get_for_update(session, principal, Programme, programme_id)
    present = await session.get_one(PolicyVersion, (programme.id, programme.policy_version))
    wanted = Policy(document=document, version=present.version + 1)
    is_so_already = wanted.digest == present.digest
    require_seen(if_match, present, is_so_already=is_so_already)
    if is_so_already:
        return present
    row = await add_version(session, principal, programme, wanted)
    programme.policy_version = row.version
    touch(programme)
    await session.flush()
    await trail.record(
        session,
        principal,
        programme,
        "policy_changed",
        before={"policy_version": present.version, "policy_digest": present.digest},
        after={
            "policy_version": row.version,
            "policy_digest": row.digest,
            "changed": _changed(present.document, row.document),
        },
    )
    await facts_changed(session, programme_id=programme.id)
    return row


async def policy_of_programme(
    session: AsyncSession, principal: Principal, programme_id: UUID, version: int | None
) -> PolicyVersion:
    """Return a version of a programme's policy, the present one for None.

    Raises:
        NotFoundError: There is no such programme, or no such version.
    """
    programme = await get(session, principal, Programme, programme_id)
    return await _version(session, programme, version or programme.policy_version)


async def list_versions(
    session: AsyncSession, principal: Principal, programme_id: UUID, page: PageRequest
) -> Sequence[PolicyVersion]:
    """Return the versions of a page, oldest first and without their documents, and one more if there is one.

    Raises:
        NotFoundError: There is no such programme.
    """
    programme = await get(session, principal, Programme, programme_id)
    query = (
        select(PolicyVersion)
        .where(col(PolicyVersion.programme_id) == programme.id)
        .order_by(col(PolicyVersion.version))
        .limit(page.limit + 1)
        .options(defer(col(PolicyVersion.document)))  # type: ignore[arg-type]  # it is one, in a model of SQLModel too
    )
    if page.after_id is not None:
        query = query.where(col(PolicyVersion.version) > min(page.after_id.int, LARGEST_VERSION))
    return (await session.exec(query)).all()


async def compare_versions(
    session: AsyncSession, principal: Principal, programme_id: UUID, first: int | None, second: int | None
) -> PolicyDifferenceRead:
    """Return what differs between two versions: for None, from the one before the second, to the present one.

    Raises:
        NotFoundError: There is no such programme, or no such version.
        InvalidFieldsError: A version is from before a floor or a rule was made stricter, and is no policy any more.
    """
    programme = await get(session, principal, Programme, programme_id)
    after = await _version(session, programme, second or programme.policy_version)
    before = await _version(session, programme, first or max(1, after.version - 1))
    found = differences(_document(before, "query.from"), _document(after, "query.to"))
    return PolicyDifferenceRead.model_validate(
        {
            "programme_id": programme.id,
            "from_version": before.version,
            "to_version": after.version,
            "pack": found.pack,
            "title": found.title,
            "rules": found.rules,
            "safety": found.safety,
        }
    )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    # As they are stored: the older one may be no policy any more, and a new one is what puts that right.
    named = [name for name in ("pack", "title") if before[name] != after[name]]
    for part in ("rules", "safety"):
        named += [code for code, value in after[part].items() if before[part].get(code) != value]
    return named


def _document(row: PolicyVersion, field: str) -> PolicyDocument:
    try:
        return PolicyDocument.model_validate(row.document)
    except PolicyError as error:
        reason = f"is version {row.version}, which is no longer acceptable and cannot be compared: {error}"
        raise InvalidFieldsError(FieldError(field, reason)) from None


async def _version(session: AsyncSession, programme: Programme, version: int) -> PolicyVersion:
    found = await session.get(PolicyVersion, (programme.id, version))
    if found is None:
        message = (
            f"The policy of this programme has no version {version}; the present one is {programme.policy_version}."
        )
        raise NotFoundError(message)
    return found
