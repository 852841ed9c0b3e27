"""Where Zoom is, who we are there, and how long we wait for it."""

import ssl
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Annotated

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

BaseUrl = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]


@dataclass(frozen=True)
class ZoomTimeouts:
    """How long things may take, in seconds.

    `read` and `write` bound the wait for the next bytes; `total` bounds the request as a whole, so that a server that
    sends one byte at a time cannot hold a worker; `whole` bounds a call with all its repeats, without what it waits for
    its turn in the account's budget.
    """

    connect: float = 5.0
    read: float = 10.0
    write: float = 10.0
    pool: float = 5.0
    total: float = 20.0
    whole: float = 45.0


@dataclass(frozen=True)
class RetryPolicy:
    """How a call is repeated where that is harmless; times in seconds.

    The pause doubles from `first_pause` to `longest_pause`; up to `jitter` of it is random.
    """

    attempts: int = 3
    first_pause: float = 0.2
    longest_pause: float = 3.0
    jitter: float = 0.3


@dataclass(frozen=True)
class CircuitPolicy:
    """After so many `failures` in a row nothing is sent for a while; times in seconds.

    The first pause doubles with each probe that fails, up to `longest_pause`.
    """

    failures: int = 5
    first_pause: float = 1.0
    longest_pause: float = 15.0


class ZoomConfiguration(BaseModel):
    """A server-to-server OAuth app of one Zoom account.

    `api_url` is used until the token's answer names the account's own base. `patience` is how long a call waits for its
    turn in the account's budget, unless its caller says otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    oauth_url: BaseUrl = "https://zoom.us"
    api_url: BaseUrl = "https://api.zoom.us"
    account_id: str = Field(min_length=1, repr=False)
    client_id: str = Field(min_length=1, repr=False)
    client_secret: SecretStr = Field(min_length=1)
    timeouts: ZoomTimeouts = ZoomTimeouts()
    retries: RetryPolicy = RetryPolicy()
    circuit: CircuitPolicy = CircuitPolicy()
    patience: timedelta = timedelta(seconds=5)


@cache
def trusted() -> ssl.SSLContext:
    """Return httpx's own choice, read once for the process: reading it takes 20 ms."""
    return httpx.create_ssl_context()
