"""Whether participants can reach the pages that their personal links lead to, as far as it shows in the address."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from app.doctor.report import OPERATOR, Check, State, Subject
from app.notifications.webhooks.addresses import is_public, literal_address

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""From a host to its addresses. Raises OSError where it has none."""

_PLACEHOLDERS: Final = ("example", "example.com", "example.net", "example.org", "invalid", "test")
"""Names that never are anybody's (RFC 2606)."""
_NEARBY: Final = ("localhost", "local", "internal", "lan", "home.arpa")
"""Names that mean something within one network alone."""
_REMEDY: Final = (
    f"{OPERATOR}: set PUBLIC_URL to the address at which mentors and mentees reach this API from home, such as "
    "https://sessions.your-organisation.org, and restart. Links that were given out begin with the former one."
)


async def addresses_of(host: str) -> Sequence[str]:
    """Return the addresses of a host, as this machine sees them.

    Raises:
        OSError: It has none.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError from error
    return [str(each[4][0]) for each in found]


async def public_address(url: str | None, lookup: Lookup = addresses_of) -> Check:
    """Look at PUBLIC_URL. That it is https, or this machine's, and has no path, is a setting's own condition."""
    if url is None:
        found = "PUBLIC_URL is not set: nobody gets a personal link, and participants come in by Zoom's own link."
        return Check(Subject.PUBLIC_URL, State.WARNING, found, _REMEDY)
    host = (urlsplit(url).hostname or "").rstrip(".")
    if _is_within(host, _PLACEHOLDERS):
        found = f"PUBLIC_URL is {url}, which is an example: personal links lead nowhere."
        return Check(Subject.PUBLIC_URL, State.WRONG, found, _REMEDY)
    is_name = literal_address(host) is None
    if is_name and ("." not in host or _is_within(host, _NEARBY)):
        return _nearby(url)
    try:
        addresses = await lookup(host)
    except OSError:
        found = f"PUBLIC_URL is {url}, and the name {host} has no address."
        remedy = f"{OPERATOR}: enter the name in the DNS, or correct PUBLIC_URL and restart."
        return Check(Subject.PUBLIC_URL, State.WRONG, found, remedy)
    if not any(is_public(each) for each in addresses):
        return _nearby(url)
    return Check(Subject.PUBLIC_URL, State.OK, f"Personal links begin with {url}/j/.")


def _nearby(url: str) -> Check:
    found = f"PUBLIC_URL is {url}, which this machine or its own network alone can reach: enough to try Chaperone out."
    return Check(Subject.PUBLIC_URL, State.WARNING, found, _REMEDY)


def _is_within(host: str, names: Sequence[str]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)
