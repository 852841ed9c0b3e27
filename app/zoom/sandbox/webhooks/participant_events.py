"""The payloads of Zoom's participant events ("Meeting events" in its webhook reference).

Guests have an empty id. What Zoom leaves out of an event when it is empty is left out here too.
"""

from datetime import datetime
from typing import Any, Literal

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings.meeting_state import Meeting, Participant, Role
from app.zoom.sandbox.webhooks.events import announce_about

WaitingRoomEvent = Literal["joined_waiting_room", "left_waiting_room", "put_in_waiting_room", "admitted"]


def announce_joined(account: Account, meeting: Meeting, person: Participant, now: datetime) -> None:
    """Send `meeting.participant_joined`."""
    details = {**_identity(person), "join_time": zoom_time(now), **_present(public_ip=person.public_ip)}
    _announce(account, meeting, "participant_joined", details)


def announce_left(account: Account, meeting: Meeting, person: Participant, reason: str, now: datetime) -> None:
    """Send `meeting.participant_left`; `reason` is what stands in `leave_reason`."""
    details = {
        **_identity(person),
        "leave_time": zoom_time(now),
        "leave_reason": reason,
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


def announce_stopped_waiting_for_host(account: Account, meeting: Meeting, person: Participant) -> None:
    """Send `meeting.participant_jbh_waiting_left`."""
    details = {**_before_host(person), **_present(registrant_id=person.registrant_id)}
    _announce(account, meeting, "participant_jbh_waiting_left", details)


def announce_bound(
    account: Account, meeting: Meeting, person: Participant, telephone: Participant, now: datetime
) -> None:
    """Send `meeting.participant_bind`: the telephone carries the sound of somebody who is there with a computer."""
    details = {
        **_identity(person, customer_key=""),
        "bind_user_id": telephone.user_id,
        "bind_participant_uuid": telephone.uuid,
        "phone_number": telephone.phone_number,
        "date_time": zoom_time(now),
    }
    _announce(account, meeting, "participant_bind", details)


def announce_role_changed(account: Account, meeting: Meeting, person: Participant, before: Role, now: datetime) -> None:
    """Send `meeting.participant_role_changed`."""
    details = {
        **_identity(person, customer_key=""),
        "date_time": zoom_time(now),
        "old_role": before.value,
        "new_role": person.role.value,
    }
    _announce(account, meeting, "participant_role_changed", details)


def _announce(account: Account, meeting: Meeting, event: str, participant: dict[str, Any]) -> None:
    announce_about(account, f"meeting.{event}", meeting, {"participant": participant})


def _identity(person: Participant, *, customer_key: str | None = None) -> dict[str, Any]:
    """Return who somebody is; `customer_key` stands in for their own, as not every event has it."""
    key = person.customer_key if customer_key is None else customer_key
    return {
        "user_id": person.user_id,
        "user_name": person.name,
        "id": person.user,
        "participant_uuid": person.uuid,
        "email": person.email,
        "participant_user_id": person.user,
        **_present(registrant_id=person.registrant_id, customer_key=key, phone_number=person.phone_number),
    }


def _before_host(person: Participant) -> dict[str, Any]:
    return {"id": person.user, "user_name": person.name, **_present(customer_key=person.customer_key)}


def _present(**values: str) -> dict[str, str]:
    """Return the values that are not empty: Zoom leaves the others out."""
    return {name: value for name, value in values.items() if value}
