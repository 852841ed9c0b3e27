"""The authorities that Zoom's certificates are checked against."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Return httpx's own choice, read once for the process: reading it takes 20 ms."""
    return httpx.create_ssl_context()
