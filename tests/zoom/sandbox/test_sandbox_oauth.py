"""Tokens: given, refused, expired, revoked, and what they allow."""

from typing import Any

import httpx
import pytest

from tests.support.sandbox import HOST, Zoom, answer, refused, refused_fields

CREDENTIALS = ("sandbox-client", "sandbox-client-secret")
GRANT = {"grant_type": "account_credentials", "account_id": "sandbox-account"}


async def ask(zoom: Zoom, **request: Any) -> httpx.Response:
    async with httpx.AsyncClient(base_url=zoom.base_url) as http:
        return await http.post("/oauth/token", **{"auth": CREDENTIALS, **request})


@pytest.mark.parametrize("place", ["data", "params"])
async def test_a_token_is_given_for_parameters_in_the_form_or_in_the_query(zoom: Zoom, place: str) -> None:
    body = answer(await ask(zoom, **{place: GRANT}))

    assert (body["token_type"], body["expires_in"], body["api_url"]) == ("bearer", 3599, zoom.base_url)
    assert "meeting:write:meeting:admin" in body["scope"].split()
    assert len(body["access_token"]) > 300
    user = await zoom.http.get(f"/v2/users/{HOST}", headers={"authorization": f"Bearer {body['access_token']}"})
    assert answer(user)["email"] == HOST


@pytest.mark.parametrize(
    ("request_parts", "reason", "error"),
    [
        ({"data": GRANT, "auth": ("sandbox-client", "wrong")}, "Invalid client_id or client_secret", "invalid_client"),
        ({"data": GRANT, "auth": None}, "Invalid client_id or client_secret", "invalid_client"),
        ({"data": GRANT | {"account_id": "no such thing"}}, "Bad Request", "invalid_request"),
        ({"data": {"grant_type": "account_credentials"}}, "Bad Request", "invalid_request"),
        ({"data": GRANT | {"account_id": "other"}}, "Account does not exist", "invalid_request"),
        ({"data": GRANT | {"grant_type": "password"}}, "unsupported grant type", "unsupported_grant_type"),
    ],
)
async def test_a_bad_token_request_gets_zooms_words(
    zoom: Zoom, request_parts: dict[str, Any], reason: str, error: str
) -> None:
    assert answer(await ask(zoom, **request_parts), 400) == {"reason": reason, "error": error}


async def test_a_new_token_leaves_the_earlier_one_good(zoom: Zoom) -> None:
    answer(await zoom.token())

    answer(await zoom.http.get("/v2/users"))


async def test_a_token_expires_by_the_sandboxs_clock(zoom: Zoom) -> None:
    await zoom.advance(3590)
    answer(await zoom.http.get("/v2/users"))

    await zoom.advance(10)

    refused(await zoom.http.get("/v2/users"), 401, 124, "Access token is expired.")


@pytest.mark.parametrize("headers", [{"authorization": "Bearer made-up"}, {"authorization": "Basic x"}])
async def test_an_unknown_token_is_refused(zoom: Zoom, headers: dict[str, str]) -> None:
    refused(await zoom.http.get("/v2/users", headers=headers), 401, 124, "Invalid access token.")


async def test_a_revoked_token_is_refused(zoom: Zoom) -> None:
    token = zoom.http.headers["authorization"].removeprefix("Bearer ")

    revoked = await zoom.http.post("/oauth/revoke", params={"token": token}, auth=CREDENTIALS)

    assert answer(revoked) == {"status": "success"}
    refused(await zoom.http.get("/v2/users"), 401, 124, "Invalid access token.")
    again = await zoom.http.post("/oauth/revoke", params={"token": token}, auth=CREDENTIALS)
    assert answer(again, 401) == {"reason": "Invalid Token!", "error": "invalid_request"}


async def test_scopes_reach_new_tokens_only_and_a_missing_one_is_named(zoom: Zoom) -> None:
    await zoom.control("PUT", "/scopes", {"scopes": ["meeting:read:meeting:admin"]})
    await zoom.create(topic="With the old token")

    await zoom.sign_in()

    message = "Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin]."
    refused(await zoom.http.post(f"/v2/users/{HOST}/meetings", json={}), 400, 4711, message)


async def test_a_classic_scope_allows_what_it_stands_for(zoom: Zoom) -> None:
    await zoom.control("PUT", "/scopes", {"scopes": ["meeting:write:admin"]})
    await zoom.sign_in()

    await zoom.create(topic="An old app's")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v2/nothing"),
        ("PUT", "/v2/users"),
        ("PATCH", "/v2/live_meetings/1/lock"),
        ("GET", "/v2"),
        ("GET", "/oauth/token"),
    ],
)
async def test_what_zoom_does_not_have_is_not_there(zoom: Zoom, method: str, path: str) -> None:
    refused(await zoom.http.request(method, path), 404, 2300, "This API endpoint is not recognized.")


async def test_every_answer_can_be_traced(zoom: Zoom) -> None:
    answers = [await zoom.http.get(path) for path in ("/v2/users", "/v2/nothing", f"/v2/users/{HOST}", "/oauth/token")]

    assert len({response.headers["x-zm-trackingid"] for response in answers}) == len(answers)
    assert [response.headers.get("x-ratelimit-category") for response in answers] == ["Medium", None, "Light", None]


@pytest.mark.parametrize("query", [{"page_size": "0"}, {"page_size": "many"}, {"status": "asleep"}])
async def test_a_list_with_a_wrong_parameter_is_refused(zoom: Zoom, query: dict[str, str]) -> None:
    assert refused_fields(await zoom.http.get("/v2/users", params=query)) == list(query)
