"""What every answer tells browsers, and what the docs page may do."""

import base64
import hashlib
import re

import httpx
import pytest

from app.kit.database import Database
from tests.support.service import Service

POLICY = "content-security-policy"


async def answers(service: Service, monkeypatch: pytest.MonkeyPatch) -> list[httpx.Response]:
    client, anonymous = await service.caller(), await service.anonymous()
    found = [
        await client.get("/v1/partners"),
        await client.get("/v1/partners/not-an-id"),
        await client.post("/v1/partners", content=b"x" * 300_000),
        await client.post("/v1/partners", content=b"{", headers={"Content-Type": "application/json"}),
        await anonymous.get("/v1/partners"),
        await anonymous.get("/nowhere"),
        await anonymous.delete("/healthz"),
        await anonymous.head("/healthz"),
        await anonymous.get("/docs"),
        await anonymous.get("/openapi.json"),
        await anonymous.get("/static-offline-docs/swagger-ui.css"),
    ]

    def broken(_database: Database) -> None:
        message = "Something nobody thought of."
        raise RuntimeError(message)

    monkeypatch.setattr(Database, "transaction", broken)
    found.append(await client.get("/v1/partners"))
    return found


async def test_every_answer_forbids_browsers_what_it_can(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    found = await answers(service, monkeypatch)

    assert [each.status_code for each in found] == [200, 422, 413, 400, 401, 404, 405, 200, 200, 200, 200, 500]
    for answer in found:
        told = answer.headers
        assert told["x-content-type-options"] == "nosniff", answer.url
        assert told["referrer-policy"] == "no-referrer", answer.url
        assert told["x-frame-options"] == "DENY", answer.url
        assert "frame-ancestors 'none'" in told[POLICY], answer.url
        assert "default-src 'none'" in told[POLICY], answer.url
        assert "strict-transport-security" not in told, answer.url
        assert "server" not in told, answer.url


async def test_behind_tls_browsers_are_told_to_stay_there(service: Service) -> None:
    client = await service.anonymous()
    answer = await client.get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_the_docs_pages_run_their_own_scripts_alone_and_forget_the_key(service: Service) -> None:
    client = await service.anonymous()
    for path in ("/docs", "/redoc"):
        page = await client.get(path)
        scripts = next(each for each in page.headers[POLICY].split("; ") if each.startswith("script-src"))
        inline = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline]
        assert scripts.split() == ["script-src", "'self'", *(f"'sha256-{each}'" for each in hashes)]
    docs = (await client.get("/docs")).text
    assert '"persistAuthorization": false' in docs
