"""Where Zoom sends its events."""

import re
from typing import Any, Final

from fastapi import APIRouter, Request, Response, status
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers

from app.http.problems import public_problems
from app.kit.clock import utc_now
from app.kit.errors import UnreadableError, WebhookRefusedError
from app.monitoring.intake import Intake
from app.monitoring.refusals import PATH, note_refusal
from app.monitoring.schemas import UrlValidation
from app.zoom.events import MalformedEventError, parse_event
from app.zoom.webhooks import HeaderMalformedError, url_validation_answer, verify_signature

router = APIRouter(tags=["Webhooks"])

_REQUEST_ID = re.compile(r"[!-~]{1,100}")

_HEADERS: Final = {
    "x-zm-signature": "Zoom's signature over time stamp and body.",
    "x-zm-request-timestamp": "When Zoom signed, in seconds.",
    "x-zm-request-id": "Zoom's id of the delivery, the same each time it is sent again.",
}
# Described here and read by hand: a burst of events is taken in at twice the pace.
_DESCRIBED: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "header", "required": False, "description": description, "schema": {"type": "string"}}
        for name, description in _HEADERS.items()
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object", "description": "An event as Zoom sends it."},
                "examples": {
                    "validation": {
                        "summary": "Zoom validates this address; the signature is Zoom's to make",
                        "value": {
                            "event": "endpoint.url_validation",
                            "event_ts": 1767603600000,
                            "payload": {"plainToken": "an-example-token"},
                        },
                    }
                },
            }
        },
    },
}


@router.post(
    PATH,
    summary="Receive a webhook from Zoom",
    operation_id="take_in_zoom_event",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={
        200: {"model": UrlValidation, "description": "The answer to Zoom's validation of this address."},
        204: {"description": "Taken in. The same event again is recognised and changes nothing."},
        **public_problems(400, 401, 413, 422),
    },
    openapi_extra=_DESCRIBED,
)
async def take_in_zoom_event(
    request: Request,
) -> Response:
    """For Zoom alone: the signature over the raw body is checked before anything is read. Nothing secret in it is kept.

    What was taken in is stored, and what follows from it is queued. An authentic event that could not be stored is answered
    with 503, so that Zoom sends it again: after a 4xx it never does.
    """
    body, headers, settings = await request.body(), request.headers, request.app.state.settings
    try:
        _require_single(headers, "x-zm-signature", "x-zm-request-timestamp")
        secret = verify_signature(
            body=body,
            signature=headers.get("x-zm-signature"),
            timestamp=headers.get("x-zm-request-timestamp"),
            secrets=settings.zoom_webhook_secrets,
            now=utc_now(),
            tolerance=settings.zoom_webhook_window,
        )
    except WebhookRefusedError as error:
        note_refusal(request.scope, error)
        raise
    try:
        event = parse_event(body)
    except MalformedEventError as error:
        raise UnreadableError(str(error)) from None
    if event.plain_token is not None:
        return JSONResponse(url_validation_answer(event.plain_token, secret))
    intake: Intake = request.app.state.intake
    await intake.take_in(event, _request_id(headers))
    return Response(status_code=status.HTTP_204_NO_CONTENT)


def _require_single(headers: Headers, *names: str) -> None:
    """Refuse a header that is there twice: who looked at the other one was told something else."""
    if any(len(headers.getlist(name)) > 1 for name in names):
        message = "A header that is signed, or signs, is there more than once."
        raise HeaderMalformedError(message)


def _request_id(headers: Headers) -> str | None:
    """Return Zoom's id of the delivery, or None where there is none to rely on: the event is recognised by what it says then."""
    given = headers.getlist("x-zm-request-id")
    return given[0] if len(given) == 1 and _REQUEST_ID.fullmatch(given[0]) else None
