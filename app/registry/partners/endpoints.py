"""Partners over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status
from fastapi.responses import JSONResponse

from app.access.authentication import RegistryReader, RegistryWriter
from app.http.answers import CREATED, VERSIONED, Page, set_entity_tag
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.registry import examples
from app.registry.answers import CHANGED, Written, show, show_created, show_page, show_written, waiting
from app.registry.partners import service as partners
from app.registry.partners.models import Partner
from app.registry.partners.schemas import GuidanceRead, GuidanceWrite, PartnerChange, PartnerCreate, PartnerRead
from app.registry.visibility import get, in_use, list_page

PATH: Final = "/v1/partners"
router = APIRouter(prefix=PATH, tags=["Programmes"])

PartnerId = Annotated[UUID, Path(description="The partner's id.", openapi_examples=examples.PARTNER_ID)]


@router.post(
    "",
    summary="Add a partner",
    operation_id="create_partner",
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **problems(400, 409, 413, 422)},
)
async def create_partner(
    body: Annotated[PartnerCreate, examples.CREATE_PARTNER],
    principal: RegistryWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> PartnerRead | Written:
    """A youth organisation that delivers a programme. Only the organisation's own keys may add one."""
    partner = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: partners.create_partner(session, principal, body),
        load=lambda partner_id: get(session, principal, Partner, partner_id),
    )
    return show_created(response, PartnerRead, partner, PATH, principal)


@router.get("", summary="List partners", operation_id="list_partners", responses=problems(422))
async def list_partners(
    principal: RegistryReader,
    session: SessionDependency,
    page: PageDependency,
    archived: Annotated[
        bool | None, Query(description="true for those that are archived, instead of those in use.", examples=[False])
    ] = None,
) -> Page[PartnerRead]:
    """The partners that your key can see, oldest first."""
    rows = await list_page(session, principal, Partner, page, in_use(Partner, archived=archived))
    return show_page(PartnerRead, rows, page)


@router.get(
    "/{partner_id}",
    summary="Read a partner",
    operation_id="get_partner",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_partner(
    partner_id: PartnerId, principal: RegistryReader, session: SessionDependency, response: Response
) -> PartnerRead:
    """The partner as it is now. Its ETag says which version you have read."""
    return show(response, PartnerRead, await get(session, principal, Partner, partner_id))


@router.patch(
    "/{partner_id}",
    summary="Rename a partner",
    operation_id="change_partner",
    responses={**VERSIONED, **problems(400, 404, 412, 413, 422, 428)},
)
async def change_partner(
    partner_id: PartnerId,
    body: Annotated[PartnerChange, examples.CHANGE_PARTNER],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    settings: SettingsDependency,
    response: Response,
) -> PartnerRead | Written:
    """Send what changes, and the ETag that you read as If-Match, so that you overwrite nobody else's change."""
    partner = await partners.change_partner(session, principal, partner_id, body, if_match, settings.key_ring)
    return show_written(response, PartnerRead, partner, principal)


@router.get(
    "/{partner_id}/guidance",
    summary="Read a partner's own guidance",
    operation_id="get_partner_guidance",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_partner_guidance(
    partner_id: PartnerId, principal: RegistryReader, session: SessionDependency, response: Response
) -> GuidanceRead:
    """What the partner asks for on top of every programme's rules. Its ETag is the partner's."""
    return _show_guidance(response, await get(session, principal, Partner, partner_id))


@router.put(
    "/{partner_id}/guidance",
    summary="Set a partner's own guidance",
    operation_id="set_partner_guidance",
    response_model=GuidanceRead,
    responses={**CHANGED, **problems(400, 404, 412, 413, 422, 428)},
)
async def set_partner_guidance(
    partner_id: PartnerId,
    body: Annotated[GuidanceWrite, examples.SET_GUIDANCE],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    settings: SettingsDependency,
    response: Response,
) -> GuidanceRead | JSONResponse:
    """It replaces the guidance from before. The tighter counts, of it and of the programme, for each rule, parameter and setting.

    Guidance cannot loosen the programme's rules: a refusal names each rule and setting and says why. What it no longer asks for
    waits until a coordinator's key of another person has confirmed it (202). Sessions ahead are decided again.
    Send the partner's ETag as If-Match. It has at most 64 KiB.
    """
    partner, requested = await partners.set_guidance(session, principal, partner_id, body, if_match, settings.key_ring)
    if requested.proposal is not None:
        return waiting(partner, requested.proposal, requested.changed)
    return _show_guidance(response, partner)


def _show_guidance(response: Response, partner: Partner) -> GuidanceRead:
    set_entity_tag(response, partner)
    return GuidanceRead.model_validate({"partner_id": partner.id, **partner.guidance})
