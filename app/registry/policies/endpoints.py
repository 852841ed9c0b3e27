"""The policies of programmes over HTTP."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status

from app.access.authentication import RegistryReader, RegistryWriter
from app.http.answers import VERSIONED, Page, set_entity_tag
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.registry import examples
from app.registry.answers import CHANGED, PROPOSED_CHANGES, show, show_page
from app.registry.policies import service as policies
from app.registry.policies.schemas import (
    DocumentDifferenceRead,
    PolicyDifferenceRead,
    PolicySetRead,
    PolicyVersionRead,
    PolicyVersionSummary,
    PolicyWrite,
)

router = APIRouter(prefix="/v1/programmes/{programme_id}/policy", tags=["Programmes"])

SET: Final[dict[int | str, dict[str, Any]]] = {**CHANGED, 202: {**CHANGED[202], "model": PolicySetRead}}

ProgrammeId = Annotated[UUID, Path(description="The programme's id.", openapi_examples=examples.PROGRAMME_ID)]


def _version(description: str, alias: str | None = None) -> Any:
    return Query(alias=alias, ge=1, le=policies.LARGEST_VERSION, description=description, examples=[1])


@router.get(
    "",
    summary="Read the rules of a programme",
    operation_id="get_programme_policy",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_programme_policy(
    programme_id: ProgrammeId,
    principal: RegistryReader,
    session: SessionDependency,
    response: Response,
    version: Annotated[int | None, _version("This version; the present one where it is left out.")] = None,
) -> PolicyVersionRead:
    """The policy that decides about sessions now, or the version that a decision names. Its ETag is for replacing it."""
    found = await policies.policy_of_programme(session, principal, programme_id, version)
    return show(response, PolicyVersionRead, found)


@router.put(
    "",
    summary="Change the rules of a programme",
    operation_id="set_programme_policy",
    responses={**SET, **problems(400, 404, 412, 413, 422, 428)},
)
async def set_programme_policy(
    programme_id: ProgrammeId,
    body: Annotated[PolicyWrite, examples.SET_POLICY],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    settings: SettingsDependency,
    response: Response,
) -> PolicySetRead:
    """It becomes a new version; the ones before stay. If it says what the present one says, nothing changes.

    What you leave out is as the pack has it: name the pack, and the rules and settings that the programme takes otherwise, with
    the ETag that you read. Nothing can be set below the floor; a refusal names each rule and setting and says why.

    **What is tighter counts at once. What is looser is refused, and shown, unless `confirm_loosening` is true; then it is
    proposed, the answer is 202, and it counts once a coordinator's key of another person has confirmed it.** Sessions ahead are
    decided again. Only a coordinator of the organisation may change a policy, and it has at most 64 KiB.
    """
    made = await policies.set_policy(session, principal, programme_id, body, if_match, settings.key_ring)
    set_entity_tag(response, made.version)
    if made.proposal is not None:
        response.status_code = status.HTTP_202_ACCEPTED
        response.headers["Location"] = f"{PROPOSED_CHANGES}/{made.proposal.id}"
    versions = {
        "programme_id": programme_id,
        "from_version": made.replaced,
        "to_version": made.version.version,
    }
    shown = DocumentDifferenceRead.model_validate
    return PolicySetRead.model_validate(
        {
            **PolicyVersionRead.model_validate(made.version).model_dump(),
            "difference": {**shown(made.difference).model_dump(), **versions},
            "proposed_change": made.proposal,
            "proposed_difference": made.proposed,
        }
    )


@router.get(
    "/versions",
    summary="List the versions of a programme's rules",
    operation_id="list_programme_policy_versions",
    responses=problems(404, 422),
)
async def list_programme_policy_versions(
    programme_id: ProgrammeId, principal: RegistryReader, session: SessionDependency, page: PageDependency
) -> Page[PolicyVersionSummary]:
    """Every version that the policy has had, oldest first: when it was made, and by which API key."""
    rows = await policies.list_versions(session, principal, programme_id, page)
    return show_page(PolicyVersionSummary, rows, page)


@router.get(
    "/diff",
    summary="Compare two versions of a programme's rules",
    operation_id="compare_programme_policy_versions",
    responses=problems(404, 422),
)
async def compare_programme_policy_versions(
    programme_id: ProgrammeId,
    principal: RegistryReader,
    session: SessionDependency,
    first: Annotated[
        int | None, _version("The version to compare with; the one before `to` where it is left out.", "from")
    ] = None,
    second: Annotated[int | None, _version("The other version; the present one where it is left out.", "to")] = None,
) -> PolicyDifferenceRead:
    """What changed from one version to the other, rule by rule and setting by setting, and what got tighter or looser."""
    return await policies.compare_versions(session, principal, programme_id, first, second)
