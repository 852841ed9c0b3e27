"""Pages as answers: templates, and headers that let a page load nothing but its own and leave no trace elsewhere."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from app.http.answers import NO_STORE
from app.joining.pages.words import Words
from app.kit.identifiers import new_id

ASSETS: Final = {"page.css": "text/css", "live.js": "text/javascript", "again.js": "text/javascript"}
"""Everything that a page loads beside its programme's logo, with its media type."""

_ZOOM: Final = "https://zoom.us https://*.zoom.us https://*.zoomgov.com"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str) -> bytes | None:
    """Return a file that pages load; None where there is none of this name."""
    return files(__package__).joinpath("static", name).read_bytes() if name in ASSETS else None


@cache
def _policy(zoom_url: str) -> str:
    # A press leads to Zoom by a redirect, and browsers ask the page's own policy whether a form may lead there.
    zoom = urlsplit(zoom_url)
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            f"form-action 'self' {_ZOOM} {zoom.scheme}://{zoom.netloc}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def headers_of_a_page(zoom_url: str) -> dict[str, str]:
    """Return the headers of every page of a personal link, whatever it says."""
    return {
        "Content-Security-Policy": _policy(zoom_url),
        "Cache-Control": NO_STORE,
        "X-Robots-Tag": "noindex, nofollow",
    }


def fragment(template: str, words: Words, values: Mapping[str, Any]) -> str:
    """Return a part of a page."""
    return _templates().get_template(template).render(words=words, say=words.say, **values)


def page_response(
    template: str, words: Words, values: Mapping[str, Any], *, zoom_url: str, status: int = 200
) -> Response:
    """Return a page as an answer."""
    text = _templates().get_template(template).render(words=words, say=words.say, new_id=new_id, **values)
    return HTMLResponse(text, status_code=status, headers=headers_of_a_page(zoom_url))
