"""What people show and send to each other in a meeting ("Meeting events" in Zoom's webhook reference)."""

import secrets
from datetime import datetime
from typing import Any, Literal

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings.meeting_state import Meeting, Participant, Role, ShareContent
from app.zoom.sandbox.webhooks.events import announce_about


def announce_sharing(
    account: Account,
    meeting: Meeting,
    person: Participant,
    content: ShareContent,
    what: Literal["started", "ended"],
    now: datetime,
) -> None:
    """Send `meeting.sharing_started` or `meeting.sharing_ended`: a screen, a whiteboard, a camera."""
    details = {
        "content": content.value,
        "link_source": "",
        "file_link": "",
        "date_time": zoom_time(now),
        "source": "",
    }
    participant = {
        "user_id": person.user_id,
        "user_name": person.name,
        "id": person.user,
        "sharing_details": details,
    }
    announce_about(account, f"meeting.sharing_{what}", meeting, {"participant": participant})


def announce_file_sent(
    account: Account,
    meeting: Meeting,
    sender: Participant,
    recipient: Participant | None,
    *,
    name: str,
    kind: str,
    size: int,
) -> None:
    """Send `meeting.chat_message_file_sent`; without a recipient the file goes to everyone."""
    file_id = account.identifiers.opaque()
    file = {
        **_message(account, sender, recipient),
        "file_id": file_id,
        "file_name": name,
        "file_size": size,
        "file_type": kind,
        "download_url": f"{account.configuration.web_url}/file/{secrets.token_urlsafe(16)}",
    }
    about = {"meeting_id": meeting.id, "meeting_uuid": meeting.uuid, "chat_message_file": file}
    payload = {"account_id": account.configuration.account_id, "object": about}
    account.announce("meeting.chat_message_file_sent", payload)


def announce_message_sent(
    account: Account, meeting: Meeting, sender: Participant, recipient: Participant | None, text: str
) -> None:
    """Send `meeting.chat_message_sent`, which only accounts that inspect messages get."""
    message = {**_message(account, sender, recipient), "message_content": text, "file_ids": []}
    about = {"id": meeting.id, "uuid": meeting.uuid, "chat_message": message}
    payload = {"account_id": account.configuration.account_id, "object": about}
    account.announce("meeting.chat_message_sent", payload)


def _message(account: Account, sender: Participant, recipient: Participant | None) -> dict[str, Any]:
    return {
        "date_time": zoom_time(account.clock.now()),
        **_side("sender", sender),
        **({"recipient_type": "everyone"} if recipient is None else _side("recipient", recipient)),
        "message_id": account.identifiers.opaque(),
    }


def _side(side: str, person: Participant) -> dict[str, str]:
    return {
        f"{side}_session_id": person.user_id,
        f"{side}_name": person.name,
        f"{side}_email": person.email,
        f"{side}_type": "host" if person.role is Role.HOST else "guest",
    }
