"""The application: wiring only."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import timedelta
from importlib.metadata import version

from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline

from app.audit.endpoints import router as audit_router
from app.bookings.answers.endpoints import programmes_router as feedback_router
from app.bookings.answers.endpoints import router as answers_router
from app.bookings.checks.endpoints import router as checks_router
from app.bookings.concerns.endpoints import router as concerns_router
from app.bookings.endpoints import approvals_router
from app.bookings.endpoints import router as bookings_router
from app.bookings.moves.endpoints import approvals_router as move_approvals_router
from app.bookings.moves.endpoints import router as moves_router
from app.bookings.participants.endpoints import router as invitations_router
from app.bookings.readiness.endpoints import router as readiness_router
from app.bookings.series.endpoints import approvals_router as series_approvals_router
from app.bookings.series.endpoints import router as series_router
from app.bookings.slots.endpoints import router as slots_router
from app.bookings.story.endpoints import router as story_router
from app.bookings.today.endpoints import router as today_router
from app.hosts.endpoints import router as hosts_router
from app.http.body_limit import BodyLimit
from app.http.caller_limits import CallerLimits, Callers, Limits
from app.http.conditional_requests import ConditionalRequests
from app.http.documentation import DESCRIPTION, install_document, install_pages
from app.http.example_times import with_times
from app.http.methods import HeadRequests
from app.http.problem_pages import install_problem_pages
from app.http.problems import install_problems
from app.http.request_identity import RequestIdentity
from app.http.security_headers import SecurityHeaders
from app.incidents.endpoints import router as incidents_router
from app.installation.health import ReadinessCheck
from app.installation.health import router as health_router
from app.joining.calendars.endpoints import router as calendars_router
from app.joining.links.endpoints import router as links_router
from app.joining.opening.service import Opening
from app.joining.pages.endpoints import router as pages_router
from app.joining.pages.guessing import PRESSES_PER_MINUTE, WRONG_LINKS_PER_MINUTE, Attempts
from app.joining.pages.live import RoomStreams
from app.joining.pages.models import AttemptKind
from app.joining.pages.programme_endpoints import bookings_router as page_codes_router
from app.joining.pages.programme_endpoints import router as programme_pages_router
from app.kit.database import Database
from app.kit.settling import SettlingBookings
from app.monitoring.endpoints import router as monitoring_router
from app.monitoring.intake import Intake
from app.monitoring.refusals import CountRefusals, Refusals
from app.monitoring.sessions.endpoints import router as sessions_router
from app.notifications.endpoints import router as events_router
from app.notifications.following import Followers
from app.notifications.webhooks.endpoints import router as webhooks_router
from app.provisioning.estimate import Estimates
from app.provisioning.limits import shared_limiter
from app.provisioning.worker import run_worker
from app.registry.archiving.endpoints import partners_router as partner_archiving_router
from app.registry.archiving.endpoints import router as archiving_router
from app.registry.evidence.endpoints import router as evidence_router
from app.registry.pairings.endpoints import router as pairings_router
from app.registry.partners.endpoints import router as partners_router
from app.registry.people.endpoints import router as people_router
from app.registry.policies.endpoints import router as policies_router
from app.registry.programmes.endpoints import router as programmes_router
from app.registry.proposals.endpoints import history_router
from app.registry.proposals.endpoints import router as proposals_router
from app.registry.rules.endpoints import router as rules_router
from app.settings import Settings
from app.zoom.client import ZoomClient

BODY_LIMIT = 256 * 1024
BODY_WITHIN = timedelta(seconds=20)
ROUTERS: Sequence[APIRouter] = (
    # First, as it is looked for first: Zoom sends bursts.
    monitoring_router,
    # In the minutes before the full hour many people open their pages at once.
    pages_router,
    today_router,
    programmes_router,
    policies_router,
    partners_router,
    people_router,
    readiness_router,
    pairings_router,
    slots_router,
    archiving_router,
    partner_archiving_router,
    evidence_router,
    proposals_router,
    history_router,
    rules_router,
    hosts_router,
    bookings_router,
    links_router,
    calendars_router,
    story_router,
    moves_router,
    concerns_router,
    invitations_router,
    series_router,
    checks_router,
    approvals_router,
    move_approvals_router,
    series_approvals_router,
    incidents_router,
    audit_router,
    events_router,
    sessions_router,
    webhooks_router,
    health_router,
    programme_pages_router,
    answers_router,
    feedback_router,
    page_codes_router,
)


def _lifespan(
    settings: Settings, *, with_worker: bool, ready_connections: int
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            database = Database.connect(settings)
            stack.push_async_callback(database.close)
            app.state.database = database
            if ready_connections:
                making_ready = asyncio.create_task(database.make_ready(ready_connections), name="ready-connections")
                stack.callback(making_ready.cancel)
            app.state.readiness = ReadinessCheck(database)
            limiter = await stack.enter_async_context(shared_limiter(settings))
            app.state.zoom = await stack.enter_async_context(ZoomClient(settings.zoom, limiter=limiter))
            app.state.estimate = Estimates(limiter).until_made
            app.state.opening = Opening(database, app.state.zoom, settings.key_ring, settings.zoom_plan)
            app.state.wrong_tokens = Attempts(AttemptKind.WRONG_LINK, WRONG_LINKS_PER_MINUTE, settings.key_ring)
            app.state.presses = Attempts(AttemptKind.PRESS, PRESSES_PER_MINUTE, settings.key_ring)
            app.state.intake = await stack.enter_async_context(Intake.running(settings, app.state.refusals))
            app.state.settling = await stack.enter_async_context(SettlingBookings.listening(settings))
            app.state.followers = await stack.enter_async_context(Followers.listening(settings, database))
            if with_worker:
                app.state.worker = await stack.enter_async_context(run_worker(settings, database, app.state.zoom))
            yield

    return lifespan


def create_app(settings: Settings, *, with_worker: bool = False, ready_connections: int = 0) -> FastAPI:
    """Build the application.

    Args:
        settings: All that is configurable.
        with_worker: Also run the worker in this process, as `make run` does: `state.worker` is its task then. When that
            is done, whoever serves the application ends the process.
        ready_connections: So many connections to the database are made at once, so that the first requests need not.
    """
    app = FastAPIOffline(
        title="Chaperone",
        summary="Safe Zoom meetings for mentoring programmes.",
        description=DESCRIPTION,
        version=version("chaperone"),
        contact=settings.contact,
        lifespan=_lifespan(settings, with_worker=with_worker, ready_connections=ready_connections),
        # The library's pages have no content security policy: ours show the same, from the same files.
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        redirect_slashes=False,
        # Not by include_router, which would build each route's schemas anew for each application.
        routes=[route for router in ROUTERS for route in router.routes],
    )
    app.state.settings = settings
    app.state.worker = None
    app.state.room_streams = RoomStreams()
    app.state.refusals = Refusals()
    install_document(app, with_times)
    install_pages(app)
    install_problems(app)
    install_problem_pages(app)
    app.add_middleware(ConditionalRequests)
    app.add_middleware(BodyLimit, limit=BODY_LIMIT, within=BODY_WITHIN)
    limits = Limits(
        per_minute=settings.key_requests_per_minute,
        at_once=settings.key_requests_at_once,
        connections=settings.key_connections,
        patience=settings.key_patience,
    )
    app.state.callers = Callers(limits)
    app.add_middleware(CallerLimits, callers=app.state.callers, limits=limits)
    app.add_middleware(CountRefusals, refusals=app.state.refusals)
    app.add_middleware(HeadRequests)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIdentity)
    return app
