"""From typed errors to RFC 9457 problem details: the one place that knows both."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, Literal
from uuid import UUID

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.exceptions import HTTPException

from app.http.answers import retry_after
from app.http.expanding import DECISION, is_expanded
from app.http.fields import KINDS_OF_TIME
from app.http.findings import CONTACTS, FOR_USER, CoordinatorRead, FindingRead, ReasonRead
from app.http.methods import allowed_methods
from app.http.request_identity import HEADER, request_id_of
from app.http.security_headers import add_security_headers
from app.kit import errors
from app.kit.database_failures import BUSY, DATABASE_FAILURES, is_passing, sqlstate_of
from app.kit.logging import current_request_id

MEDIA_TYPE: Final = "application/problem+json"
PAGES: Final = "/problems"
"""Where the service describes each kind of problem: see `app.http.problem_pages`."""

TYPE_PREFIX: Final = f"{PAGES}/"
_INTERNAL: Final = "internal"
_INTERNAL_TITLE: Final = "Something went wrong on our side"
_INTERNAL_DETAIL: Final = "It was not your request. Try again, and quote the request id if it happens again."
_OTHER: Final = "http"
_CHECK: Final = "Check the request and send it again."
_OF_THE_BODY: Final = frozenset({"content-length", "content-type"})

log = structlog.get_logger(__name__)


# Error class -> status, slug, title. Subclasses come before their bases.
_KINDS: Final[Mapping[type[errors.ChaperoneError], tuple[HTTPStatus, str, str]]] = {
    errors.NotAuthenticatedError: (HTTPStatus.UNAUTHORIZED, "not-authenticated", "Not authenticated"),
    errors.NotPermittedError: (HTTPStatus.FORBIDDEN, "not-permitted", "Not permitted"),
    errors.NotFoundError: (HTTPStatus.NOT_FOUND, "not-found", "Not found"),
    errors.InvalidFieldsError: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-fields", "Some fields cannot be accepted"),
    errors.AlreadyExistsError: (HTTPStatus.CONFLICT, "already-exists", "It exists already"),
    errors.PreconditionRequiredError: (HTTPStatus.PRECONDITION_REQUIRED, "if-match-required", "If-Match is required"),
    errors.PreconditionFailedError: (HTTPStatus.PRECONDITION_FAILED, "changed-meanwhile", "It was changed meanwhile"),
    errors.IdempotencyKeyReusedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "idempotency-key-reused",
        "Idempotency-Key was used for another request",
    ),
    errors.RequestInFlightError: (HTTPStatus.CONFLICT, "request-in-flight", "The first request is still in flight"),
    errors.PersonalLinksOnlyError: (
        HTTPStatus.CONFLICT,
        "personal-links-only",
        "People come in by personal links",
    ),
    errors.WrongStateError: (HTTPStatus.CONFLICT, "wrong-state", "Not possible in this state"),
    errors.CursorOfAnotherFeedError: (HTTPStatus.GONE, "cursor-unknown", "The feed does not know this cursor"),
    errors.ClashError: (HTTPStatus.CONFLICT, "clash", "Already booked at that time"),
    errors.DeniedError: (HTTPStatus.UNPROCESSABLE_ENTITY, "denied", "The programme's rules do not allow this session"),
    errors.LooseningNotConfirmedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "loosening-not-confirmed",
        "It would loosen the rules",
    ),
    errors.SeriesRefusedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "series-refused",
        "Not every session of the series can take place",
    ),
    errors.RecoveringError: (HTTPStatus.SERVICE_UNAVAILABLE, "recovering", "Waiting for a decision after a restore"),
    errors.TooManyRequestsError: (HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"),
    errors.ServiceUnavailableError: (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "Not available just now"),
    errors.UnreadableError: (HTTPStatus.BAD_REQUEST, "bad-request", "The request cannot be read"),
    errors.WebhookRefusedError: (HTTPStatus.UNAUTHORIZED, "webhook-refused", "The delivery is not authentic"),
}

_OF_HTTP: Final[Mapping[int, tuple[str, str, str]]] = {
    HTTPStatus.BAD_REQUEST: ("bad-request", "The request cannot be read", "Check the request and send it again."),
    HTTPStatus.NOT_FOUND: ("not-found", "Not found", "Check the address; /docs lists every operation."),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "method-not-allowed",
        "Method not allowed",
        "/docs lists what this address can do.",
    ),
    HTTPStatus.REQUEST_TIMEOUT: (
        "too-slow",
        "The request took too long to arrive",
        "Send it again, over a better connection.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too-large", "The request is too large", "Send at most 256 KiB."),
}

PROBLEM_TYPES: Final = tuple(
    TYPE_PREFIX + slug
    for slug in dict.fromkeys(
        (*(slug for _, slug, _ in _KINDS.values()), *(slug for slug, _, _ in _OF_HTTP.values()), _INTERNAL, _OTHER)
    )
)
"""Every `type` that a problem can have."""


class FieldProblem(BaseModel):
    """A field that was refused."""

    field: str = Field(description="Where the field stands in the request.")
    message: str = Field(description="Why it was refused.")


_FINDINGS: Final = "What each rule of the programme found, with `expand=decision`."


class RefusedSession(BaseModel):
    """A session of a series that cannot take place."""

    position: int = Field(description="Its place in the series, from 1.")
    starts_at: datetime
    for_user: str = Field(description=FOR_USER)
    detail: str = Field(description="Why it cannot take place, and what to do.")
    reasons: list[ReasonRead] = Field(description="What stands in the way.")
    decision_id: UUID = Field(description="The decision on it.")
    findings: list[FindingRead] | None = Field(default=None, description=_FINDINGS)


class ProblemDetails(BaseModel):
    """What went wrong and what to do next (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    for_user: str | None = Field(default=None, description=f"{FOR_USER} Where a session is refused.")
    type: str = Field(
        description="Stable name of this kind of problem, and the address, at this service, of the page that describes it.",
        json_schema_extra={"enum": list[JsonValue](PROBLEM_TYPES)},
    )
    title: str = Field(description="The kind of problem, in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str | None = Field(default=None, description="What to do next.")
    request_id: str | None = Field(default=None, description="Quote this when you ask for help.")
    errors: list[FieldProblem] | None = Field(default=None, description="The fields that were refused.")
    reasons: list[ReasonRead] | None = Field(default=None, description="What stands in the way of the session.")
    contacts: list[CoordinatorRead] | None = Field(default=None, description=CONTACTS)
    findings: list[FindingRead] | None = Field(default=None, description=_FINDINGS)
    decision_id: UUID | None = Field(default=None, description="The decision that refused the session.")
    sessions: list[RefusedSession] | None = Field(
        default=None, description="The sessions of a series that cannot take place, by position, and why."
    )
    loosening: dict[str, Any] | None = Field(
        default=None, description="What a policy would loosen, rule by rule and setting by setting."
    )
    parties: list[Literal["mentor", "mentee", "host"]] | None = Field(
        default=None, description="Who is booked already at that time."
    )


_DATABASE_AWAY: Final = "The database does not answer. Try again in a few seconds."
_DATABASE_BUSY: Final = "Others are changing the same thing just now, and it took too long. Try again in a few seconds."


def problem_body(error: errors.ChaperoneError) -> dict[str, Any]:
    """Return the problem details of an error, without the request id: what an idempotent replay answers again."""
    if isinstance(error, errors.ReplayedProblemError):
        return error.problem
    status, slug, title = _kind(error)
    body = _body(status, slug, title, str(error))
    if isinstance(error, errors.InvalidFieldsError):
        body["errors"] = [{"field": each.field, "message": each.message} for each in error.errors]
    if isinstance(error, errors.ClashError):
        body["parties"] = list(error.parties)
    if isinstance(error, errors.LooseningNotConfirmedError):
        body["loosening"] = error.loosening
    if isinstance(error, errors.SeriesRefusedError):
        body["sessions"] = [dict(each) for each in error.sessions]
    if isinstance(error, errors.DeniedError):
        body["decision_id"] = error.decision_id
    if isinstance(error, errors.ClashError | errors.DeniedError | errors.SeriesRefusedError):
        return _with_refusal(body, error.refusal)
    return body


def _with_refusal(body: Mapping[str, Any], refusal: errors.Refusal) -> dict[str, Any]:
    # First what is shown at once, last what only some ask for.
    told = {
        name: [dict(each) for each in getattr(refusal, name)]
        for name in ("reasons", "contacts", "findings")
        if getattr(refusal, name)
    }
    return {"for_user": refusal.for_user, **body, **told}


def _shortened(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a refusal without what only some ask for, where it has reasons at all: those that were kept before had none."""
    short = {name: value for name, value in body.items() if name != "findings" or "reasons" not in body}
    if "sessions" in body:
        short["sessions"] = [_shortened(each) for each in body["sessions"]]
    return short


def _kind(error: errors.ChaperoneError) -> tuple[HTTPStatus, str, str]:
    for kind, described in _KINDS.items():
        if isinstance(error, kind):
            return described
    return HTTPStatus.INTERNAL_SERVER_ERROR, _INTERNAL, _INTERNAL_TITLE


def _answer(request: Request, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    request_id = request_id_of(request.scope)
    told = body if is_expanded(request, DECISION) else _shortened(body)
    content = {**told, "request_id": request_id}
    headers = {**(headers or {}), HEADER: request_id or ""}
    answer = JSONResponse(content, status_code=body["status"], headers=headers, media_type=MEDIA_TYPE)
    # Here too: what fails unexpectedly is answered outside of the middleware that adds them.
    add_security_headers(answer.headers, request.scope)
    return answer


def _body(status: int, slug: str, title: str, detail: str) -> dict[str, Any]:
    return {"type": TYPE_PREFIX + slug, "title": title, "status": int(status), "detail": detail}


async def _answer_error(request: Request, error: errors.ChaperoneError) -> JSONResponse:
    return _answer(request, problem_body(error), _headers_of(error))


def _headers_of(error: errors.ChaperoneError) -> dict[str, str]:
    headers: dict[str, str] = {}
    if isinstance(error, errors.NotAuthenticatedError):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.TooManyRequestsError):
        headers["Retry-After"] = str(math.ceil(error.retry_after.total_seconds()))
    if isinstance(error, errors.ServiceUnavailableError):
        headers["Retry-After"] = str(math.ceil(error.retry_after.total_seconds()) if error.retry_after else 5)
    if isinstance(error, errors.RequestInFlightError):
        headers["Retry-After"] = "1"
    return headers


async def _answer_http(request: Request, error: HTTPException) -> JSONResponse:
    fallback = (_OTHER, HTTPStatus(error.status_code).phrase, _CHECK)
    slug, title, detail = _OF_HTTP.get(error.status_code, fallback)
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() not in _OF_THE_BODY}
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(allowed_methods(request))
    return _answer(request, _body(error.status_code, slug, title, detail), headers)


def _field_name(location: Sequence[int | str]) -> str:
    where, *rest = (part for part in location if part not in KINDS_OF_TIME)
    path = ".".join(str(part) for part in (rest if where == "body" else (where, *rest)))
    return path or "body"


async def _answer_validation(request: Request, error: RequestValidationError) -> JSONResponse:
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        slug, title, _ = _OF_HTTP[HTTPStatus.BAD_REQUEST]
        return _answer(request, _body(400, slug, title, "The body is not valid JSON."))
    # Only where and why: what was sent may be a name, an address or a birth date.
    wrong = (errors.FieldError(_field_name(each["loc"]), each["msg"].removeprefix("Value error, ")) for each in found)
    return _answer(request, problem_body(errors.InvalidFieldsError(*wrong)))


async def _answer_database(request: Request, error: Exception) -> JSONResponse:
    if not is_passing(error):
        return await _answer_unexpected(request, error)
    _log_unexpected(error)
    detail = _DATABASE_BUSY if sqlstate_of(error) in BUSY else _DATABASE_AWAY
    return await _answer_error(request, errors.ServiceUnavailableError(detail))


async def _answer_unexpected(request: Request, error: Exception) -> JSONResponse:
    # What the exception says may hold a secret or a name: it stays in the log, by type only.
    _log_unexpected(error)
    return _answer(request, _body(500, _INTERNAL, _INTERNAL_TITLE, _INTERNAL_DETAIL))


def _log_unexpected(error: Exception) -> None:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("request.failed", error=type(error).__name__, sqlstate=sqlstate_of(error), frames=frames[-8:])


def framework_problems() -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield an example of each problem that is not raised on purpose, and what it means."""
    for status, (slug, title, detail) in _OF_HTTP.items():
        yield _body(status, slug, title, detail), title
    yield _body(500, _INTERNAL, _INTERNAL_TITLE, _INTERNAL_DETAIL), "Something failed that must not."
    yield _body(418, _OTHER, HTTPStatus(418).phrase, _CHECK), "Anything else that HTTP has a status for."


def install_problems(app: FastAPI) -> None:
    """Make every error of `app` a problem document."""
    app.exception_handler(errors.ChaperoneError)(_answer_error)
    app.exception_handler(HTTPException)(_answer_http)
    app.exception_handler(RequestValidationError)(_answer_validation)
    for away in DATABASE_FAILURES:
        app.exception_handler(away)(_answer_database)
    app.exception_handler(Exception)(_answer_unexpected)


def too_large_response() -> JSONResponse:
    """Return the answer to a body that is too large to be read at all."""
    slug, title, detail = _OF_HTTP[HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    return _answer_at_once(_body(413, slug, title, detail))


def problem_response(error: errors.ChaperoneError) -> JSONResponse:
    """Return the answer to a request that is refused before it reaches the application."""
    return _answer_at_once(problem_body(error), _headers_of(error))


def _answer_at_once(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    content = {**body, "request_id": current_request_id()}
    return JSONResponse(content, status_code=body["status"], headers=headers, media_type=MEDIA_TYPE)


_MEANING: Final = {
    400: "The body is not valid JSON.",
    401: "No valid API key.",
    408: "The body took too long to arrive.",
    403: "The API key lacks the scope.",
    404: "There is no such thing, or it is another partner's.",
    409: "It conflicts with what is there: the title says how.",
    410: "It was there once: the cursor is of a time before a restore.",
    412: "It was changed by somebody else since you read it. Read it again, then decide.",
    413: "More than 256 KiB.",
    422: "Fields are not acceptable, or the programme's rules do not allow it: errors or findings say which and why.",
    428: "If-Match is missing.",
    429: "This API key asks for too much at once, or too often; Retry-After says when to try again.",
    503: "Something that the service needs does not answer now; Retry-After says when to try again.",
}


_TRY_AGAIN: Final = retry_after("In how many seconds to try again, where that helps.")
_SENT_WITH: Final = {
    409: _TRY_AGAIN,
    429: {
        **_TRY_AGAIN,
        "RateLimit-Policy": {
            "description": "How much an API key may ask for: `q` requests in `w` seconds, and how many at once.",
            "schema": {"type": "string"},
        },
        "RateLimit": {
            "description": "What is left of it: `r` requests, and all again in `t` seconds. On every answer to an API key.",
            "schema": {"type": "string"},
        },
    },
    503: _TRY_AGAIN,
}


def public_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an operation without API key that may answer with these problems."""
    of_bodies = {408} if 413 in statuses else set()
    return {
        status: {
            "description": _MEANING[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
            **({"headers": _SENT_WITH[status]} if status in _SENT_WITH else {}),
        }
        for status in sorted({*statuses, *of_bodies, 503})
    }


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an operation with API key that may answer with these problems, and with 401, 403 and 429."""
    return public_problems(401, 403, 429, *statuses)
