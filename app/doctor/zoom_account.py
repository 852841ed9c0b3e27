"""Zoom: can it be reached, does it take our credentials, may the app do what it must, which plan has the account?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from app.doctor.report import OPERATOR, Check, State, Subject, listed, not_checked
from app.doctor.scopes import Need, missing_by_trying, missing_from
from app.hosts.settings import ADMINISTRATOR
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import Operation, RateLimitedError, UnauthorizedError, ZoomError
from app.zoom.limits.plans import QUOTAS, Label, Plan
from app.zoom.schemas import User
from app.zoom.token import AccessToken, TokenProvider

REACH_SECONDS: Final = 5.0
_DEPENDENT: Final = (Subject.SCOPES, Subject.PLAN)


@dataclass(frozen=True)
class ZoomFindings:
    """What the other checks need to know. `ahead` is how far Zoom's clock is ahead of ours."""

    checks: tuple[Check, ...]
    is_usable: bool = False
    why_not: str = "Zoom cannot be used."
    ahead: timedelta | None = None
    missing: tuple[Need, ...] = ()

    def may(self, operation: Operation) -> bool:
        """Whether the app is not known to lack the scope for a call."""
        return all(need.operation is not operation for need in self.missing)


async def look_at_zoom(settings: Settings, now: Callable[[], datetime]) -> ZoomFindings:
    """Look whether Zoom answers, and lets us in."""
    reached, ahead = await _reach(settings, now)
    if reached.state is State.WRONG:
        return unknown_zoom(reached, ahead)
    tokens = TokenProvider(settings.zoom)
    try:
        token = await tokens.token()
    except ZoomError as error:
        refused = _refused(error)
        return ZoomFindings((reached, refused, *not_checked("Zoom gives no token.", *_DEPENDENT)), ahead=ahead)
    finally:
        await tokens.aclose()
    accepted = Check(Subject.CREDENTIALS, State.OK, "Zoom accepts account id, client id and client secret.")
    scopes, missing = await _scopes(settings, token)
    return ZoomFindings((reached, accepted, scopes), is_usable=True, why_not="", ahead=ahead, missing=missing)


def unknown_zoom(line: Check, ahead: timedelta | None = None) -> ZoomFindings:
    """Return the findings where Zoom could not be looked at, which `line` tells."""
    rest = not_checked("Zoom cannot be reached.", Subject.CREDENTIALS, *_DEPENDENT)
    return ZoomFindings((line, *rest), ahead=ahead)


async def _reach(settings: Settings, now: Callable[[], datetime]) -> tuple[Check, timedelta | None]:
    """Ask for anything, without credentials: a refusal is an answer, and tells Zoom's time."""
    url = f"{settings.zoom_api_url.rstrip('/')}/v2/users"
    try:
        async with httpx.AsyncClient(timeout=REACH_SECONDS) as client:
            before = now()
            response = await client.get(url)
            ours = before + (now() - before) / 2
    except httpx.HTTPError as error:
        found = f"{httpx.URL(url).host} cannot be reached ({type(error).__name__})."
        remedy = (
            f"{OPERATOR}: look at ZOOM_API_URL, and whether this machine may make HTTPS connections there (firewall, proxy, "
            "DNS). status.zoom.us tells whether Zoom itself is down."
        )
        return Check(Subject.ZOOM, State.WRONG, found, remedy), None
    if response.is_server_error:
        found = f"{httpx.URL(url).host} answers with an error of its own (HTTP {response.status_code})."
        remedy = f"{OPERATOR}: wait, and look at status.zoom.us. Bookings wait meanwhile, and none is lost."
        return Check(Subject.ZOOM, State.WRONG, found, remedy), _ahead(response, ours)
    return Check(Subject.ZOOM, State.OK, f"{httpx.URL(url).host} answers."), _ahead(response, ours)


def _ahead(response: httpx.Response, ours: datetime) -> timedelta | None:
    try:
        theirs = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return None
    # Whole seconds are cut off, not rounded: on average it is half a second later.
    return theirs.replace(tzinfo=theirs.tzinfo or UTC) + timedelta(seconds=0.5) - ours


