"""The registry over HTTP."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from app.registry.endpoints import evidence, hosts, pairings, partners, people, policies, programmes, rules
from app.registry.proposals import endpoints as proposals

ROUTERS: Final[Sequence[APIRouter]] = (
    programmes.router,
    policies.router,
    partners.router,
    people.router,
    pairings.router,
    evidence.router,
    hosts.router,
    proposals.router,
    proposals.history_router,
    rules.router,
)
