"""The door of the sandbox's Zoom: from a request to an answer, with the faults that were asked for in between."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from app.zoom.sandbox import meetings_api, users_api
from app.zoom.sandbox.account import Account
from app.zoom.sandbox.answers import (
    Answer,
    Refusal,
    compact_json,
    endpoint_unknown,
    rate_limited_per_day,
    rate_limited_per_second,
    token_expired,
)
from app.zoom.sandbox.connection import Connection
from app.zoom.sandbox.faults import FaultKind, FaultRule, Faults
from app.zoom.sandbox.identifiers import tracking_id
from app.zoom.sandbox.oauth import bearer, expire, give_token, revoke_token, scopes_of
from app.zoom.sandbox.requests import Handler, Operation, ZoomRequest

OPERATIONS: Final[Sequence[Operation]] = (*users_api.OPERATIONS, *meetings_api.OPERATIONS)
_TOKEN_HANDLERS: Final[Mapping[tuple[str, str], Handler]] = {
    ("POST", "/oauth/token"): give_token,
    ("POST", "/oauth/revoke"): revoke_token,
}
_REMEMBERED_CALLS: Final = 2000
_JSON: Final = b"application/json;charset=UTF-8"
_DONE_FIRST: Final = {
    FaultKind.DROP_ANSWER_AFTER_WORK,
    FaultKind.TRUNCATED_BODY,
    FaultKind.XML_BODY,
}


class Call(BaseModel):
    """A line of the request log. A call whose connection was cut has no status."""

    at: datetime
    method: str
    path: str
    query: str
    operation: str | None
    status: int | None
    milliseconds: float
    faults: tuple[FaultKind, ...] = ()


class ZoomFront:
    """The ASGI application behind `/v2` and `/oauth`."""

    def __init__(self, account: Account, faults: Faults) -> None:
        self._account = account
        self._faults = faults
        self.calls: deque[Call] = deque(maxlen=_REMEMBERED_CALLS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        started = time.perf_counter()
        request = await _read(scope, receive)
        operation, request.names = _operation(request)
        name = operation.name if operation else _token_operation(request)
        rules = self._faults.pick(operation=name, method=request.method, path=request.path)
        status = await self._respond(request, operation, rules, Connection(receive, send), send)
        self.calls.append(
            Call.model_construct(
                at=self._account.clock.now(),
                method=request.method,
                path=request.path,
                query=request.query_string.decode("latin-1") if operation else "",
                operation=name,
                status=status,
                milliseconds=round((time.perf_counter() - started) * 1000, 3),
                faults=tuple(rule.kind for rule in rules),
            )
        )

    async def _respond(
        self,
        request: ZoomRequest,
        operation: Operation | None,
        rules: Sequence[FaultRule],
        connection: Connection,
        send: Send,
    ) -> int | None:
        """Do the work, or what the faults make of it; return the status that was sent, if one was."""
        final: FaultRule | None = None
        for rule in rules:
            match rule.kind:
                case FaultKind.DELAY:
                    await asyncio.sleep(rule.seconds)
                case FaultKind.IGNORE_SETTING:
                    named = {rule.setting} if rule.setting else set()
                    request.ignored_settings = (request.ignored_settings or frozenset()) | named
                case _:
                    final = rule
        kind = final.kind if final else None
        if kind is FaultKind.RESET_CONNECTION:
            await connection.reset()
            return None
        if kind is FaultKind.DROP_BEFORE_WORK:
            await connection.close()
            return None
        if final is None or kind in _DONE_FIRST or final.after_work:
            answer = self._work(request, operation)
        else:
            answer = self._failure(request, final)
        if final is not None and final.after_work:
            answer = self._failure(request, final)
        payload, kind_of_body = _payload(answer, xml=kind is FaultKind.XML_BODY)
        if kind is FaultKind.DROP_ANSWER_AFTER_WORK or (kind is FaultKind.TRUNCATED_BODY and not payload):
            await connection.close()
            return None
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": _headers(answer, operation, kind_of_body, len(payload)),
            }
        )
        if kind is FaultKind.TRUNCATED_BODY:
            await send({"type": "http.response.body", "body": payload[: len(payload) // 2], "more_body": True})
            await connection.close()
        else:
            await send({"type": "http.response.body", "body": payload})
        return answer.status

    def _work(self, request: ZoomRequest, operation: Operation | None) -> Answer:
        try:
            if operation is None:
                if (handler := _TOKEN_HANDLERS.get((request.method, request.path))) is None:
                    raise endpoint_unknown()
                return handler(self._account, request)
            if missing := operation.missing_scopes(scopes_of(self._account, request)):
                message = f"Invalid access token, does not contain scopes:[{', '.join(missing)}]."
                raise Refusal.of(400, 4711, message)
            return operation.handler(self._account, request)
        except Refusal as refusal:
            return refusal.answer

    def _failure(self, request: ZoomRequest, rule: FaultRule) -> Answer:
        match rule.kind:
            case FaultKind.RATE_LIMITED_PER_SECOND:
                return rate_limited_per_second().answer
            case FaultKind.RATE_LIMITED_PER_DAY:
                return rate_limited_per_day(self._account.clock.now()).answer
            case FaultKind.EXPIRED_TOKEN:
                expire(self._account, bearer(request))
                return token_expired().answer
            case FaultKind.ERROR_503:
                return Answer(503, "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>")
            case _:
                return Answer(500, {"code": 500, "message": "Internal Server Error."})


async def _read(scope: Scope, receive: Receive) -> ZoomRequest:
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


def _operation(request: ZoomRequest) -> tuple[Operation | None, Mapping[str, str]]:
    if request.path.startswith("/v2/"):
        path = request.path.removeprefix("/v2")
        for operation in OPERATIONS:
            if operation.method == request.method and (match := operation.pattern.fullmatch(path)):
                return operation, match.groupdict()
    return None, {}


def _token_operation(request: ZoomRequest) -> str | None:
    handler = _TOKEN_HANDLERS.get((request.method, request.path))
    return handler.__name__ if handler else None


def _payload(answer: Answer, *, xml: bool) -> tuple[bytes, bytes]:
    """Return the body and its type."""
    if answer.body is None:
        return b"", b""
    if isinstance(answer.body, str):
        return answer.body.encode(), b"text/html;charset=UTF-8"
    if xml:
        text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><result>{_xml(answer.body)}</result>'
        return text.encode("utf-8", "replace"), b"application/xml;charset=UTF-8"
    return compact_json(answer.body), _JSON


def _xml(value: object) -> str:
    """Return a value as Zoom's servers write it: lists as repeated elements."""
    if not isinstance(value, dict):
        return escape(str(value).lower() if isinstance(value, bool) else str(value))
    return "".join(
        f"<{name}>{_xml(item)}</{name}>"
        for name, values in value.items()
        for item in (values if isinstance(values, list) else [values])
    )


def _headers(
    answer: Answer, operation: Operation | None, kind_of_body: bytes, length: int
) -> list[tuple[bytes, bytes]]:
    headers = [(b"x-zm-trackingid", tracking_id().encode())]
    if kind_of_body:
        headers += [(b"content-type", kind_of_body), (b"content-length", b"%d" % length)]
    if operation is not None:
        headers.append((b"x-ratelimit-category", operation.label.encode()))
    headers += [(name.encode(), value.encode()) for name, value in answer.headers.items()]
    return headers
