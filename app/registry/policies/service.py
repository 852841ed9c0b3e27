"""The policy of a programme: its versions, a new one, and what differs between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import require_organisation
from app.kit.encryption import KeyRing
from app.kit.errors import FieldError, InvalidFieldsError, LooseningNotConfirmedError, NotFoundError
from app.kit.pagination import PageRequest
from app.kit.preconditions import IfMatch
from app.policy import SECTIONS, Policy, PolicyDocument, PolicyError, on_pack, pack
from app.policy.differences import PolicyDifference, differences
from app.policy.loosening import raised_to_floor, split_policy
from app.registry.changes import record, require_seen, touch
from app.registry.documents import document_in, refusing
from app.registry.facts_changed import facts_changed
from app.registry.policies.models import PolicyVersion
from app.registry.policies.schemas import DocumentDifferenceRead, PolicyDifferenceRead, PolicyWrite
from app.registry.programmes.models import Programme
from app.registry.proposals.models import POLICY, ProposedChange
from app.registry.proposals.service import propose
from app.registry.visibility import get, get_for_update

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


@dataclass(frozen=True)
class PolicySet:
    """What became of a policy that was put: the version that counts, how it differs, and what of it must be confirmed."""

    version: PolicyVersion
    difference: PolicyDifference
    replaced: int
    proposal: ProposedChange | None = None
    proposed: PolicyDifference | None = None


async def set_policy(
    session: AsyncSession,
    principal: Principal,
    programme_id: UUID,
    given: PolicyWrite,
    if_match: IfMatch,
    key_ring: KeyRing,
) -> PolicySet:
    """Give a programme a new version of its policy: what tightens at once, what loosens once another person has confirmed it.

    What says the same as the present version changes nothing.

    Raises:
        NotPermittedError: The caller is bound to a partner, or no coordinator.
        InvalidFieldsError: It is no policy, below the floor somewhere, or too large.
        NotFoundError: The programme does not exist.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: There is another version than the caller has read.
        LooseningNotConfirmedError: It loosens something, and does not say that it means to.
    """
    require_organisation(principal)
    principal.require_coordinator("change the rules of a programme")
    content = document_in(given)
    content.pop("confirm_loosening", None)
    with refusing():
        wanted = document_of(on_pack(content))
        wanted.check_may_be_new()
    programme = await get_for_update(session, principal, Programme, programme_id)
    present = await session.get_one(PolicyVersion, (programme.id, programme.policy_version))
    before = _raised(present)
    is_so_already = Policy(document=wanted, version=present.version).digest == present.digest
    require_seen(if_match, present, is_so_already=is_so_already)
    if is_so_already:
        return PolicySet(present, differences(before, before), present.version)
    split = split_policy(before, wanted)
    if split.loosened and not given.confirm_loosening:
        raise LooseningNotConfirmedError(loosening=_shown(differences(split.at_once, wanted)))
    now = await put_in_force(session, principal, programme, present, split.at_once)
    after = {POLICY: wanted.model_dump(mode="json")} if split.loosened else {}
    proposal = await propose(
        session,
        principal,
        programme,
        before={POLICY: now.document} if split.loosened else {},
        after=after,
        loosened=split.loosened,
        touched=[POLICY],
        key_ring=key_ring,
    )
    return PolicySet(
        now,
        differences(before, split.at_once),
        present.version,
        proposal,
        differences(split.at_once, wanted) if proposal is not None else None,
    )


async def put_in_force(
    session: AsyncSession, principal: Principal, programme: Programme, present: PolicyVersion, document: PolicyDocument
) -> PolicyVersion:
    """Make a document the next version of a locked programme's policy; the present one if it says the same."""
    wanted = Policy(document=document, version=present.version + 1)
    if wanted.digest == present.digest:
        return present
    row = await add_version(session, principal, programme, wanted)
    programme.policy_version = row.version
    touch(programme)
    await session.flush()
    await record(
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


def document_of(content: Mapping[str, Any]) -> PolicyDocument:
    """Return the policy that stored or given content says.

    Raises:
        PolicyError: It is none, or below the floor.
    """
    return PolicyDocument.model_validate(content)


def _raised(present: PolicyVersion) -> PolicyDocument:
    try:
        return document_of(present.document)
    except PolicyError:
        # From before a floor was raised: the floor counts where it asks for less.
        return raised_to_floor(present.document)


def _shown(difference: PolicyDifference) -> dict[str, Any]:
    return DocumentDifferenceRead.model_validate(difference).model_dump(mode="json")


async def policy_of_programme(
    session: AsyncSession, principal: Principal, programme_id: UUID, version: int | None
) -> PolicyVersion:
    """Return a version of a programme's policy, the present one for None.

    Raises:
        NotFoundError: The programme does not exist, or no such version.
    """
    programme = await get(session, principal, Programme, programme_id)
    return await _version(session, programme, version or programme.policy_version)


async def list_versions(
    session: AsyncSession, principal: Principal, programme_id: UUID, page: PageRequest
) -> Sequence[PolicyVersion]:
    """Return the versions of a page, oldest first and without their documents, and one more if there is one.

    Raises:
        NotFoundError: The programme does not exist.
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
        NotFoundError: The programme does not exist, or no such version.
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
            **{name: getattr(found, name) for name in SECTIONS},
            "incidents": found.incidents,
        }
    )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    # As they are stored: the older one may be no policy any more, and a new one is what puts that right.
    named = [name for name in ("pack", "title") if before[name] != after[name]]
    for part in ("rules", "safety"):
        named += [code for code, value in after[part].items() if before[part].get(code) != value]
    for part in (*SECTIONS, "incidents"):
        # A version from before there was the part had what the product does by default.
        was = before.get(part, pack("baseline").model_dump(mode="json")[part])
        named += [f"{part}.{name}" for name, value in after[part].items() if was.get(name) != value]
    return named


def _document(row: PolicyVersion, field: str) -> PolicyDocument:
    try:
        return document_of(row.document)
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
