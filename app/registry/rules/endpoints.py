"""The rules and their packs over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from app.access.authentication import requires
from app.access.models import Scope
from app.http.problems import problems
from app.registry import examples
from app.registry.programmes.schemas import PackName
from app.registry.rules import service as rules
from app.registry.rules.schemas import PackList, PackRead, RuleCatalogue

router = APIRouter(prefix="/v1/policy", tags=["Programmes"], dependencies=[Depends(requires(Scope.REGISTRY_READ))])


@router.get("/rules", summary="Read all rules", operation_id="list_rules", responses=problems())
async def list_rules() -> RuleCatalogue:
    """Every rule about sessions, every safety setting of meetings, and every kind of evidence with whom it is about.

    Each rule says what it asks for, whose guidance it follows, and what each pack makes of it.
    """
    return rules.catalogue()


@router.get("/packs", summary="List packs of rules", operation_id="list_packs", responses=problems())
async def list_packs() -> PackList:
    """The packs that a new programme can start from."""
    return rules.packs()


@router.get("/packs/{name}", summary="Read a pack of rules", operation_id="get_pack", responses=problems(404, 422))
async def get_pack(
    name: Annotated[PackName, Path(description="The pack's name.", openapi_examples=examples.PACK_NAME)],
) -> PackRead:
    """How strictly the pack takes each rule, and how tight it sets each safety setting."""
    return rules.pack_named(name)
