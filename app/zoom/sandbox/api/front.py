"""The door of the sandbox's Zoom: from a request to an answer, with the faults that were asked for in between."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limits import AccountLimits
from app.zoom.sandbox.api import accounts as accounts_api
from app.zoom.sandbox.api import groups as groups_api
from app.zoom.sandbox.api import invitations as invitations_api
from app.zoom.sandbox.api import live_meetings as live_meetings_api
from app.zoom.sandbox.api import managing_users as managing_users_api
from app.zoom.sandbox.api import meetings as meetings_api
from app.zoom.sandbox.api import past_meetings as past_meetings_api
from app.zoom.sandbox.api import registrants as registrants_api
from app.zoom.sandbox.api import users as users_api
from app.zoom.sandbox.api import webhook_logs as webhook_logs_api
from app.zoom.sandbox.api.answers import Answer, Refusal, denied, endpoint_unknown
from app.zoom.sandbox.api.connection import Connection
from app.zoom.sandbox.api.oauth import give_token, revoke_token, scopes_of
from app.zoom.sandbox.api.requests import Handler, Operation, ZoomRequest
from app.zoom.sandbox.api.wire import headers_of, payload_of, read_request
from app.zoom.sandbox.meetings import holding
from app.zoom.sandbox.misbehaviour.failures import DONE_FIRST, failure, spoilt
from app.zoom.sandbox.misbehaviour.faults import FaultKind, FaultRule, Faults

OPERATIONS: Final[Sequence[Operation]] = (
    *accounts_api.OPERATIONS,
    *groups_api.OPERATIONS,
    *users_api.OPERATIONS,
    *managing_users_api.OPERATIONS,
    *meetings_api.OPERATIONS,
    *invitations_api.OPERATIONS,
    *registrants_api.OPERATIONS,
    *live_meetings_api.OPERATIONS,
    *past_meetings_api.OPERATIONS,
    *webhook_logs_api.OPERATIONS,
)
_TOKEN_HANDLERS: Final[Mapping[tuple[str, str], Handler]] = {
    ("POST", "/oauth/token"): give_token,
    ("POST", "/oauth/revoke"): revoke_token,
}
_REMEMBERED_CALLS: Final = 2000


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

    def __init__(self, account: Account, faults: Faults, limits: AccountLimits) -> None:
        self._account = account
        self._limits = limits
        self._faults = faults
        self.calls: deque[Call] = deque(maxlen=_REMEMBERED_CALLS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        started = time.perf_counter()
        request = await read_request(scope, receive)
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
        final = await _applied(request, rules)
        kind = final.kind if final else None
        if kind is FaultKind.RESET_CONNECTION:
            await connection.reset()
            return None
        if kind is FaultKind.DROP_BEFORE_WORK:
            await connection.close()
            return None
        answer = self._answer(request, operation, final)
        xml = kind is FaultKind.XML_BODY or self._tells_in_xml(request, answer)
        payload, kind_of_body = payload_of(answer, xml=xml)
        if kind is FaultKind.DROP_ANSWER_AFTER_WORK or (kind is FaultKind.TRUNCATED_BODY and not payload):
            await connection.close()
            return None
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": headers_of(answer, operation, kind_of_body, len(payload)),
            }
        )
        if kind is FaultKind.TRUNCATED_BODY:
            await send({"type": "http.response.body", "body": payload[: len(payload) // 2], "more_body": True})
            await connection.close()
        else:
            await send({"type": "http.response.body", "body": payload})
        return answer.status

    def _tells_in_xml(self, request: ZoomRequest, answer: Answer) -> bool:
        is_validation = answer.status == 400 and isinstance(answer.body, dict) and "errors" in answer.body
        return self._account.configuration.xml_refusals and is_validation and not request.accepts_json

    def _answer(self, request: ZoomRequest, operation: Operation | None, fault: FaultRule | None) -> Answer:
        if fault is None or fault.kind in DONE_FIRST:
            return spoilt(self._work(request, operation), fault.kind if fault else None)
        if fault.after_work:
            self._work(request, operation)
        return failure(self._account, request, fault)

    def _work(self, request: ZoomRequest, operation: Operation | None) -> Answer:
        headers: Mapping[str, str] = {}
        holding.end_overdue(self._account)
        try:
            if operation is None:
                if (handler := _TOKEN_HANDLERS.get((request.method, request.path))) is None:
                    raise endpoint_unknown()
                return handler(self._account, request)
            scopes = scopes_of(self._account, request)
            if (denial := self._account.beliefs.denial) is not None:
                raise denied(denial)
            headers = self._limits.count(operation.label)
            if missing := operation.missing_scopes(scopes):
                message = f"Invalid access token, does not contain scopes:[{', '.join(missing)}]."
                raise Refusal.of(400, 4711, message)
            answer = operation.handler(self._account, request)
        except Refusal as refusal:
            answer = refusal.answer
        return replace(answer, headers={**headers, **answer.headers}) if headers else answer


async def _applied(request: ZoomRequest, rules: Sequence[FaultRule]) -> FaultRule | None:
    """Apply delays and ignored settings to a call; return the fault that remains."""
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
    return final


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