def _refused(error: ZoomError) -> Check:
    if not isinstance(error, UnauthorizedError):
        what = (
            "Zoom asks us to wait" if isinstance(error, RateLimitedError) else "ZOOM_OAUTH_URL gives no usable answer"
        )
        found = f"{what}: {error.message}."
        return Check(Subject.CREDENTIALS, State.WRONG, found, f"{OPERATOR}: look at ZOOM_OAUTH_URL, and try again.")
    reason = error.message.lower()
    if "client" in reason:
        which = "copy Client ID and Client Secret from the app's page into ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET"
    elif "account does not exist" in reason or reason == "bad request":
        which = "copy the Account ID from the app's page into ZOOM_ACCOUNT_ID"
    elif "grant" in reason or "app type" in reason:
        which = "make the app a Server-to-Server OAuth app, and let the account use that kind"
    else:
        which = "look that the app is activated, and copy its three credentials again"
    remedy = f"{OPERATOR}, with the Zoom account's administrator: in the Zoom App Marketplace, {which}."
    return Check(Subject.CREDENTIALS, State.WRONG, f"Zoom refuses them: {error.message}.", remedy)


async def _scopes(settings: Settings, token: AccessToken) -> tuple[Check, tuple[Need, ...]]:
    if token.scopes:
        missing = missing_from(token.scopes)
        if not missing:
            return Check(Subject.SCOPES, State.OK, "The app has every scope that is needed."), ()
        return _lacking(missing), missing
    async with ZoomClient(settings.zoom) as zoom:
        missing = await missing_by_trying(zoom)
    if missing:
        return _lacking(missing), missing
    found = "Zoom's token does not name its scopes. Those for reading are there; those for writing were not tried."
    remedy = f"{OPERATOR}: run doctor again in a minute; Zoom leaves the list out just after an app was changed."
    return Check(Subject.SCOPES, State.WARNING, found, remedy), ()


def _lacking(missing: Sequence[Need]) -> Check:
    names = listed([need.granular for need in missing], most=len(missing))
    remedy = (
        f"{ADMINISTRATOR}: in the Zoom App Marketplace, open the app, Scopes, add these, and activate the app again. Only "
        "tokens given afterwards have them: restart Chaperone, or wait an hour."
    )
    details = tuple({"scope": need.granular, "classic": need.classic, "for": need.operation} for need in missing)
    return Check(Subject.SCOPES, State.WRONG, f"The app lacks {names}.", remedy, details=details)


def plan(
    configured: Plan, users: Sequence[User], limits: Mapping[Label, int], *, is_refused_as_unpaid: bool | None
) -> Check:
    """Compare the plan that is configured with what can be seen of the real one; no call of Zoom's tells it.

    Args:
        configured: The setting.
        users: The account's active users.
        limits: The limits per second that Zoom's answers named.
        is_refused_as_unpaid: Whether Zoom refuses what is for paid accounts; None where that is not known.
    """
    licensed = sum(user.is_licensed for user in users)
    quotas = QUOTAS[configured]
    slower = {label: limit for label, limit in limits.items() if limit < quotas[label].calls}
    faster = {label: limit for label, limit in limits.items() if limit > quotas[label].calls}
    set_it = f"{OPERATOR}: set ZOOM_PLAN to the plan that Zoom's portal shows under Account Management, Billing"
    if slower or (is_refused_as_unpaid and configured is not Plan.FREE):
        seen = _said(slower) if slower else "Zoom refuses what is for paid accounts"
        found = f"ZOOM_PLAN is {configured}, and {seen}: calls would be refused."
        return Check(Subject.PLAN, State.WRONG, found, f"{set_it}, and restart.")
    if faster or (configured is Plan.FREE and licensed):
        seen = _said(faster) if faster else f"{licensed} users have a licence"
        found = f"ZOOM_PLAN is {configured}, and {seen}: we are slower than we need to be."
        return Check(Subject.PLAN, State.WARNING, found, f"{set_it}, and restart.")
    if users and not licensed and configured is not Plan.FREE:
        found = f"ZOOM_PLAN is {configured}, and no user has a licence, as on a free account."
        return Check(
            Subject.PLAN, State.WARNING, found, f"{set_it}, or the Zoom account's administrator assigns licences."
        )
    return Check(Subject.PLAN, State.OK, f"ZOOM_PLAN is {configured}, and nothing that Zoom shows speaks against it.")


def _said(limits: Mapping[Label, int]) -> str:
    return "Zoom's answers name " + ", ".join(f"{limit} {label} calls a second" for label, limit in limits.items())
