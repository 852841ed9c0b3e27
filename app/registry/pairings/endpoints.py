"""Pairings over HTTP."""

from collections.abc import Sequence
from typing import Annotated, Final, TypeVar
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status
from fastapi.responses import JSONResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.authentication import ContactsReader, RegistryReader, RegistryWriter
from app.http.answers import CREATED, VERSIONED, Page
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.incidents.people import names_of_pairings
from app.incidents.schemas import NamesRead
from app.kit.pagination import PageRequest, cut
from app.registry import examples
from app.registry.answers import CHANGED, Written, show, show_change, show_created, show_page
from app.registry.contacts import service as contacts
from app.registry.contacts.schemas import ContactList
from app.registry.pairings import service as pairings
from app.registry.pairings.models import Pairing
from app.registry.pairings.schemas import BookablePairingRead, PairingChange, PairingCreate, PairingRead
from app.registry.visibility import get, in_use, list_page

Answer = TypeVar("Answer", bound=PairingRead | Written | JSONResponse)

PATH: Final = "/v1/pairings"
router = APIRouter(prefix=PATH, tags=["People and pairings"])

PairingId = Annotated[UUID, Path(description="The pairing's id.", openapi_examples=examples.PAIRING_ID)]


@router.post(
    "",
    summary="Pair a mentor and a mentee",
    operation_id="create_pairing",
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **problems(400, 409, 413, 422)},
)
async def create_pairing(
    body: Annotated[PairingCreate, examples.CREATE_PAIRING],
    principal: RegistryWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> PairingRead | Written:
    """Both take part through the same partner. The same two are paired once in a programme.

    Where measures for an adult at risk ask for a tighter meeting, name those settings under `safety`.
    """
    pairing = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: pairings.create_pairing(session, principal, body),
        load=lambda pairing_id: get(session, principal, Pairing, pairing_id),
    )
    return await _named(session, show_created(response, PairingRead, pairing, PATH, principal))


@router.get("", summary="List pairings", operation_id="list_pairings", responses=problems(422))
async def list_pairings(
    principal: ContactsReader,
    session: SessionDependency,
    page: PageDependency,
    partner_id: Annotated[
        UUID | None, Query(description="Only this partner's.", examples=examples.PARTNER_FILTER)
    ] = None,
    programme_id: Annotated[
        UUID | None, Query(description="Only in this programme.", examples=examples.PROGRAMME_FILTER)
    ] = None,
    mentor_id: Annotated[UUID | None, Query(description="Only this mentor's.", examples=examples.MENTOR_FILTER)] = None,
    mentee_id: Annotated[UUID | None, Query(description="Only this mentee's.", examples=examples.MENTEE_FILTER)] = None,
    active: Annotated[
        bool | None, Query(description="Only those that may still meet, or may not.", examples=[True])
    ] = None,
    archived: Annotated[
        bool | None, Query(description="true for those that are archived, instead of those in use.", examples=[False])
    ] = None,
    bookable: Annotated[
        bool | None,
        Query(
            description="true for those for whom sessions can be booked, and no more of them than whoever books needs to know: "
            "a key with bookings:read may ask for these.",
            examples=[True],
        ),
    ] = None,
) -> Page[PairingRead] | Page[BookablePairingRead]:
    """The pairings that your key can see, oldest first.

    A booking website asks with `bookable=true`: it is told who the two are, and nothing of ages, risks and measures.
    """
    pairings.check_may_list(principal, bookable=bookable, active=active, archived=archived)
    if bookable:
        active = True
    rows = await list_page(
        session,
        principal,
        Pairing,
        page,
        in_use(Pairing, archived=archived),
        partner_id=partner_id,
        programme_id=programme_id,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        active=active,
    )
    if bookable:
        return await _bookable(session, rows, page)
    shown = show_page(PairingRead, rows, page)
    names = await names_of_pairings(session, [each.id for each in shown.items])
    for each in shown.items:
        each.names = NamesRead.model_validate(names[each.id])
    return shown


async def _bookable(session: AsyncSession, rows: Sequence[Pairing], page: PageRequest) -> Page[BookablePairingRead]:
    shown, next_cursor = cut(rows, page)
    names = await names_of_pairings(session, [each.id for each in shown])
    programmes = await pairings.programmes_of(session, shown)
    items = [
        BookablePairingRead(
            **each.model_dump(include={"id", "partner_id", "programme_id", "mentor_id", "mentee_id"}),
            programme=programmes[each.programme_id].name,
            time_zone=programmes[each.programme_id].time_zone,
            names=NamesRead.model_validate(names[each.id]),
        )
        for each in shown
    ]
    return Page[BookablePairingRead](items=items, next_cursor=next_cursor)


@router.get(
    "/{pairing_id}",
    summary="Read a pairing",
    operation_id="get_pairing",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_pairing(
    pairing_id: PairingId, principal: RegistryReader, session: SessionDependency, response: Response
) -> PairingRead:
    """The pairing as it is now. Its ETag says which version you have read."""
    return await _named(session, show(response, PairingRead, await get(session, principal, Pairing, pairing_id)))


@router.get(
    "/{pairing_id}/contacts",
    summary="Read whom to contact about a pairing",
    operation_id="list_pairing_contacts",
    responses=problems(404, 422),
)
async def list_pairing_contacts(
    pairing_id: PairingId, principal: ContactsReader, session: SessionDependency
) -> ContactList:
    """The coordinators and safeguarding leads of its partner and of its programme, for whoever books for the two.

    Remedies of findings speak of the partner's coordinator: this is how to reach them. They are the organisations' own
    contacts, meant to be shown; a key with bookings:read or registry:read may read them.
    """
    return await contacts.contacts_of_pairing(session, principal, pairing_id)


@router.patch(
    "/{pairing_id}",
    summary="Change or end a pairing",
    operation_id="change_pairing",
    response_model=PairingRead | Written,
    responses={**CHANGED, **problems(400, 404, 409, 412, 413, 422, 428)},
)
async def change_pairing(
    pairing_id: PairingId,
    body: Annotated[PairingChange, examples.CHANGE_PAIRING],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    settings: SettingsDependency,
    response: Response,
) -> PairingRead | Written | JSONResponse:
    """A pairing that is not active books no more sessions.

    Sessions ahead are suspended, and their meetings removed, until it is active again. Measures can only tighten what the
    programme asks for; when they change, sessions ahead are decided again.

    To take up a pairing again, or to ask for less than its measures did, waits until a coordinator's key of another person has
    confirmed it: the answer is 202.
    """
    pairing, requested = await pairings.change_pairing(
        session, principal, pairing_id, body, if_match, settings.key_ring
    )
    return await _named(session, show_change(response, PairingRead, pairing, requested, principal))


async def _named(session: AsyncSession, shown: Answer) -> Answer:
    """Say who the two are, where the caller is shown the pairing."""
    if isinstance(shown, PairingRead):
        names = await names_of_pairings(session, [shown.id])
        shown.names = NamesRead.model_validate(names[shown.id])
    return shown
