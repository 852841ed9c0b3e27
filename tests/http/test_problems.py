"""Errors as problem documents: complete, in plain words, and without anything of the inside."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.http.problems import install_problems
from app.http.request_identity import RequestIdentity
from app.kit import errors
from tests.support.service import Service, problem

SECRET = "Zephyrine's passcode is 123456"
raised: list[Exception] = []


class SerializationFailure(Exception):  # noqa: N818  # named as the driver does
    """What the driver says when another try may succeed."""

    sqlstate = "40001"


def make_app() -> FastAPI:
    app = FastAPI()
    install_problems(app)
    app.add_middleware(RequestIdentity)

    @app.get("/fail")
    async def fail() -> None:
        raise raised.pop()

    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A service whose only operation raises what a test tells it to."""
    transport = httpx.ASGITransport(make_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def answer_to(client: httpx.AsyncClient, error: Exception, query: str = "") -> httpx.Response:
    raised.append(error)
    return await client.get(f"/fail{query}")


def every_kind(base: type[errors.ChaperoneError] = errors.ChaperoneError) -> Iterator[type[errors.ChaperoneError]]:
    for kind in base.__subclasses__():
        if kind.__module__ == errors.__name__:
            yield kind
            yield from every_kind(kind)


WITHOUT_STATUS = {errors.ConfigurationError, errors.ReplayedProblemError, errors.WorkerEndedError}
PLAIN = [
    kind
    for kind in every_kind()
    if kind
    not in WITHOUT_STATUS
    | {
        errors.InvalidFieldsError,
        errors.ClashError,
        errors.DeniedError,
        errors.SeriesRefusedError,
        errors.LooseningNotConfirmedError,
    }
]


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.__name__)
async def test_every_error_of_the_service_has_a_status_of_its_own(
    client: httpx.AsyncClient, kind: type[errors.ChaperoneError]
) -> None:
    response = await answer_to(client, kind("Do this next."))
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code != 500
    body = response.json()
    assert body["status"] == response.status_code
    assert body["detail"] == "Do this next."
    assert body["type"].startswith("/problems/")
    assert body["title"]


async def test_errors_with_more_to_say_say_it(client: httpx.AsyncClient) -> None:
    findings = [{"code": "schedule.clash", "outcome": "deny"}]
    fields = problem(
        await answer_to(client, errors.InvalidFieldsError(errors.FieldError("name", "is missing"))),
        422,
        "invalid-fields",
    )
    assert fields["errors"] == [{"field": "name", "message": "is missing"}]
    reasons = [{"code": "schedule.clash", "sentence": "The mentor is already booked."}]
    refusal = errors.Refusal("Please choose another time.", reasons, findings=findings)
    clash = errors.ClashError("Choose another time.", parties=["mentor"], refusal=refusal)
    clashed = problem(await answer_to(client, clash), 409, "clash")
    assert (clashed["parties"], clashed["reasons"], next(iter(clashed))) == (["mentor"], reasons, "for_user")
    denied = problem(
        await answer_to(client, errors.DeniedError("Not so.", refusal=refusal, decision_id="7")), 422, "denied"
    )
    assert (denied["decision_id"], denied["for_user"]) == ("7", "Please choose another time.")
    sessions = [{"position": 5, "detail": "The mentor is already booked.", "reasons": reasons, "findings": findings}]
    series = errors.SeriesRefusedError("Nothing was changed.", refusal=errors.Refusal("No."), sessions=sessions)
    refused = problem(await answer_to(client, series), 422, "series-refused")
    assert refused["sessions"] == [{name: each[name] for name in each if name != "findings"} for each in sessions]
    asking = "?expand=safety,decision"
    assert (await answer_to(client, clash, asking)).json()["findings"] == findings
    assert (await answer_to(client, series, asking)).json()["sessions"] == sessions
    replayed = {"type": "/problems/denied", "title": "T", "status": 422, "detail": "D", "decision_id": "7"}
    again = problem(await answer_to(client, errors.ReplayedProblemError(replayed)), 422, "denied")
    assert {key: again[key] for key in replayed} == replayed


async def test_some_errors_say_when_to_try_again(client: httpx.AsyncClient) -> None:
    for error, seconds in (
        (errors.ServiceUnavailableError("Later."), "5"),
        (errors.ServiceUnavailableError("Later.", retry_after=timedelta(seconds=61.2)), "62"),
        (errors.RequestInFlightError("Later."), "1"),
    ):
        assert (await answer_to(client, error)).headers["Retry-After"] == seconds


async def test_a_database_that_is_away_is_a_503_that_says_when_to_try_again(client: httpx.AsyncClient) -> None:
    for error in (
        ConnectionRefusedError(SECRET),
        OperationalError(SECRET, None, Exception(SECRET)),
        InterfaceError(SECRET, None, Exception(SECRET)),
        PoolTimeoutError(SECRET),
        DBAPIError(SECRET, None, SerializationFailure(SECRET)),
        DBAPIError(SECRET, None, Exception(SECRET), connection_invalidated=True),
    ):
        response = await answer_to(client, error)
        problem(response, 503, "unavailable")
        assert response.headers["Retry-After"] == "5"
        assert SECRET not in response.text


async def test_what_nobody_expected_is_a_500_that_tells_nothing_of_the_inside(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    for error in (
        RuntimeError(SECRET),
        ValueError(SECRET),
        DBAPIError(SECRET, None, Exception(SECRET)),
        OSError(SECRET),
    ):
        response = await answer_to(client, error)
        problem(response, 500, "internal")
        assert SECRET not in response.text
        assert "Error" not in response.text
    logged = capsys.readouterr()
    assert SECRET not in logged.out + logged.err


async def test_addresses_and_methods_that_are_not_there_are_problems_too(service: Service) -> None:
    client = await service.caller()
    problem(await client.get("/v1/nothing"), 404, "not-found")
    wrong_method = await client.delete("/v1/partners")
    problem(wrong_method, 405, "method-not-allowed")
    assert wrong_method.headers["Allow"] == "GET, HEAD, POST"


async def test_every_wrong_field_is_named_at_once(service: Service) -> None:
    client = await service.caller()
    body = {"role": "host", "name": "", "email": "none", "colour": "red"}
    refused = problem(await client.post("/v1/people", json=body), 422, "invalid-fields")
    assert {error["field"] for error in refused["errors"]} == {"partner_id", "role", "name", "email", "colour"}
    assert all(error["message"] for error in refused["errors"])
    early = problem(await client.post("/v1/people", json={**body, "birth_date": "1899-12-31"}), 422, "invalid-fields")
    messages = {error["field"]: error["message"] for error in early["errors"]}
    assert messages["birth_date"] == "must be between the years 1900 and 2199"
