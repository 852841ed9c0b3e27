"""Where Zoom is, who we are there, and how long we wait for it."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

BaseUrl = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]


@dataclass(frozen=True)
class ZoomTimeouts:
    """How long one request may take, in seconds.

    `read` and `write` bound the wait for the next bytes; `total` bounds the request as a whole, so that a server that
    sends one byte at a time cannot hold a worker.
    """

    connect: float = 5.0
    read: float = 10.0
    write: float = 10.0
    pool: float = 5.0
    total: float = 20.0


class ZoomConfiguration(BaseModel):
    """A server-to-server OAuth app of one Zoom account.

    `api_url` is used until the token's answer names the account's own base.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    oauth_url: BaseUrl = "https://zoom.us"
    api_url: BaseUrl = "https://api.zoom.us"
    account_id: str = Field(min_length=1, repr=False)
    client_id: str = Field(min_length=1, repr=False)
    client_secret: SecretStr = Field(min_length=1)
    timeouts: ZoomTimeouts = ZoomTimeouts()
