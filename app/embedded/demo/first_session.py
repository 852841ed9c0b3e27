"""A session of the demo that can be opened now, with the personal links of its two people: booked as a booking website books."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx

from app.http.example_times import SESSION
from app.kit.errors import ConfigurationError
from app.registry.examples import RIVERSIDE_PAIRING, RIVERSIDE_SECOND_PAIRING

_BEGINS_IN: Final = timedelta(minutes=5)
"""Within everybody's window, so that the room can be opened and entered at once."""
_LEFT: Final = timedelta(minutes=10)
"""What must be left of a session for somebody to try it."""
_WAIT: Final = {"Prefer": "wait=25"}


async def links_of_first_session(base_url: str, api_key: str) -> Mapping[str, str]:
    """Return the personal links of a session around now, by role: of the one that an earlier run has booked, or of a new one.

    Raises:
        ConfigurationError: No such session can be had on these data.
    """
    headers = {"Authorization": f"Bearer {api_key}"}
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=30) as client:
        booking_id = await _open_now(client) or await _booked(client)
        links = _answer(await client.post(f"/v1/bookings/{booking_id}/links", json={}))
    return {each["role"]: each["url"] for each in links["items"]}


async def _open_now(client: httpx.AsyncClient) -> str | None:
    now = datetime.now(UTC)
    query = {"starts_from": (now - SESSION).isoformat(), "starts_before": (now + _BEGINS_IN).isoformat()}
    found = _answer(await client.get("/v1/bookings", params=query))["items"]
    pairings, states = {str(RIVERSIDE_PAIRING), str(RIVERSIDE_SECOND_PAIRING)}, {"confirmed", "in_progress"}
    lasting = (
        each["id"]
        for each in found
        if each["pairing_id"] in pairings
        and each["state"] in states
        and datetime.fromisoformat(each["ends_at"]) >= now + _LEFT
    )
    return next(lasting, None)


async def _booked(client: httpx.AsyncClient) -> str:
    starts_at = datetime.now(UTC).replace(microsecond=0) + _BEGINS_IN
    refusal = ""
    # Where the first pairing has just had a session, the gap after it is not over.
    for pairing in (RIVERSIDE_PAIRING, RIVERSIDE_SECOND_PAIRING):
        request = {
            "pairing_id": str(pairing),
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + SESSION).isoformat(),
            "agreed_by_both": True,
            "outside_hours_reason": "A first session, to try it.",
        }
        response = await client.post("/v1/bookings", json=request, headers=_WAIT)
        if response.is_success and response.json()["state"] == "confirmed":
            return str(response.json()["id"])
        refusal = response.json().get("detail") or f"the session is {response.json().get('state')}"
    message = f"The demo's first session could not be booked: {refusal} Move the data folder away to begin afresh."
    raise ConfigurationError(message)


def _answer(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json()
    message = f"The links of the demo's first session could not be read: {response.json().get('detail')}"
    raise ConfigurationError(message)
