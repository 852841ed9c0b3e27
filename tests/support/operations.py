"""Walking the OpenAPI document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

SOME_ID = "00000000-0000-7000-8000-000000000000"
# Nobody needs a key to ask whether the service is well, and Zoom signs what it sends.
WITHOUT_KEY = {"healthz", "readyz", "take_in_zoom_event"}


@dataclass(frozen=True)
class Operation:
    """One operation of the API."""

    method: str
    path: str
    description: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.description["operationId"])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.description.get("parameters", [])
        return found

    @property
    def body(self) -> dict[str, Any] | None:
        """What the document says of the JSON body, if there is one."""
        content = self.description.get("requestBody", {}).get("content", {})
        found: dict[str, Any] | None = content.get("application/json")
        return found

    async def call(self, client: httpx.AsyncClient) -> httpx.Response:
        """Call it for something that is not there, with an empty body."""
        path = self.path
        for parameter in self.parameters:
            path = path.replace(f"{{{parameter['name']}}}", SOME_ID if parameter["name"].endswith("id") else "name")
        # Where no worker runs there is nothing to wait for.
        prefer = {"Prefer": "respond-async"}
        return await client.request(self.method, path, json={} if self.body is not None else None, headers=prefer)


async def document_of(client: httpx.AsyncClient) -> dict[str, Any]:
    document: dict[str, Any] = (await client.get("/openapi.json")).json()
    return document


def operations_in(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, description in methods.items():
            yield Operation(method.upper(), path, description)
