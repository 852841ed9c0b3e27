"""What the product's Zoom app must be allowed to do ("OAuth scopes" in Zoom's documentation)."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Final

from app.zoom.client import ZoomClient
from app.zoom.errors import Operation, ScopeMissingError, ZoomError


@dataclass(frozen=True)
class Need:
    """One call, the scope that new apps have for it, and the one of old apps."""

    operation: Operation
    granular: str
    classic: str

    def is_met_by(self, scopes: Collection[str]) -> bool:
        """Whether an app with these scopes may make the call."""
        return self.granular in scopes or self.classic in scopes


NEEDS: Final = (
    Need(Operation.CREATE_MEETING, "meeting:write:meeting:admin", "meeting:write:admin"),
    Need(Operation.GET_MEETING, "meeting:read:meeting:admin", "meeting:read:admin"),
    Need(Operation.UPDATE_MEETING, "meeting:update:meeting:admin", "meeting:write:admin"),
    Need(Operation.DELETE_MEETING, "meeting:delete:meeting:admin", "meeting:write:admin"),
    Need(Operation.END_MEETING, "meeting:update:status:admin", "meeting:write:admin"),
    Need(Operation.CONTROL_MEETING, "meeting:update:in_meeting_controls:admin", "meeting:write:admin"),
    Need(Operation.LIST_MEETINGS, "meeting:read:list_meetings:admin", "meeting:read:admin"),
    Need(Operation.ADD_REGISTRANT, "meeting:write:registrant:admin", "meeting:write:admin"),
    Need(Operation.LIST_REGISTRANTS, "meeting:read:list_registrants:admin", "meeting:read:admin"),
    Need(Operation.GET_REGISTRANT, "meeting:read:registrant:admin", "meeting:read:admin"),
    Need(Operation.REMOVE_REGISTRANT, "meeting:delete:registrant:admin", "meeting:write:admin"),
    Need(Operation.CREATE_INVITE_LINK, "meeting:write:invite_links:admin", "meeting:write:admin"),
    Need(Operation.GET_PAST_MEETING, "meeting:read:past_meeting:admin", "meeting:read:admin"),
    Need(Operation.LIST_PAST_INSTANCES, "meeting:read:list_past_instances:admin", "meeting:read:admin"),
    Need(Operation.LIST_PAST_PARTICIPANTS, "meeting:read:list_past_participants:admin", "meeting:read:admin"),
    Need(Operation.LIST_USERS, "user:read:list_users:admin", "user:read:admin"),
    Need(Operation.GET_USER, "user:read:user:admin", "user:read:admin"),
    Need(Operation.GET_USER_SETTINGS, "user:read:settings:admin", "user:read:admin"),
    Need(Operation.UPDATE_USER_SETTINGS, "user:update:settings:admin", "user:write:admin"),
)
"""Without one of these something that the product promises does not work."""

_NO_MEETING: Final = 1
"""A number that no meeting has: Zoom's have ten digits or eleven."""
_NO_REGISTRANT: Final = "nobody"


def missing_from(scopes: Collection[str]) -> tuple[Need, ...]:
    """Return what an app with these scopes may not do."""
    return tuple(need for need in NEEDS if not need.is_met_by(scopes))


async def missing_by_trying(zoom: ZoomClient) -> tuple[Need, ...]:
    """Return what reading calls Zoom refuses for want of a scope. What writes is not tried.

    Raises:
        ZoomError: Zoom does not answer.
    """
    refused: set[Operation] = set()
    user_id: str | None = None
    try:
        async for user in zoom.users():
            user_id = user.id
            break
    except ScopeMissingError as error:
        refused.add(error.operation)
    if user_id is not None:
        calls: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: zoom.user(user_id),
            lambda: zoom.user_settings(user_id),
            lambda: anext(zoom.meetings(user_id), None),
            lambda: zoom.meeting(_NO_MEETING),
            lambda: anext(zoom.registrants(_NO_MEETING), None),
            lambda: zoom.registrant_join_url(_NO_MEETING, _NO_REGISTRANT),
            lambda: zoom.past_meeting(str(_NO_MEETING)),
            lambda: zoom.past_instances(_NO_MEETING),
            lambda: anext(zoom.past_participants(str(_NO_MEETING)), None),
        )
        for call in calls:
            try:
                await call()
            except ScopeMissingError as error:
                refused.add(error.operation)
            except ZoomError:
                # Refused for another reason, so not for want of the scope.
                continue
    return tuple(need for need in NEEDS if need.operation in refused)
