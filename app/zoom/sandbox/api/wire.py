"""HTTP as it comes in and goes out: from ASGI to a call, and from an answer to bytes."""

from typing import Final
from xml.sax.saxutils import escape

from starlette.types import Receive, Scope

from app.zoom.sandbox.api.answers import Answer, compact_json
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.identifiers import tracking_id

_JSON: Final = b"application/json;charset=UTF-8"
_XML: Final = b"application/xml;charset=UTF-8"
_HTML: Final = b"text/html;charset=UTF-8"


async def read_request(scope: Scope, receive: Receive) -> ZoomRequest:
    """Return a call with its whole body."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return ZoomRequest(
        method=scope["method"],
        path=scope["path"],
        query_string=scope["query_string"],
        headers=dict(scope["headers"]),
        body=body,
        scheme=scope["scheme"],
    )


def payload_of(answer: Answer, *, xml: bool) -> tuple[bytes, bytes]:
    """Return an answer's body and its type."""
    if answer.body is None:
        return b"", b""
    if isinstance(answer.body, str):
        return answer.body.encode(), _HTML
    if xml:
        text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><result>{_xml(answer.body)}</result>'
        return text.encode("utf-8", "replace"), _XML
    return compact_json(answer.body), _JSON


def headers_of(
    answer: Answer, operation: Operation | None, kind_of_body: bytes, length: int
) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers."""
    headers = [(b"x-zm-trackingid", tracking_id().encode())]
    if kind_of_body:
        headers += [(b"content-type", kind_of_body), (b"content-length", b"%d" % length)]
    elif answer.status != 204:
        headers.append((b"content-length", b"0"))
    if operation is not None:
        headers.append((b"x-ratelimit-category", operation.label.encode()))
    headers += [(name.encode(), value.encode()) for name, value in answer.headers.items()]
    return headers


def _xml(value: object) -> str:
    """Return a value as Zoom's servers write it: lists as repeated elements."""
    if not isinstance(value, dict):
        return escape(str(value).lower() if isinstance(value, bool) else str(value))
    return "".join(
        f"<{name}>{_xml(item)}</{name}>"
        for name, values in value.items()
        for item in (values if isinstance(values, list) else [values])
    )
