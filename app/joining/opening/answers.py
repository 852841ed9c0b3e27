"""What a press on the button of a personal page leads to. Nothing of it is stored; a way in exists in the answer alone."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pydantic import SecretStr

from app.policy.opening import OpeningWay


class ZoomAsks(StrEnum):
    """What Zoom asks of somebody on their way in. The words for it belong to the pages' catalogue."""

    JOIN = "join"
    """To open Zoom's app or to stay in the browser; then the person waits until they are let in."""
    START_AS_HOST = "start_as_host"
    """To open Zoom's app or to stay in the browser, as the host. Some accounts then ask for a sign-in that the mentor has not:
    that is the moment to come back and say that it did not work."""
    SIGN_IN = "sign_in"
    """To sign in with the mentor's own Zoom user of the programme; then to start the meeting."""
    SIGN_IN_AS_HOST = "sign_in_as_host"
    """To sign in as the Zoom user that holds the session, as a coordinator can; then to start the meeting."""


ASKED: dict[OpeningWay, ZoomAsks] = {
    OpeningWay.OWN_USER: ZoomAsks.SIGN_IN,
    OpeningWay.HOST_LINK: ZoomAsks.START_AS_HOST,
    OpeningWay.COORDINATOR: ZoomAsks.SIGN_IN_AS_HOST,
}
"""What Zoom asks of the opener, by the way in."""


class NoWayReason(StrEnum):
    """Why there is no way in at this moment."""

    NOT_CONFIRMED = "not_confirmed"
    """The session has no meeting that is proven safe and may be joined."""
    HOST_BUSY = "host_busy"
    """The host's session before this one is still running: to start this one would end that one."""
    NOT_REGISTERED = "not_registered"
    """Their registration at Zoom is being made; pressing again in a moment is worth it."""
    MENTOR_OPENS = "mentor_opens"
    """A coordinator stands by, and is not needed: the mentor opens the room."""
    ZOOM_UNAVAILABLE = "zoom_unavailable"
    """Zoom did not answer; pressing again is worth it."""


@dataclass(frozen=True)
class WayIn:
    """Where the press leads: redirect there (303), and keep it nowhere.

    Args:
        url: Zoom's page. Of the opener it may make its holder the host.
        as_host_by: The way by which the person comes in as the host; None where they come in as themselves and wait.
    """

    url: SecretStr
    as_host_by: OpeningWay | None = None


@dataclass(frozen=True)
class AnotherWay:
    """The way that was tried failed, and the coordinator has been told. The page shows this one, with its own button.

    Args:
        way: What is offered next.
        asks: What Zoom will ask then.
        failed: What did not work.
        opens: Whether it is still they who open the room; otherwise they come in as themselves, and a coordinator opens.
    """

    way: OpeningWay
    asks: ZoomAsks
    failed: OpeningWay
    opens: bool


@dataclass(frozen=True)
class NoWayIn:
    """There is no way in at this moment; the page says why, and whether to press again."""

    reason: NoWayReason
    retry_after: timedelta | None = None


Answer = WayIn | AnotherWay | NoWayIn
