"""The page behind each `type` of a problem: what it means, and an example of it."""

import inspect
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import escape
from typing import Any, Final

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from app.http.problems import PAGES, PROBLEM_TYPES, TYPE_PREFIX, framework_problems, problem_body
from app.kit import errors
from app.kit.errors import ChaperoneError, FieldError, NotFoundError, Refusal

_REQUEST_ID: Final = "019aa3b0-0000-7000-8000-000000000000"
_DECISION_ID: Final = "019aa3b0-0000-7000-8000-000000000001"
_REASON: Final = {
    "code": "schedule.notice",
    "sentence": "The session starts in less than 5 hours, and this programme asks for at least 24 hours of notice.",
    "remedy": "Ask for a session that starts at least 24 hours from now.",
    "fixed_by": "booker",
}
_TOO_SOON: Final = "That is too soon; please choose a time at least 24 hours from now."
_CLASH: Final = "The mentor is already booked at this time or too close to it. Choose another time."

# One of each kind, as it is raised.
_EXAMPLES: Final[Sequence[ChaperoneError]] = (
    errors.NotAuthenticatedError("Send a valid API key as `Authorization: Bearer`."),
    errors.NotPermittedError("This API key may not do that."),
    errors.NotFoundError("Booking not found. Check the id."),
    errors.InvalidFieldsError(FieldError("starts_at", "must be in the future")),
    errors.AlreadyExistsError("These two are paired in this programme already. List its pairings to find theirs."),
    errors.PreconditionRequiredError("Send If-Match with the ETag that you read, or * to change whatever is there."),
    errors.PreconditionFailedError("Read it again to see what changed, then send your change with the new ETag."),
    errors.IdempotencyKeyReusedError(
        "Send a new Idempotency-Key for a new request; the same key only for the same request."
    ),
    errors.RequestInFlightError(
        "The first request with this Idempotency-Key is being worked on. Send it again in a second."
    ),
    errors.PersonalLinksOnlyError("The people of this programme come in by their personal links."),
    errors.WrongStateError("The booking is cancelled; only a blocked or failed one can be tried again."),
    errors.CursorOfAnotherFeedError("Read the feed from the beginning, or from `latest`."),
    errors.ClashError(
        _CLASH,
        parties=["mentor"],
        refusal=Refusal(
            "Somebody is already booked at that time; please choose another time.",
            [
                {
                    **_REASON,
                    "code": "schedule.clash",
                    "sentence": _CLASH.split(". ")[0] + ".",
                    "remedy": "Choose another time.",
                }
            ],
        ),
    ),
    errors.DeniedError(
        "The session cannot be booked as asked. Each reason says what is missing and who can correct it.",
        refusal=Refusal(_TOO_SOON, [_REASON]),
        decision_id=_DECISION_ID,
    ),
    errors.LooseningNotConfirmedError(loosening={"rules": ["schedule.notice"], "safety": []}),
    errors.SeriesRefusedError(
        "Nothing was changed: session 1 of the series cannot take place as asked. Choose another time, or skip that day.",
        refusal=Refusal(_TOO_SOON),
        sessions=[
            {
                "position": 1,
                "starts_at": "2026-11-23T10:00:00+00:00",
                "for_user": _TOO_SOON,
                "detail": "The session cannot be booked as asked.",
                "reasons": [_REASON],
                "decision_id": _DECISION_ID,
            }
        ],
    ),
    errors.RecoveringError("Nothing is changed at Zoom until a person has decided about the restored database."),
    errors.TooManyRequestsError("Wait as Retry-After says.", retry_after=timedelta(seconds=2)),
    errors.ServiceUnavailableError("The database does not answer. Try again in a few seconds."),
    errors.UnreadableError("The body is not valid JSON."),
    errors.WebhookRefusedError("The signature does not fit the body."),
)


@dataclass(frozen=True)
class ProblemPage:
    """What is told about a kind of problem."""

    type: str
    meaning: str
    example: Mapping[str, Any]


@cache
def problem_pages() -> Mapping[str, ProblemPage]:
    """Return what is told about each kind of problem, by the last part of its `type`."""
    told = {body["type"]: (meaning, body) for body, meaning in framework_problems()}
    # What is raised on purpose says more than what the framework raises of the same kind.
    told |= {body["type"]: (_meaning(error), body) for error in _EXAMPLES if (body := problem_body(error))}
    return {
        kind.removeprefix(TYPE_PREFIX): ProblemPage(kind, told[kind][0], {**told[kind][1], "request_id": _REQUEST_ID})
        for kind in PROBLEM_TYPES
    }


def _meaning(error: ChaperoneError) -> str:
    return (inspect.getdoc(type(error)) or "").splitlines()[0]


def install_problem_pages(app: FastAPI) -> None:
    """Give `app` a page for each kind of problem, and one for all of them; they need no API key."""

    @app.get(PAGES, include_in_schema=False)
    async def all_problems() -> HTMLResponse:
        return _page("Problems", [_section(each) for each in problem_pages().values()])

    @app.get(f"{PAGES}/{{kind}}", include_in_schema=False)
    async def problem(kind: str) -> HTMLResponse:
        page = problem_pages().get(kind)
        if page is None:
            message = f"There is no such kind of problem. {PAGES} lists all of them."
            raise NotFoundError(message)
        return _page(page.example["title"], [_section(page), f'<p><a href="{PAGES}">All problems</a></p>'])


def _section(page: ProblemPage) -> str:
    example = escape(json.dumps(page.example, indent=2))
    return (
        f'<section><h2><a href="{escape(page.type)}">{escape(page.example["title"])}</a></h2>'
        f"<p><code>{page.example['status']}</code> <code>{escape(page.type)}</code></p>"
        f"<p>{escape(page.meaning)}</p><pre>{example}</pre></section>"
    )


def _page(title: str, sections: Sequence[str]) -> HTMLResponse:
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)} - Chaperone</title></head><body><main><h1>{escape(title)}</h1>"
        "<p>Every error is a problem document (RFC 9457). Show <code>for_user</code> to the person at the screen, where it is "
        "there; <code>detail</code> says what to do next; quote <code>request_id</code> when you ask for help.</p>"
        f"{''.join(sections)}</main></body></html>"
    )
