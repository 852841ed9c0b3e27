"""Looking inside, beginning anew, users, locks and scopes."""

from typing import Any, Final

from fastapi import APIRouter, HTTPException

from app.zoom.sandbox.account import portal
from app.zoom.sandbox.account.user_settings import canonical
from app.zoom.sandbox.api.answers import hosting_not_allowed
from app.zoom.sandbox.api.front import Call
from app.zoom.sandbox.configuration import UserSeed
from app.zoom.sandbox.control.dependencies import ThisSandbox
from app.zoom.sandbox.control.schemas import (
    AppState,
    Locks,
    MeetingReport,
    NewStatus,
    Scopes,
    Seed,
    SeedReport,
    StateReport,
    UserReport,
)
from app.zoom.sandbox.meetings import scheduled as meetings
from app.zoom.sandbox.sandbox import Sandbox
from app.zoom.sandbox.state import User

router = APIRouter(tags=["Account"])
_NO_USER: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "There is no such user."}}


@router.get("/state", summary="See everything in the sandbox")
async def read_state(sandbox: ThisSandbox) -> StateReport:
    """Users with all settings in force, meetings (deleted ones too), locks, and the latest requests."""
    account, state = sandbox.account, sandbox.state
    return StateReport(
        now=sandbox.clock.now(),
        account_id=sandbox.configuration.account_id,
        plan=sandbox.account.plan,
        scopes=state.scopes,
        users=[UserReport.of(account, user) for user in state.users.values()],
        meetings=[MeetingReport.of(account, meeting) for meeting in state.meetings.values()],
        account_settings=state.account_settings,
        account_locks=state.account_locks,
        group_settings=state.group_settings,
        group_locks=state.group_locks,
        quota_used=state.quota_used,
        requests=list(sandbox.front.calls),
    )


@router.get("/requests", summary="See the latest requests to Zoom's API")
async def read_requests(sandbox: ThisSandbox) -> list[Call]:
    """The oldest first. A request whose connection was cut has no status."""
    return list(sandbox.front.calls)


@router.post("/reset", summary="Begin anew", status_code=204)
async def reset(sandbox: ThisSandbox) -> None:
    """Users, time and webhook are as configured; meetings, locks, faults and logs are gone. Tokens stay good."""
    sandbox.reset()


@router.put("/users", summary="Add or replace users")
async def put_users(sandbox: ThisSandbox, seeds: list[UserSeed]) -> list[UserReport]:
    """A user is replaced by one with the same id or address, and events tell of it. Users who are not named stay."""
    return [UserReport.of(sandbox.account, portal.put_user(sandbox.account, seed)) for seed in seeds]


@router.post("/users", summary="Add or replace one user", status_code=201)
async def add_user(sandbox: ThisSandbox, seed: UserSeed) -> UserReport:
    """What only the portal can set, such as AI Companion's switches, can be set here."""
    return UserReport.of(sandbox.account, portal.put_user(sandbox.account, seed))


@router.patch(
    "/users/{user}/settings", summary="Change a user's settings, as they do in the portal", responses=_NO_USER
)
async def change_user_settings(sandbox: ThisSandbox, user: str, changes: dict[str, Any]) -> UserReport:
    """Dotted or nested, such as `{"in_meeting.file_transfer": true}`; what is locked above the user stays."""
    known = _user(sandbox, user)
    portal.change_settings(sandbox.account, known, changes)
    return UserReport.of(sandbox.account, known)


@router.put("/users/{user}/status", summary="Activate or deactivate a user", responses=_NO_USER)
async def set_user_status(sandbox: ThisSandbox, user: str, wanted: NewStatus) -> UserReport:
    """Their meetings stay, and `user.activated` or `user.deactivated` tells of it."""
    known = _user(sandbox, user)
    portal.set_status(sandbox.account, known, wanted.status)
    return UserReport.of(sandbox.account, known)


@router.post(
    "/users/{user}/meetings",
    summary="Schedule a meeting by hand, as the host does in the portal",
    status_code=201,
    responses={**_NO_USER, 400: {"description": "Zoom does not take a value, or the user may not hold meetings."}},
)
async def schedule_by_hand(sandbox: ThisSandbox, user: str, body: dict[str, Any]) -> MeetingReport:
    """Takes what "Create a meeting" takes. `meeting.created` is sent in the host's name."""
    known = _user(sandbox, user)
    if not known.may_host:
        raise hosting_not_allowed()
    return MeetingReport.of(sandbox.account, meetings.create(sandbox.account, known, body, by_hand=True))


@router.put("/app", summary="Take the app out of the account, or put it back", status_code=204)
async def authorise_app(sandbox: ThisSandbox, wanted: AppState) -> None:
    """Without it all tokens are dead, none is given, and after `app_deauthorized` no event is sent."""
    portal.authorise_app(sandbox.account, authorised=wanted.authorised)


@router.delete(
    "/users/{user}",
    summary="Delete a user",
    status_code=204,
    responses=_NO_USER,
)
async def delete_user(sandbox: ThisSandbox, user: str, *, disassociate: bool = False) -> None:
    """By id or address, or let them leave the account. Their meetings are gone with them."""
    portal.remove_user(sandbox.account, _user(sandbox, user), disassociate=disassociate)


@router.post("/seed", summary="Add many users and meetings", status_code=201)
async def seed_users(sandbox: ThisSandbox, seed: Seed) -> SeedReport:
    """Fast, and without events. The same seed again changes nothing but the meetings, which come on top."""
    account = sandbox.account
    users = [
        account.put_user(
            UserSeed(
                **seed.template.model_dump(),
                email=seed.email.format(number=number),
                id=seed.id.format(number=number) if seed.id else None,
            )
        )
        for number in range(seed.first, seed.first + seed.users)
    ]
    with account.silence():
        made = [meetings.create(account, user, body).id for user in users if user.may_host for body in seed.meetings]
    return SeedReport(users=[user.id for user in users], meetings=made)


@router.put("/locks", summary="Lock settings for the account", status_code=204)
async def put_account_locks(sandbox: ThisSandbox, locks: Locks) -> None:
    """Each setting is held at its value, whatever a request for a user or a meeting says. Replaces earlier locks."""
    sandbox.state.account_locks = canonical(locks.locks)
    sandbox.account.changed()


@router.put("/groups/{group_id}/locks", summary="Lock settings for a group", status_code=204)
async def put_group_locks(sandbox: ThisSandbox, group_id: str, locks: Locks) -> None:
    """As for the account, which wins; the group holds the users whose `group_ids` name it."""
    sandbox.state.group_locks[group_id] = canonical(locks.locks)
    sandbox.account.changed()


@router.put("/scopes", summary="Change the app's scopes", status_code=204)
async def put_scopes(sandbox: ThisSandbox, scopes: Scopes) -> None:
    """They reach new tokens only, as with Zoom."""
    sandbox.state.scopes = scopes.scopes
    sandbox.account.changed()


def _user(sandbox: Sandbox, name: str) -> User:
    if (known := sandbox.account.find_user(name)) is None:
        raise HTTPException(404, "There is no such user.")
    return known
