"""Where Zoom sends its events."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response, status
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers

from app.http.dependencies import SettingsDependency
from app.http.problems import public_problems
from app.kit.clock import utc_now
from app.kit.errors import UnreadableError, WebhookRefusedError
from app.monitoring.intake import Intake
from app.monitoring.refusals import PATH, note_refusal
from app.monitoring.schemas import UrlValidation
from app.zoom.events import MalformedEventError, parse_event
from app.zoom.webhooks import HeaderMalformedError, url_validation_answer, verify_signature

router = APIRouter(tags=["Zoom"])

_REQUEST_ID = re.compile(r"[!-~]{1,100}")

_BODY: dict[str, Any] = {
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
    }
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
    openapi_extra=_BODY,
)
async def take_in_zoom_event(
    request: Request,
    settings: SettingsDependency,
    x_zm_signature: Annotated[str | None, Header(description="Zoom's signature over time stamp and body.")] = None,
    x_zm_request_timestamp: Annotated[str | None, Header(description="When Zoom signed, in seconds.")] = None,
    x_zm_request_id: Annotated[
        str | None, Header(description="Zoom's id of the delivery, the same each time it is sent again.")
    ] = None,
) -> Response:
    """For Zoom alone: the signature over the raw body is checked before anything is read. Nothing secret in it is kept.

    What was taken in is stored, and what follows from it is queued. An authentic event that could not be stored is answered
    with 503, so that Zoom sends it again: after a 4xx it never does.
    """
    body = await request.body()
    try:
        _require_single(request.headers, "x-zm-signature", "x-zm-request-timestamp")
        secret = verify_signature(
            body=body,
            signature=x_zm_signature,
            timestamp=x_zm_request_timestamp,
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
    await intake.take_in(event, _usable(request.headers, x_zm_request_id))
    return Response(status_code=status.HTTP_204_NO_CONTENT)


def _require_single(headers: Headers, *names: str) -> None:
    """Refuse a header that is there twice: who looked at the other one was told something else."""
    if any(len(headers.getlist(name)) > 1 for name in names):
        message = "A header that is signed, or signs, is there more than once."
        raise HeaderMalformedError(message)


def _usable(headers: Headers, request_id: str | None) -> str | None:
    """Return Zoom's id of the delivery, or None where there is none to rely on: the event is recognised by what it says then."""
    is_single = len(headers.getlist("x-zm-request-id")) == 1
    return request_id if is_single and request_id and _REQUEST_ID.fullmatch(request_id) else None
