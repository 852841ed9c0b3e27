"""The registry over HTTP."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from app.registry.evidence import endpoints as evidence
from app.registry.pairings import endpoints as pairings
from app.registry.partners import endpoints as partners
from app.registry.people import endpoints as people
from app.registry.policies import endpoints as policies
from app.registry.programmes import endpoints as programmes
from app.registry.proposals import endpoints as proposals
from app.registry.rules import endpoints as rules

ROUTERS: Final[Sequence[APIRouter]] = (
    programmes.router,
    policies.router,
    partners.router,
    people.router,
    pairings.router,
    evidence.router,
    proposals.router,
    proposals.history_router,
    rules.router,
)
