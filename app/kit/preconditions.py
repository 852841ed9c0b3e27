"""ETag and If-Match (RFC 9110, section 13.1.1): nobody overwrites a change that they have not seen."""

import re
from typing import Final, Protocol

from app.kit.errors import PreconditionFailedError, PreconditionRequiredError


class Versioned(Protocol):
    """Something that counts its changes."""

    @property
    def version(self) -> int:
        """The number of the present version."""
        ...


def entity_tag(versioned: Versioned) -> str:
    """Return the ETag of a thing as it is now."""
    return f'"{versioned.version}"'


_OF_CONTENT: Final = re.compile(r'^"(\d+)\.[0-9a-f]+"$')


def with_content(tag: str | None, digest: str) -> str:
    """Return the ETag of a thing as it is told: its version, where it has one, and the digest of what is told of it."""
    return f'"{tag.strip(chr(34))}.{digest}"' if tag else f'"{digest}"'


def _of_version(tag: str) -> str:
    """Return the ETag of the version alone: to change a thing it does not matter how much of it was told."""
    return _OF_CONTENT.sub(r'"\1"', tag)


class IfMatch:
    """Which version the caller means to change."""

    def __init__(self, if_match: str | None = None) -> None:
        self._tags = {_of_version(tag.strip()) for tag in if_match.split(",")} if if_match else set()

    def require_if_given(self, versioned: Versioned) -> None:
        """Check that the caller has seen the present version, where an If-Match was sent at all.

        Raises:
            PreconditionFailedError: It names another version.
        """
        if self._tags:
            self.require(versioned)

    def require(self, versioned: Versioned) -> None:
        """Check that the caller has seen the present version.

        Raises:
            PreconditionRequiredError: No If-Match was sent.
            PreconditionFailedError: It names another version.
        """
        if not self._tags:
            message = "Send If-Match with the ETag that you read, or * to change whatever is there."
            raise PreconditionRequiredError(message)
        if "*" not in self._tags and entity_tag(versioned) not in self._tags:
            message = "Read it again to see what changed, then send your change with the new ETag."
            raise PreconditionFailedError(message)


ANY_VERSION: Final = IfMatch("*")
"""Whatever is there now."""
