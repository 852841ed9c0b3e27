"""The sandbox as an application: Zoom's own paths, the pages behind its links, and a documented control interface."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from app.zoom.sandbox.account.user_settings import UnknownSettingError
from app.zoom.sandbox.api.answers import Refusal
from app.zoom.sandbox.configuration import SandboxConfiguration
from app.zoom.sandbox.control import ROUTERS
from app.zoom.sandbox.control.dependencies import demand_control_token
from app.zoom.sandbox.sandbox import Sandbox
from app.zoom.sandbox.web.pages import router as pages

_DESCRIPTION = """
A Zoom account that lives on this machine. Clients of Zoom's REST API use it as they use Zoom: `POST /oauth/token`, then
`/v2/...`; Zoom's own reference documents those paths. What is documented here is the other side: seeding, looking
inside, moving the time, playing the host, and making things go wrong.
"""


class SandboxApplication(FastAPI):
    """FastAPI for the control interface; Zoom's paths are answered before it, as nearly by hand as they can be."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection's request."""
        if scope["type"] == "http" and scope["path"].startswith(("/v2", "/oauth")):
            sandbox: Sandbox = self.state.sandbox
            await sandbox.front(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_sandbox(configuration: SandboxConfiguration) -> FastAPI:
    """Build the application.

    Raises:
        StateFileError: There is a state file that cannot be read.
        UnknownSettingError: A user's seed names a setting that Zoom does not have.
    """
    sandbox = Sandbox(configuration)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with sandbox.running():
            yield

    app = SandboxApplication(
        title="Zoom sandbox", summary="A Zoom account on this machine.", description=_DESCRIPTION, lifespan=lifespan
    )
    app.state.sandbox = sandbox
    app.add_exception_handler(UnknownSettingError, _unknown_setting)
    app.add_exception_handler(Refusal, _refused)
    for router in ROUTERS:
        app.include_router(router, prefix="/sandbox", dependencies=[Depends(demand_control_token)])
    app.include_router(pages)
    return app


async def _unknown_setting(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=422)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    """Answer what Zoom would not take from the host or the administrator either."""
    answer = error.answer if isinstance(error, Refusal) else None
    return JSONResponse({"detail": answer.body if answer else None}, status_code=400)
