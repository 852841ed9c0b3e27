"""Changing a host's Zoom settings, and what Zoom refuses of it.

What Zoom does with a setting that an account or a group locks is not established: it may keep its own value without a word, or
refuse the whole request. Both leave the host unproven, and name what could not be set.
"""

from collections.abc import Mapping
from typing import Any

from app.zoom.client import ZoomClient
from app.zoom.errors import PlanRefusedError, RefusedError, ValidationFailedError, ZoomError
from app.zoom.safety import mail_changes

Changes = Mapping[str, Mapping[str, Any]]
"""Settings by group, as Zoom takes them."""


def paths_of(changes: Changes) -> list[str]:
    """Return the names of what is changed, sorted."""
    return sorted(f"{group}.{key}" for group, keys in changes.items() for key in keys)


async def change_settings(zoom: ZoomClient, zoom_user_id: str, changes: Changes) -> dict[str, str]:
    """Change a host's settings; return those that Zoom refused, each with its reason.

    One that is refused takes the others with it, so they are then sent one by one.

    Raises:
        ZoomError: Zoom does not answer, or the app may not change settings.
    """
    try:
        await zoom.update_user_settings(zoom_user_id, changes)
    except (ValidationFailedError, RefusedError) as error:
        single = [{group: {key: value}} for group, keys in changes.items() for key, value in keys.items()]
        if len(single) == 1:
            return dict.fromkeys(paths_of(changes), _words(error))
        refused: dict[str, str] = {}
        for each in single:
            refused |= await change_settings(zoom, zoom_user_id, each)
        return refused
    return {}


async def switch_mails_off(zoom: ZoomClient, zoom_user_id: str, names: tuple[str, ...]) -> dict[str, str]:
    """Switch mails off that Zoom sends by itself; return what it refused. Nothing depends on it.

    Raises:
        ZoomError: Zoom does not answer.
    """
    try:
        return await change_settings(zoom, zoom_user_id, mail_changes(names))
    except PlanRefusedError as error:
        return dict.fromkeys(names, _words(error))


def _words(error: ZoomError) -> str:
    fields = error.fields if isinstance(error, ValidationFailedError) else ()
    reasons = "; ".join(f"{each.field}: {each.message}" for each in fields) or error.message
    return f"{reasons or 'no reason given'} (code {error.code})"
