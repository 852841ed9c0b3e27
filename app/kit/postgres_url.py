"""The URL of a PostgreSQL, as users of psql write it: checked, and brought into the form that asyncpg reads."""

import ssl
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import certifi

SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_SCHEMES: Final = ("postgresql", "postgres", "postgresql+asyncpg")
_FILES: Final = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
# Parameters of libpq that tell how to wait and how to say hello: the application has its own way of both.
_LEFT_OUT: Final = frozenset(
    {"connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"}
    | {"fallback_application_name", "gssencmode", "channel_binding"}
)


def checked(value: str) -> str:
    """Return the URL in the one form that is used inside.

    `sslrootcert=system` becomes the file with the machine's own authorities, and demands `verify-full` as libpq does.

    Raises:
        ValueError: It is no URL of a PostgreSQL, or asks for what cannot be had; the text says which.
    """
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in _SCHEMES:
        message = "must start with postgresql://"
        raise ValueError(message)
    parts = urlsplit(f"postgresql://{rest}")
    try:
        given = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
    except ValueError:
        message = "what follows the question mark must be name=value, with & between"
        raise ValueError(message) from None
    _check(given)
    if given.get("sslrootcert") == "system":
        given |= {"sslmode": "verify-full", "sslrootcert": _authorities_of_the_machine()}
    kept = {name: text for name, text in given.items() if name not in _LEFT_OUT}
    return urlunsplit(("postgresql+asyncpg", parts.netloc, parts.path, urlencode(kept, quote_via=quote), ""))


def _check(given: dict[str, str]) -> None:
    mode = given.get("sslmode")
    if mode is not None and mode not in SSL_MODES:
        message = f"sslmode must be one of {', '.join(SSL_MODES)}"
        raise ValueError(message)
    if given.get("sslrootcert") == "system" and mode not in {None, "verify-full"}:
        message = "sslrootcert=system goes with sslmode=verify-full only"
        raise ValueError(message)
    if given.get("channel_binding") == "require":
        message = "channel_binding=require cannot be had; sslmode=verify-full makes sure of the server too"
        raise ValueError(message)
    for name in _FILES:
        file = given.get(name)
        if file and file != "system" and not Path(file).is_file():
            message = f"{name} names a file that is not there"
            raise ValueError(message)


def _authorities_of_the_machine() -> str:
    usual = ssl.get_default_verify_paths()
    candidates = (usual.cafile, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
    return next((file for file in candidates if file and Path(file).is_file()), certifi.where())


def with_password(url: str, password: str) -> str:
    """Return the URL with this password, whatever characters it has, in place of the one in it."""
    parts = urlsplit(url)
    user, _, hosts = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}@{hosts}"))


def dsn(url: str) -> str:
    """Return the URL as asyncpg itself reads it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)
