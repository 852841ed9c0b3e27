"""The docs page and the OpenAPI document: the user interface of coordinators."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from app.http.answers import TAGGED
from app.http.conditional_requests import JSON_MEDIA_TYPE
from app.http.problems import ProblemDetails
from app.kit.clock import utc_now

# In the order in which a coordinator works; what machines call comes last.
TAGS: Final = [
    {"name": "Today", "description": "What needs somebody now, and the sessions of today and this week. Begin here."},
    {"name": "Bookings", "description": "Sessions: check, book, look up, move, cancel, and what happened in them."},
    {"name": "Approvals", "description": "What waits for a coordinator or for a second person."},
    {"name": "Incidents", "description": "What a person must look at."},
    {"name": "People and pairings", "description": "Mentors, mentees, and who meets whom."},
    {
        "name": "Evidence",
        "description": "Consents, trainings and acceptances that the rules need: given, and withdrawn.",
    },
    {"name": "Programmes", "description": "What is being run, by which partners, and by which rules."},
    {"name": "Administration", "description": "Zoom hosts, the audit trail, and what was on file before."},
    {
        "name": "Webhooks",
        "description": "For machines: what happens, to follow or to be told of; and events that come from Zoom.",
    },
    {"name": "Health", "description": "For machines: whether the service is well."},
]

DESCRIPTION: Final = """
Chaperone books safe Zoom meetings for mentoring programmes. It decides by the programme's safeguarding rules whether a
session may take place, creates the meeting with settings that nobody can loosen, proves that Zoom applied them, and keeps
an audit trail.

**To begin:** press *Authorize*, paste your API key alone, open a group and an operation, and press *Try it out*. The examples
run as they are against the demo data. *Authorize* accepts a wrong key; the first answer says that it is wrong.

**Writing is not reading.** To a key with `registry:write` and without `registry:read`, what it adds or changes in the registry is
answered with `id` and `version` alone. Without `registry:read`, findings, incidents and approvals tell nothing that rests on
people and papers: one neutral finding with the code `registry` stands for all of it. Links and passcodes need `links:read`.

Every error says what to do next. Quote its `request_id` when you ask for help.
"""


STATIC: Final = "/static-offline-docs"
_OF_SWAGGER: Final = {
    # A key that is pasted here is forgotten with the page.
    "persistAuthorization": False,
    "displayRequestDuration": True,
    "tryItOutEnabled": False,
    # A page that is read at a glance: the groups of operations, and behind each its operations. Schemas stay closed.
    "docExpansion": "none",
    "defaultModelsExpandDepth": 0,
    "defaultModelExpandDepth": 1,
    "filter": True,
}
_OWN_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def install_pages(app: FastAPI) -> None:
    """Give `app` its two docs pages, which load nothing from elsewhere and run no script that is not theirs."""

    @app.get("/docs", include_in_schema=False)
    async def docs_page(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        page = get_swagger_ui_html(
            openapi_url=f"{root}{app.openapi_url}",
            title=app.title,
            swagger_js_url=f"{root}{STATIC}/swagger-ui-bundle.js",
            swagger_css_url=f"{root}{STATIC}/swagger-ui.css",
            swagger_favicon_url=f"{root}{STATIC}/favicon.png",
            swagger_ui_parameters=_OF_SWAGGER,
        )
        return _with_policy(page)

    @app.get("/redoc", include_in_schema=False)
    async def reference_page(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        page = get_redoc_html(
            openapi_url=f"{root}{app.openapi_url}",
            title=app.title,
            redoc_js_url=f"{root}{STATIC}/redoc.standalone.js",
            redoc_favicon_url=f"{root}{STATIC}/favicon.png",
            with_google_fonts=False,
        )
        return _with_policy(page)


def _with_policy(page: HTMLResponse) -> HTMLResponse:
    """Allow a page what it needs: this service's files, its own script, by its hash, and the styles that its library sets."""
    scripts = _OWN_SCRIPT.findall(bytes(page.body).decode())
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    page.headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            " ".join(["script-src 'self'", *(f"'sha256-{each}'" for each in hashes)]),
            "worker-src blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    return page


def install_document(app: FastAPI, with_times: Callable[[str, datetime], str]) -> None:
    """Make `app` describe itself: with its problems, without the framework's own error schemas.

    Args:
        app: The application.
        with_times: Fills in the times of examples, which are ahead of whoever reads them; anew each hour.
    """

    @cache
    def text() -> str:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
            tags=TAGS,
            servers=[{"url": "/", "description": "This server"}],
            contact=app.contact,
        )
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas["ProblemDetails"] = problem
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        for operation in (each for path in schema["paths"].values() for each in path.values()):
            _require_if_match(operation)
        for path in schema["paths"].values():
            _declare_entity_tag(path.get("get", {}))
        # Said outright, so that an operation without API key is seen to be meant so.
        for operation in (each for path in schema["paths"].values() for each in path.values()):
            operation.setdefault("security", [])
        return _with_named_pages(schema)

    @lru_cache(maxsize=1)
    def document_at(hour: datetime) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(with_times(text(), hour))
        return document

    def document() -> dict[str, Any]:
        return document_at(utc_now().replace(minute=0, second=0, microsecond=0))

    app.openapi = document  # type: ignore[method-assign]


def _require_if_match(operation: dict[str, Any]) -> None:
    """Say that If-Match is required where its absence is answered with 428: the framework would answer 422."""
    if "428" in operation["responses"]:
        for parameter in operation["parameters"]:
            if parameter["name"] == "If-Match":
                parameter["required"] = True


def _declare_entity_tag(operation: dict[str, Any]) -> None:
    """Say that what is read as JSON has an ETag, unless nobody may keep it: see `app.http.conditional_requests`."""
    answer = operation.get("responses", {}).get("200", {})
    headers = answer.get("headers", {})
    if JSON_MEDIA_TYPE in answer.get("content", {}) and "Cache-Control" not in headers:
        answer["headers"] = TAGGED | headers


def _with_named_pages(schema: dict[str, Any]) -> str:
    """Return the document as text, in which pages have the name that their title says.

    The framework makes `Page_BookingRead_` of `Page[BookingRead]`.
    """
    titles = {name: each["title"] for name, each in schema["components"]["schemas"].items() if name.startswith("Page_")}
    text = json.dumps(schema)
    for name, title in titles.items():
        text = text.replace(f'"{name}"', f'"{title}"').replace(f'/schemas/{name}"', f'/schemas/{title}"')
    return text
