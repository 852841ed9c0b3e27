"""The payloads of Zoom's participant events ("Meeting events" in its webhook reference).

The meeting's number is text in them, with one exception. Guests have an empty id.
"""

from datetime import datetime
from typing import Any, Literal

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings.meeting_state import Meeting, Participant, Role
from app.zoom.sandbox.webhooks.events import meeting_object

WaitingRoomEvent = Literal["joined_waiting_room", "left_waiting_room", "put_in_waiting_room", "admitted"]


def announce_joined(account: Account, meeting: Meeting, person: Participant, now: datetime) -> None:
    """Send `meeting.participant_joined`."""
    details = {**_identity(person), "join_time": zoom_time(now), **_present(public_ip=person.public_ip)}
    _announce(account, meeting, "participant_joined", details)


def announce_left(account: Account, meeting: Meeting, person: Participant, reason: str, now: datetime) -> None:
    """Send `meeting.participant_left`."""
    details = {
        **_identity(person),
        "leave_time": zoom_time(now),
        "leave_reason": f"left the meeting. Reason : {reason}",
        **_present(public_ip=person.public_ip),
    }
    _announce(account, meeting, "participant_left", details)


def announce_waiting_room(
    account: Account, meeting: Meeting, person: Participant, event: WaitingRoomEvent, now: datetime
) -> None:
    """Send one of the four events about the waiting room."""
    _announce(account, meeting, f"participant_{event}", {**_identity(person), "date_time": zoom_time(now)})


def announce_waiting_for_host(account: Account, meeting: Meeting, person: Participant) -> None:
    """Send `meeting.participant_jbh_waiting`."""
    _announce(account, meeting, "participant_jbh_waiting", _before_host(person))


def announce_joined_before_host(account: Account, meeting: Meeting, person: Participant) -> None:
    """Send `meeting.participant_jbh_joined`."""
    details = {**_before_host(person), **_present(registrant_id=person.registrant_id)}
    _announce(account, meeting, "participant_jbh_joined", details)


def announce_stopped_waiting_for_host(account: Account, meeting: Meeting, person: Participant, now: datetime) -> None:
    """Send `meeting.participant_jbh_waiting_left`, where the meeting's number is a number."""
    details = {**_before_host(person), **_present(registrant_id=person.registrant_id), "leave_time": zoom_time(now)}
    _announce(account, meeting, "participant_jbh_waiting_left", details, number=meeting.id)


def announce_role_changed(account: Account, meeting: Meeting, person: Participant, before: Role, now: datetime) -> None:
    """Send `meeting.participant_role_changed`."""
    details = {
        **_identity(person),
        "date_time": zoom_time(now),
        "old_role": before.value,
        "new_role": person.role.value,
    }
    _announce(account, meeting, "participant_role_changed", details)


def _announce(
    account: Account, meeting: Meeting, event: str, participant: dict[str, Any], *, number: int | None = None
) -> None:
    details = {
        **meeting_object(meeting),
        "id": str(meeting.id) if number is None else number,
        "participant": participant,
    }
    payload = {"account_id": account.configuration.account_id, "object": details}
    account.announce(f"meeting.{event}", payload)


def _identity(person: Participant) -> dict[str, Any]:
    return {
        "user_id": person.user_id,
        "user_name": person.name,
        "id": person.user,
        "participant_uuid": person.uuid,
        "email": person.email,
        "participant_user_id": person.user,
        **_present(
            registrant_id=person.registrant_id, customer_key=person.customer_key, phone_number=person.phone_number
        ),
    }


def _before_host(person: Participant) -> dict[str, Any]:
    return {"id": person.user, "user_name": person.name, **_present(customer_key=person.customer_key)}


def _present(**values: str) -> dict[str, str]:
    """Return the values that are not empty: Zoom leaves the others out."""
    return {name: value for name, value in values.items() if value}
