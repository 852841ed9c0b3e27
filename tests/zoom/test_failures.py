"""What a call does when Zoom, or the way to Zoom, fails: one type for each thing a caller does next."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine

from app.zoom.client import Observation, ZoomClient
from app.zoom.configuration import ZoomTimeouts
from app.zoom.errors import (
    AccountDeniedError,
    FieldProblem,
    HostNotAllowedError,
    MeetingInProgressError,
    MeetingNotFoundError,
    OutcomeUnknownError,
    PlanRefusedError,
    RateLimitedError,
    RateLimitScope,
    RefusedError,
    ScopeMissingError,
    UnauthorizedError,
    UserNotFoundError,
    ValidationFailedError,
    ZoomError,
    ZoomUnavailableError,
)
from tests.support.zoom_api import (
    API,
    CONFIGURATION,
    MEETING_ID,
    TOKEN,
    meeting_answer,
    transport,
    zoom_api,
    zoom_client,
)
from tests.support.zoom_calls import EXPIRED, PASSCODE, READS, REQUEST, WRITES, Calling, caught, refusal

reads = pytest.mark.parametrize("calling", READS.values(), ids=READS)
writes = pytest.mark.parametrize("calling", WRITES.values(), ids=WRITES)
every_call = pytest.mark.parametrize("calling", (READS | WRITES).values(), ids=READS | WRITES)

NEVER_SENT = [httpx.ConnectError("no route"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("busy")]
LOST = [
    httpx.ReadTimeout("slow"),
    httpx.WriteTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("closed without an answer"),
    httpx.Response(500, json={"code": 500, "message": "Internal error"}),
    httpx.Response(502, text="<html>bad gateway</html>"),
    httpx.Response(503),
    httpx.Response(504, text="<?xml version='1.0'?><result/>"),
    httpx.Response(408),
    httpx.Response(302, headers={"location": "https://example.org/maintenance"}),
    httpx.Response(200, text="<html>maintenance</html>"),
]
UNREADABLE = [
    httpx.Response(200),
    httpx.Response(204),
    httpx.Response(200, text='{"id": 857460'),
    httpx.Response(200, text="<?xml version='1.0'?><result/>"),
    httpx.Response(200, content=b"\xff\xfe\x00"),
    httpx.Response(200, text="[" * 100_000),
    httpx.Response(200, json=None),
    httpx.Response(200, json=["other"]),
]


def named(value: object) -> str:
    return repr(value)


@pytest.mark.parametrize("error", NEVER_SENT, ids=named)
async def test_a_request_that_was_never_sent_changed_nothing(error: Exception) -> None:
    assert type(await caught(READS["meeting"], error)) is ZoomUnavailableError
    assert type(await caught(WRITES["create"], error)) is ZoomUnavailableError


@pytest.mark.parametrize("answer", LOST, ids=named)
async def test_without_an_answer_a_read_changed_nothing_and_a_write_may_have_been_done(
    answer: httpx.Response | Exception,
) -> None:
    assert type(await caught(READS["meeting"], answer)) is ZoomUnavailableError
    assert type(await caught(WRITES["create"], answer)) is OutcomeUnknownError


@reads
async def test_no_read_without_an_answer_leaves_a_doubt(calling: Calling) -> None:
    assert type(await caught(calling, httpx.Response(502))) is ZoomUnavailableError
    assert type(await caught(calling, httpx.ReadTimeout("slow"))) is ZoomUnavailableError


@writes
async def test_every_write_without_an_answer_may_have_been_done_and_is_not_repeated(calling: Calling) -> None:
    assert type(await caught(calling, httpx.Response(502))) is OutcomeUnknownError
    assert type(await caught(calling, httpx.ReadTimeout("slow"))) is OutcomeUnknownError
    assert type(await caught(calling, httpx.ConnectError("no route"))) is ZoomUnavailableError


@pytest.mark.parametrize("answer", UNREADABLE, ids=named)
async def test_a_meeting_whose_answer_cannot_be_read(answer: httpx.Response) -> None:
    assert type(await caught(WRITES["create"], answer)) is OutcomeUnknownError
    assert type(await caught(READS["meeting"], answer)) is ZoomUnavailableError


@pytest.mark.parametrize("calling", [WRITES["update"], READS["meeting"]], ids=["write", "read"])
async def test_a_server_that_never_finishes_is_given_up_at_the_deadline(calling: Calling) -> None:
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    configuration = CONFIGURATION.model_copy(update={"timeouts": ZoomTimeouts(total=0.01)})
    api = zoom_api()
    api.route(url__startswith=API).side_effect = never
    async with ZoomClient(configuration, transport=transport(api)) as client:
        with pytest.raises(OutcomeUnknownError if calling is WRITES["update"] else ZoomUnavailableError):
            await calling(client)


@pytest.mark.parametrize("calling", [READS["meeting"], WRITES["update"]], ids=["read", "write"])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(404, 1001, "User does not exist: host."), UserNotFoundError),
        (refusal(400, 1010, "User not found on this account."), UserNotFoundError),
        (refusal(404, 3001, "Meeting does not exist: 85746065432."), MeetingNotFoundError),
        (refusal(400, 3001), MeetingNotFoundError),
        (refusal(400, 3002, "Sorry, you cannot delete this meeting since it is in progress."), MeetingInProgressError),
        (refusal(400, 3161, "Meeting hosting and scheduling capabilities are not allowed."), HostNotAllowedError),
        (refusal(400, 200, "Only available for paid users."), PlanRefusedError),
        (refusal(400, 300, "Validation Failed."), ValidationFailedError),
        (refusal(400, 3003, "You're not the meeting host."), RefusedError),
        (refusal(403, 2306), RefusedError),
        (refusal(400, 3000, "Cannot access meeting information."), RefusedError),
        (httpx.Response(404, text="<html>no such page</html>"), RefusedError),
        (refusal(404, 300, "Meeting does not exist."), MeetingNotFoundError),
        (refusal(403, 104, "Access to the Zoom REST API has been denied for this account."), AccountDeniedError),
        (httpx.Response(403), AccountDeniedError),
        (httpx.Response(404, json={"code": "3001", "message": "text for a number"}), MeetingNotFoundError),
        (httpx.Response(400, json=["odd"]), RefusedError),
        (httpx.Response(413), RefusedError),
    ],
    ids=named,
)
async def test_a_refusal_has_the_type_of_its_code(
    calling: Calling, answer: httpx.Response, kind: type[ZoomError]
) -> None:
    error = await caught(calling, answer)
    assert type(error) is kind
    assert error.http_status == answer.status_code


@every_call
async def test_every_call_tells_a_refusal_by_its_type(calling: Calling) -> None:
    assert type(await caught(calling, refusal(404, 3001))) is MeetingNotFoundError


async def test_a_fresh_token_that_zoom_refuses_with_4700_lacks_scopes() -> None:
    no_scopes = refusal(401, 4700, "Invalid access token.")
    assert type(await caught(READS["meeting"], no_scopes, no_scopes)) is ScopeMissingError


async def test_code_3000_means_in_progress_where_it_is_about_a_started_meeting() -> None:
    started = refusal(400, 3000, "You cannot update or delete meetings that have started using this method.")
    assert type(await caught(WRITES["update"], started)) is MeetingInProgressError
    assert type(await caught(WRITES["delete"], started)) is MeetingInProgressError
    without_reason = refusal(400, 3000, "The meeting cannot be edited.")
    assert type(await caught(WRITES["update"], without_reason)) is MeetingInProgressError
    assert type(await caught(WRITES["delete"], without_reason)) is RefusedError
    blocked = refusal(400, 3000, "Users in 'example.org' have been blocked from joining meetings.")
    assert type(await caught(WRITES["update"], blocked)) is RefusedError


@pytest.mark.parametrize(
    "answer",
    [
        refusal(
            400, 300, "Validation Failed.", errors=[{"field": "password", "message": f"{PASSCODE} is too weak."}, "odd"]
        ),
        httpx.Response(
            400,
            headers={"content-type": "application/xml"},
            text='<?xml version="1.0" encoding="UTF-8" standalone="yes"?><result><code>300</code>'
            "<message>Validation Failed.</message><errors><field>password</field>"
            f"<message>{PASSCODE} is too weak.</message></errors></result>",
        ),
    ],
    ids=["JSON", "XML"],
)
async def test_a_failed_validation_names_the_fields_and_not_the_passcode(answer: httpx.Response) -> None:
    for calling in (WRITES["create"], WRITES["update"]):
        error = await caught(calling, answer)
        assert isinstance(error, ValidationFailedError)
        assert error.fields == (FieldProblem("password", "[removed] is too weak."),)
        assert error.message == "Validation Failed."
        assert error.code == 300


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_missing_scope_is_known_by_its_text_whatever_the_status(status: int) -> None:
    text = "Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin]."
    error = await caught(WRITES["create"], refusal(status, 4711, text))
    assert isinstance(error, ScopeMissingError)
    assert error.scopes == ("meeting:write:meeting", "meeting:write:meeting:admin")


@pytest.mark.parametrize("refused", [EXPIRED, httpx.Response(401), refusal(400, 124)], ids=named)
async def test_a_refused_token_is_replaced_once(refused: httpx.Response) -> None:
    api = zoom_api()
    api["token"].side_effect = [
        httpx.Response(200, json={"access_token": token, "expires_in": 3599, "api_url": API.removesuffix("/v2")})
        for token in ("first", "second")
    ]
    route = api.get(f"{API}/meetings/{MEETING_ID}")
    route.side_effect = [refused, httpx.Response(200, json=meeting_answer())]
    async with zoom_client(api) as client:
        assert (await client.meeting(MEETING_ID)).id == MEETING_ID
    sent = [call.request.headers["authorization"] for call in route.calls]
    assert sent == ["Bearer first", "Bearer second"]


async def test_a_token_refused_twice_is_an_error() -> None:
    assert type(await caught(WRITES["create"], EXPIRED, EXPIRED)) is UnauthorizedError


async def test_many_callers_with_a_refused_token_fetch_one_new_one() -> None:
    api = zoom_api()
    answers = [{"access_token": token, "expires_in": 3599} for token in ("old", "new")]
    api["token"].side_effect = [httpx.Response(200, json=answer) for answer in answers]

    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        old = request.headers["authorization"] == "Bearer old"
        return EXPIRED if old else httpx.Response(200, json=meeting_answer())

    api.get(url__regex=r"https://api\.zoom\.us/v2/meetings/\d+").side_effect = answer
    async with zoom_client(api) as client:
        meetings = await asyncio.gather(*(client.meeting(number) for number in range(1, 51)))
    assert len(meetings) == 50
    assert api["token"].call_count == 2


async def test_a_write_for_which_there_is_no_token_was_not_sent() -> None:
    api = zoom_api()
    api["token"].side_effect = [httpx.ReadTimeout("slow")]
    async with zoom_client(api) as client:
        with pytest.raises(ZoomUnavailableError):
            await client.create_meeting("host", REQUEST)


PER_SECOND = "You have reached the maximum per-second rate limit for this API. Try again later."
PER_DAY = "You have reached the maximum daily rate limit for this API. Refer to the response header for details."
PER_HOST = (
    "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular "
    "user. You may resume these requests at GMT 00:00:00."
)
PER_REGISTRANT = (
    "You have exceeded the daily rate limit of (3) for Add meeting registrant API requests for the registrant. "
    "You can resume these API requests at GMT 00:00:00."
)
PER_HOST_2020 = "A maximum of 100 meetings can be created/updated for a single user in one day."


@pytest.mark.parametrize(
    ("message", "headers", "scope"),
    [
        (PER_SECOND, {}, RateLimitScope.PER_SECOND),
        (PER_DAY, {}, RateLimitScope.PER_DAY),
        (PER_HOST, {"x-ratelimit-type": "Daily-limit"}, RateLimitScope.PER_HOST_AND_DAY),
        (PER_HOST_2020, {}, RateLimitScope.PER_HOST_AND_DAY),
        (PER_REGISTRANT, {"x-ratelimit-type": "Daily-limit"}, RateLimitScope.PER_REGISTRANT_AND_DAY),
        ("", {"x-ratelimit-type": "QPS"}, RateLimitScope.PER_SECOND),
        ("", {"x-ratelimit-type": "Daily-limit"}, RateLimitScope.PER_DAY),
        ("Too many concurrent requests.", {}, RateLimitScope.UNKNOWN),
    ],
)
async def test_a_reached_limit_is_told_apart(message: str, headers: dict[str, str], scope: RateLimitScope) -> None:
    answer = httpx.Response(429, json={"code": 429, "message": message}, headers=headers)
    error = await caught(WRITES["create"], answer)
    assert isinstance(error, RateLimitedError)
    assert error.scope is scope


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("5", timedelta(seconds=5)),
        ("2027-01-13T00:00:00Z", timedelta(hours=8)),
        ("2027-01-13T00:00:00", timedelta(hours=8)),
        ("2027-01-13T01:00:00+01:00", timedelta(hours=8)),
        ("Tue, 12 Jan 2027 16:00:30 GMT", timedelta(seconds=30)),
        ("2027-01-12T15:00:00Z", timedelta()),
        ("2029-01-01T00:00:00Z", timedelta(hours=24)),
        ("999999999", timedelta(hours=24)),
        ("-1", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
@time_machine.travel(datetime(2027, 1, 12, 16, tzinfo=UTC), tick=False)
async def test_retry_after_is_read_in_every_form(header: str | None, wait: timedelta | None) -> None:
    headers = {} if header is None else {"retry-after": header}
    error = await caught(READS["meeting"], httpx.Response(429, json={"code": 429, "message": PER_DAY}, headers=headers))
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == wait


async def test_a_limit_whose_body_is_no_json_is_a_limit() -> None:
    assert isinstance(await caught(READS["meeting"], httpx.Response(429, text="<html/>")), RateLimitedError)


async def test_an_error_keeps_the_trail_to_zooms_support_and_no_secret() -> None:
    message = (
        f"Bad passcode={PASSCODE} of mentor@example.org, see https://example.org/j/1?pwd=abc, token {TOKEN}\r\n"
        + "x" * 5_000
    )
    answer = httpx.Response(
        400, json={"code": 3003, "message": message}, headers={"x-zm-trackingid": "v=2.0;clid=aw1;rid=WEB_abc"}
    )
    error = await caught(WRITES["create"], answer)
    shown = f"{error} {error!r} {error.args}"
    for secret in (PASSCODE, "mentor@example.org", "example.org", "abc,", TOKEN, "\n"):
        assert secret not in shown.replace("WEB_abc", "")
    assert len(error.message) <= 300
    assert error.tracking_id == "v=2.0;clid=aw1;rid=WEB_abc"
    assert (error.code, error.http_status, error.operation) == (3003, 400, "create_meeting")


async def test_a_tracking_id_that_is_none_is_dropped() -> None:
    answer = httpx.Response(400, headers={"x-zm-trackingid": "<script>" + "a" * 500})
    assert (await caught(READS["meeting"], answer)).tracking_id is None


async def test_an_error_of_the_network_or_of_parsing_shows_neither_address_nor_body() -> None:
    request = httpx.Request("GET", "https://api.zoom.us/v2/users/mentor@example.org")
    network = await caught(READS["user"], httpx.ConnectError("to mentor@example.org failed", request=request))
    shape = await caught(READS["meeting"], httpx.Response(200, json={"id": "join-secret", "join_url": 5}))
    for error in (network, shape):
        assert error.__suppress_context__
        assert error.__cause__ is None
        assert "example.org" not in str(error)
        assert "join-secret" not in str(error)
    assert "id" in shape.message


async def test_a_list_that_never_ends_is_given_up() -> None:
    page = httpx.Response(200, json={"users": [], "next_page_token": "again"})
    assert type(await caught(READS["users"], page, page)) is ZoomUnavailableError


async def test_every_call_is_observed_once_with_its_outcome() -> None:
    observations: list[Observation] = []
    api = zoom_api()
    route = api.get(f"{API}/meetings/{MEETING_ID}")
    route.side_effect = [httpx.Response(200, json=meeting_answer()), refusal(404, 3001), httpx.ReadTimeout("slow")]
    async with zoom_client(api, observations.append) as client:
        await client.meeting(MEETING_ID)
        for _ in range(2):
            with pytest.raises(ZoomError):
                await client.meeting(MEETING_ID)
    assert [(seen.operation, seen.status, seen.error) for seen in observations] == [
        ("get_meeting", 200, None),
        ("get_meeting", 404, "MeetingNotFoundError"),
        ("get_meeting", None, "ZoomUnavailableError"),
    ]
    assert all(seen.seconds >= 0 for seen in observations)
