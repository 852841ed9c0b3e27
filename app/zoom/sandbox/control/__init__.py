"""The control interface: everything about a sandbox that Zoom's own API does not offer."""

from app.zoom.sandbox.control.account import router as account_router
from app.zoom.sandbox.control.limits import router as limits_router
from app.zoom.sandbox.control.meetings import router as meetings_router
from app.zoom.sandbox.control.misbehaviour import router as misbehaviour_router
from app.zoom.sandbox.control.participants import router as participants_router
from app.zoom.sandbox.control.profile import router as profile_router
from app.zoom.sandbox.control.room import router as room_router
from app.zoom.sandbox.control.time import router as time_router
from app.zoom.sandbox.control.webhooks import router as webhooks_router

ROUTERS = (
    account_router,
    profile_router,
    meetings_router,
    participants_router,
    room_router,
    webhooks_router,
    time_router,
    limits_router,
    misbehaviour_router,
)
"""In the order of the documentation page."""
