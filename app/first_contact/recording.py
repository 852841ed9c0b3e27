"""What was asked and answered, as it came: the checks look at it, and the capture is made from it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx

from app.zoom.answers import NOT_JSON, json_body
from app.zoom.sandbox.api.front import OPERATIONS


@dataclass(frozen=True)
class Recorded:
    """One call and its answer, with everything that is secret in it. Fields as in the capture's `Exchange`."""

    at: datetime
    operation: str
    names: dict[str, str]
    query: dict[str, str]
    request: dict[str, Any] | None
    status: int
    headers: dict[str, str]
    answer: Any

    @property
    def body(self) -> dict[str, Any]:
        """The answer's JSON object; empty where it was anything else."""
        return self.answer if isinstance(self.answer, dict) else {}


@dataclass
class Recording:
    """The calls of one visit, in order. It stays in memory: only what was anonymised is written anywhere."""

    now: Callable[[], datetime]
    calls: list[Recorded] = field(default_factory=list, repr=False)

    def witness(self, response: httpx.Response) -> None:
        """Take down an answer, if it is to a call whose name is known."""
        path = response.request.url.path.partition("/v2")[2]
        for operation in OPERATIONS:
            if operation.method == response.request.method and (match := operation.pattern.fullmatch(path)):
                body = json_body(response)
                self.calls.append(
                    Recorded(
                        at=self.now(),
                        operation=operation.name,
                        names=match.groupdict(),
                        query=dict(parse_qsl(response.request.url.query.decode("ascii"), keep_blank_values=True)),
                        request=json.loads(response.request.content) if response.request.content else None,
                        status=response.status_code,
                        headers=dict(response.headers.items()),
                        answer=(response.text or None) if body is NOT_JSON else body,
                    )
                )
                return

    def of(self, *operations: str) -> Iterator[Recorded]:
        """Yield the calls with one of these names."""
        return (each for each in self.calls if each.operation in operations)
