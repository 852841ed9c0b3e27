"""Where Zoom sends its events."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response, status
from fastapi.responses import JSONResponse

from app.bookings.room import RoomLimits
from app.http.dependencies import DatabaseDependency, SettingsDependency
from app.http.problems import public_problems
from app.kit.clock import utc_now
from app.kit.errors import UnreadableError
from app.kit.logging import current_request_id
from app.monitoring import service
from app.monitoring.schemas import UrlValidation
from app.zoom.events import MalformedEventError, parse_event
from app.zoom.webhooks import url_validation_answer, verify_signature

router = APIRouter(tags=["Zoom"])

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
    "/webhooks/zoom",
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
    database: DatabaseDependency,
    settings: SettingsDependency,
    x_zm_signature: Annotated[str | None, Header(description="Zoom's signature over time stamp and body.")] = None,
    x_zm_request_timestamp: Annotated[str | None, Header(description="When Zoom signed, in seconds.")] = None,
) -> Response:
    """For Zoom alone: the signature over the raw body is checked before anything is read. Nothing secret in it is kept."""
    body = await request.body()
    secret = verify_signature(
        body=body,
        signature=x_zm_signature,
        timestamp=x_zm_request_timestamp,
        secrets=settings.zoom_webhook_secrets,
        now=utc_now(),
        tolerance=settings.zoom_webhook_window,
    )
    try:
        event = parse_event(body)
    except MalformedEventError as error:
        raise UnreadableError(str(error)) from None
    if event.plain_token is not None:
        return JSONResponse(url_validation_answer(event.plain_token, secret))
    async with database.transaction() as session:
        limits = RoomLimits(settings.room_opens_early, settings.room_overrun)
        await service.take_in(session, event, limits, request_id=current_request_id())
    return Response(status_code=status.HTTP_204_NO_CONTENT)
