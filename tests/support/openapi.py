"""The OpenAPI document without a running service: what the application says of itself."""

from functools import cache
from typing import Any

from fastapi import FastAPI

from app.kit.encryption import new_key
from app.main import create_app
from app.settings import Settings

METHODS = frozenset({"get", "put", "post", "patch", "delete"})


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, the same one each time: making it takes half a second. Nothing is connected to for it."""
    return application().openapi()


def application() -> FastAPI:
    """Return an application that is not started."""
    nowhere = "http://127.0.0.1:9"
    settings = Settings.load(
        _env_file=None,
        database_url="postgresql+asyncpg://nobody@127.0.0.1:9/nothing",
        zoom_oauth_url=nowhere,
        zoom_api_url=nowhere,
        zoom_account_id="account-of-the-tests",
        zoom_client_id="client-of-the-tests",
        zoom_client_secret="secret-of-the-tests",
        zoom_webhook_secrets="webhook-secret-of-the-tests",
        encryption_keys=new_key("tests"),
    )
    return create_app(settings)


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the operations by method and path, in the document's order."""
    return {
        f"{method.upper()} {path}": operation
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }
