"""Chaperone's side of a play: a pairing and a session of its own, booked as a coordinator books, and what is seen of it."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx

from app.embedded.play.script import Session
from app.embedded.play.seeing import Seen
from app.kit.errors import ConfigurationError
from app.registry.examples import ONE_MILLION_MENTORS_PROGRAMME, RIVERSIDE_PARTNER
from app.zoom.sandbox import AI_COMPANION_OFF

_EVIDENCE: Final = (
    ("mentor", "virtual_meeting_consent", "A rehearsal"),
    ("mentee", "virtual_meeting_consent", "A rehearsal"),
    ("mentor", "code_of_conduct_accepted", None),
    ("mentor", "technology_confirmed", None),
    ("mentee", "technology_confirmed", None),
)
_WAIT_SECONDS: Final = 25
_CLASH: Final = "schedule.clash"


@dataclass(frozen=True)
class Booked:
    """The session that is played."""

    id: str
    reference: str
    meeting_id: int
    starts_at: datetime
    ends_at: datetime


class Programme:
    """A coordinator of the demo's organisation, over REST."""

    def __init__(self, chaperone: httpx.AsyncClient, sandbox: httpx.AsyncClient) -> None:
        self._chaperone = chaperone
        self._sandbox = sandbox

    async def book(self, session: Session) -> Booked:
        """Book a session that begins soon, for a mentor and a mentee who are new.

        It is inside the rules: a coordinator may book at short notice, and gives a reason outside working hours.

        Raises:
            ConfigurationError: Chaperone does not answer, refuses, or makes no meeting.
        """
        pairing = await self._pairing()
        response = await self._request(pairing, session)
        if response.is_error and _CLASH in response.text:
            # Every host holds a session now, of an earlier play perhaps.
            await self._add_host()
            response = await self._request(pairing, session)
        booking = _answer(response)
        if booking["meeting"] is None:
            message = (
                f"Chaperone made no meeting: the booking is {booking['state']}. {booking['problem'] or ''}".rstrip()
            )
            raise ConfigurationError(message)
        return Booked(
            id=booking["id"],
            reference=booking["reference"],
            meeting_id=booking["meeting"]["zoom_meeting_id"],
            starts_at=datetime.fromisoformat(booking["starts_at"]),
            ends_at=datetime.fromisoformat(booking["ends_at"]),
        )

    async def see(self, booked: Booked, *, since: datetime) -> Seen:
        """Return what Chaperone tells of a session now; incidents of no session only if they are newer than `since`."""
        booking = await self._get(f"/v1/bookings/{booked.id}")
        incidents = {
            each["id"]: each
            for each in await self._incidents()
            if each["booking_id"] == booked.id
            or (each["booking_id"] is None and datetime.fromisoformat(each["updated_at"]) >= since)
        }
        return Seen(
            state=booking["state"],
            problem=booking["problem"],
            has_link=booking["meeting"] is not None,
            incidents=incidents,
            record=await self._record(booked),
        )

    async def cancel(self, booked: Booked) -> None:
        """Cancel a session that is still ahead, so that its host is free again."""
        body = {"reason": "The rehearsal is over."}
        _answer(await self._asked("POST", f"/v1/bookings/{booked.id}/cancel", body))

    async def _pairing(self) -> str:
        people = {}
        for role, birth_date in (("mentor", None), ("mentee", "2004-02-29")):
            person = {"partner_id": str(RIVERSIDE_PARTNER), "role": role, "name": f"{role.capitalize()} of a rehearsal"}
            people[role] = await self._post("/v1/people", person | ({"birth_date": birth_date} if birth_date else {}))
        for role, kind, document in _EVIDENCE:
            evidence = {"kind": kind, "person_id": people[role]["id"]} | ({"document": document} if document else {})
            await self._post("/v1/evidence", evidence)
        ids = {f"{role}_id": person["id"] for role, person in people.items()}
        made = await self._post("/v1/pairings", {"programme_id": str(ONE_MILLION_MENTORS_PROGRAMME), **ids})
        return str(made["id"])

    async def _request(self, pairing: str, session: Session) -> httpx.Response:
        starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=session.starts_in)
        request = {
            "pairing_id": pairing,
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(minutes=session.minutes)).isoformat(),
            "agreed_by_both": True,
            "outside_hours_reason": "A rehearsal.",
        }
        return await self._asked("POST", "/v1/bookings", request)

    async def _add_host(self) -> None:
        email = f"rehearsal-{secrets.token_hex(4)}@example.org"
        try:
            user = {"email": email, "settings": AI_COMPANION_OFF}
            (await self._sandbox.post("/sandbox/users", json=user)).raise_for_status()
        except httpx.HTTPError:
            message = "The Zoom sandbox does not take another host."
            raise ConfigurationError(message) from None
        await self._post("/v1/hosts/sync", {"emails": [email]})

    async def _incidents(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            page = await self._get("/v1/incidents", limit=200, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            if (cursor := page["next_cursor"]) is None:
                return found

    async def _record(self, booked: Booked) -> Mapping[str, Any] | None:
        response = await self._asked("GET", f"/v1/bookings/{booked.id}/session")
        if response.status_code != httpx.codes.OK:
            return None
        record: dict[str, Any] = response.json()
        return record

    async def _get(self, path: str, **query: Any) -> Any:
        return _answer(await self._asked("GET", path, query=query))

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        return _answer(await self._asked("POST", path, body))

    async def _asked(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        headers = {"Idempotency-Key": str(uuid4()), "Prefer": f"wait={_WAIT_SECONDS}"} if method == "POST" else {}
        while True:
            try:
                response = await self._chaperone.request(method, path, json=body, params=query, headers=headers)
            except httpx.TransportError:
                message = f"Chaperone does not answer at {self._chaperone.base_url}. Is `make run` still running?"
                raise ConfigurationError(message) from None
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return response
            # Plays one after the other come to a key's limit.
            await asyncio.sleep(int(response.headers["retry-after"]))


def _answer(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json() if response.content else None
    try:
        problem = response.json()
        detail = problem.get("detail") or problem["title"]
        reasons = [each["sentence"] for each in problem.get("reasons", [])]
    except (ValueError, KeyError, TypeError, AttributeError):
        detail, reasons = f"status {response.status_code}", []
    what = f"{response.request.method} {response.request.url.path}"
    new = [sentence for sentence in reasons if sentence not in detail]
    message = " ".join([f"Chaperone refused {what}: {detail}", *new])
    raise ConfigurationError(message)
