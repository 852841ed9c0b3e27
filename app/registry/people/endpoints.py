"""Mentors and mentees over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status
from fastapi.responses import JSONResponse
from sqlmodel import col

from app.access.authentication import RegistryReader, RegistryWriter
from app.http.answers import CREATED, VERSIONED, Page
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.fields import Line
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.registry import examples
from app.registry.answers import CHANGED, Written, show, show_change, show_created, show_page
from app.registry.names import has_words
from app.registry.people import service as people
from app.registry.people.models import Person, PersonRole
from app.registry.people.schemas import PersonChange, PersonCreate, PersonRead
from app.registry.visibility import get, in_use, list_page

PATH: Final = "/v1/people"
router = APIRouter(prefix=PATH, tags=["People and pairings"])

PersonId = Annotated[UUID, Path(description="The person's id.", openapi_examples=examples.PERSON_ID)]


@router.post(
    "",
    summary="Add a mentor or mentee",
    operation_id="create_person",
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **problems(400, 409, 413, 422)},
)
async def create_person(
    body: Annotated[PersonCreate, examples.CREATE_PERSON],
    principal: RegistryWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> PersonRead | Written:
    """Somebody who takes part through a partner. A mentee needs a birth date: without it no rule about age can be judged."""
    person = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: people.create_person(session, principal, body),
        load=lambda person_id: get(session, principal, Person, person_id),
    )
    return show_created(response, PersonRead, person, PATH, principal)


@router.get("", summary="List mentors and mentees", operation_id="list_people", responses=problems(422))
async def list_people(
    principal: RegistryReader,
    session: SessionDependency,
    page: PageDependency,
    partner_id: Annotated[
        UUID | None, Query(description="Only this partner's.", examples=examples.PARTNER_FILTER)
    ] = None,
    role: Annotated[PersonRole | None, Query(description="Only mentors, or only mentees.", examples=["mentor"])] = None,
    name: Annotated[
        Line | None,
        Query(
            description="Only those whose name has all of these words, or parts of words. Case and accents make no difference.",
            examples=["demo"],
        ),
    ] = None,
    archived: Annotated[
        bool | None, Query(description="true for those that are archived, instead of those in use.", examples=[False])
    ] = None,
) -> Page[PersonRead]:
    """The people that your key can see, oldest first. To find somebody, write what you know of their name under `name`."""
    conditions = [in_use(Person, archived=archived)]
    if name is not None:
        conditions.append(has_words(col(Person.name), name))
    rows = await list_page(session, principal, Person, page, *conditions, partner_id=partner_id, role=role)
    return show_page(PersonRead, rows, page)


@router.get(
    "/{person_id}",
    summary="Read a mentor or mentee",
    operation_id="get_person",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_person(
    person_id: PersonId, principal: RegistryReader, session: SessionDependency, response: Response
) -> PersonRead:
    """The person as they are on file now. The ETag says which version you have read."""
    return show(response, PersonRead, await get(session, principal, Person, person_id))


@router.patch(
    "/{person_id}",
    summary="Change a mentor or mentee",
    operation_id="change_person",
    response_model=PersonRead | Written,
    responses={**CHANGED, **problems(400, 404, 409, 412, 413, 422, 428)},
)
async def change_person(
    person_id: PersonId,
    body: Annotated[PersonChange, examples.CHANGE_PERSON],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    settings: SettingsDependency,
    response: Response,
) -> PersonRead | Written | JSONResponse:
    """Name, e-mail address, birth date, or whether they are an adult at risk. `reason` says why, and stays with the old value.

    The partner never changes: add a new person. A role that was recorded wrongly is corrected here, with a `reason`, while the
    person is in no pairing and no evidence is about them.

    A birth date that makes the person older, or an adult at risk who is none any more, waits until a coordinator's key of
    another person has confirmed it; until then the answer is 202, and what was on file counts. The rest counts at once.
    """
    person, requested = await people.change_person(session, principal, person_id, body, if_match, settings.key_ring)
    return show_change(response, PersonRead, person, requested, principal)
