"""Zoom's deliveries, made and signed by the tests: of any content, at any time."""

import hashlib
import hmac
import json
import time
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from sqlmodel import col, func, select

from app.bookings.models import Booking, Meeting
from app.hosts.models import Host
from app.kit.database import Database
from app.monitoring.models import ZoomEvent
from tests.support.rooms import registration_of
from tests.support.service import WEBHOOK_SECRET

PATH = "/webhooks/zoom"


def delivery(name: str, subject: dict[str, Any] | None = None, *, at: float | None = None, **payload: Any) -> bytes:
    """Return an event as Zoom writes it."""
    stamp = int((at or time.time()) * 1000)
    told = {"account_id": "a", **payload, **({} if subject is None else {"object": subject})}
    return json.dumps({"event": name, "event_ts": stamp, "payload": told}, separators=(",", ":")).encode()


def headers(body: bytes, *, age: float = 0, secret: str = WEBHOOK_SECRET, **more: str) -> list[tuple[str, str]]:
    """Return the headers of a delivery that was signed some seconds ago."""
    timestamp = str(int(time.time() - age))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    signed = {"x-zm-request-timestamp": timestamp, "x-zm-signature": f"v0={digest}", "content-type": "application/json"}
    return [*signed.items(), *((name.replace("_", "-"), value) for name, value in more.items())]


async def send(client: httpx.AsyncClient, body: bytes, *, age: float = 0, **more: str) -> int:
    """Deliver an event, and return the status of the answer."""
    signed = headers(body, age=age, secret=WEBHOOK_SECRET, **more)
    return (await client.post(PATH, content=body, headers=signed)).status_code


async def all_followed(database: Database) -> bool:
    """Tell whether what follows from the events was done."""
    async with database.transaction() as session:
        waiting = select(func.count()).where(col(ZoomEvent.followed_at).is_(None))
        return (await session.exec(waiting)).one() == 0


def zoom_time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


async def attended(
    client: httpx.AsyncClient,
    database: Database,
    booking_id: str,
    *,
    minutes: float = 30,
    lose: str = "",
    is_guest_there: bool = True,
) -> None:
    """Tell of a session from its start on: the host opens the room, the mentee waits, is let in, and leaves as it is closed.

    Events whose name holds `lose` are not told.
    """
    async with database.transaction() as session:
        booking = await session.get_one(Booking, UUID(booking_id))
        meeting = (await session.exec(select(Meeting).where(Meeting.booking_id == booking.id))).one()
        host = await session.get_one(Host, meeting.host_id)
        begins, number = booking.starts_at, meeting.zoom_meeting_id
    mentee = await registration_of(database, {"id": booking_id})

    def at(minute: float) -> dict[str, Any]:
        moment = datetime.fromtimestamp(begins.timestamp() + 60 * minute, begins.tzinfo)
        return {"stamp": moment.timestamp(), "said": zoom_time(moment)}

    about = {"id": str(number), "uuid": "attended==", "host_id": host.zoom_user_id}
    holder = {"user_id": "100", "participant_user_id": host.zoom_user_id}
    guest = {"user_id": "101", "email": "guest@example.org", "user_name": "Fake Name", "registrant_id": mentee}
    told: list[tuple[str, float, dict[str, Any]]] = [
        ("meeting.started", 0, {"start_time": at(0)["said"]}),
        ("meeting.participant_joined", 0, {"participant": {**holder, "join_time": at(0)["said"]}}),
        ("meeting.participant_joined_waiting_room", 0, {"participant": {**guest, "date_time": at(0)["said"]}}),
        ("meeting.participant_admitted", 1, {"participant": {**guest, "date_time": at(1)["said"]}}),
        ("meeting.participant_left_waiting_room", 1, {"participant": {**guest, "date_time": at(1)["said"]}}),
        ("meeting.participant_joined", 1, {"participant": {**guest, "join_time": at(1)["said"]}}),
        ("meeting.participant_left", minutes, {"participant": {**guest, "leave_time": at(minutes)["said"]}}),
        ("meeting.participant_left", minutes, {"participant": {**holder, "leave_time": at(minutes)["said"]}}),
        ("meeting.ended", minutes, {"end_time": at(minutes)["said"]}),
    ]
    for name, minute, more in told:
        is_guests = more.get("participant", holder)["user_id"] == guest["user_id"]
        if (not lose or lose not in name) and (is_guest_there or not is_guests):
            assert await send(client, delivery(name, {**about, **more}, at=at(minute)["stamp"])) == 204
