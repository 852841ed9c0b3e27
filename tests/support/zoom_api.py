"""A Zoom that answers exactly what a test says, below httpx."""

from collections.abc import Callable
from typing import Any

import httpx
import respx
from pydantic import SecretStr

from app.zoom.client import Observation, ZoomClient
from app.zoom.configuration import RetryPolicy, ZoomConfiguration

TOKEN_URL = "https://zoom.us/oauth/token"
BASE = "https://api-test.zoom.us"
API = f"{BASE}/v2"
TOKEN = "eyJhbGciOiJIUzUxMiJ9.dG9rZW4tb2YtdGhlLXRlc3Rz.c2lnbmF0dXJl"
MEETING_ID = 85_746_065_432

CONFIGURATION = ZoomConfiguration(
    account_id="account-of-the-tests",
    client_id="client-of-the-tests",
    client_secret=SecretStr("secret-of-the-tests"),
    # What one answer leads to; test_repeats.py shows what follows it.
    retries=RetryPolicy(attempts=1),
)


def token_answer(**changes: Any) -> dict[str, Any]:
    answer = {
        "access_token": TOKEN,
        "token_type": "bearer",
        "expires_in": 3599,
        "scope": "meeting:write:meeting:admin meeting:read:meeting:admin",
        "api_url": BASE,
    }
    return {key: value for key, value in (answer | changes).items() if value is not None}


def meeting_answer(**changes: Any) -> dict[str, Any]:
    return {
        "uuid": "aDYlohsHRtCd4ii1uC2+hA==",
        "id": MEETING_ID,
        "host_id": "30R7kT7bTIKSNUFEuH_Qlg",
        "host_email": "host@example.org",
        "topic": "Mentoring session",
        "type": 2,
        "status": "waiting",
        "start_time": "2027-01-12T16:00:00Z",
        "duration": 45,
        "timezone": "Europe/London",
        "agenda": "Reference: 0193f1c2",
        "created_at": "2026-12-01T09:00:00Z",
        "start_url": "https://example.org/s/85746065432?zak=host-secret",
        "join_url": "https://example.org/j/85746065432?pwd=join-secret.1",
        "password": "aB3-defg",
        "encrypted_password": "join-secret.1",
        "pstn_password": "482913",
        "dynamic_host_key": "778899",
        "settings": {"waiting_room": True, "a_key_of_tomorrow": {"deep": 1}},
    } | changes


def zoom_api(**token: Any) -> respx.MockRouter:
    """Return a router that grants tokens; a request that no route expects is an error."""
    router = respx.MockRouter(assert_all_called=False)
    router.post(TOKEN_URL, name="token").respond(json=token_answer(**token))
    return router


def transport(api: respx.MockRouter) -> httpx.MockTransport:
    """Return what carries a client's requests to the router."""
    return httpx.MockTransport(api.async_handler)


def zoom_client(api: respx.MockRouter, observe: Callable[[Observation], None] | None = None) -> ZoomClient:
    """Return a client of that Zoom."""
    return ZoomClient(CONFIGURATION, transport=transport(api), observe=observe)
