"""Ids, tokens and links in the forms that Zoom gives them ("Identifiers" and "Meeting IDs" in its API reference)."""

import base64
import hashlib
import hmac
import json
import random
import secrets
import string
from datetime import datetime
from typing import Final

_LETTERS_AND_DIGITS: Final = string.ascii_letters + string.digits
_ZAK_SECONDS: Final = 7200
_HOST_KEY: Final = secrets.token_bytes(32)
"""Of this process: no start link is good beyond its restart."""


def user_id(email: str) -> str:
    """Return the 22 characters that stand for an address, always the same."""
    return _text(hashlib.sha256(email.lower().encode()).digest()[:16])


def personal_meeting_number(email: str) -> int:
    """Return the ten digits of a user's personal meeting."""
    number = int.from_bytes(hashlib.sha256(b"pmi:" + email.lower().encode()).digest()[:8])
    return 2_000_000_000 + number % 7_000_000_000


def tracking_id() -> str:
    """Return a value for `x-zm-trackingid`."""
    return f"v=2.0;clid=us06;rid=WEB_{secrets.token_hex(16)}"


def access_token() -> str:
    """Return a token that looks as Zoom's do, and that only the sandbox's own list can tell apart."""
    header = _text(json.dumps({"sv": "000001", "alg": "HS512", "v": "2.0", "kid": secrets.token_hex(16)}).encode())
    return ".".join((header, _text(secrets.token_bytes(240)), _text(secrets.token_bytes(64))))


def host_token(*, user: str, meeting: int | None, now: datetime, seconds: int = _ZAK_SECONDS) -> str:
    """Return the `zak` of a start link, or of no meeting: two hours long, and another one at each call."""
    issued = int(now.timestamp())
    claims = {
        "iss": "web",
        "aud": "clt",
        "uid": user,
        **({} if meeting is None else {"mnum": str(meeting)}),
        "iat": issued,
        "exp": issued + seconds,
    }
    header = _text(b'{"sv":"zm_skm","typ":"JWT","alg":"HS256"}')
    payload = _text(json.dumps(claims | {"sk": secrets.token_hex(8)}).encode())
    return f"{header}.{payload}.{_text(_host_signature(f'{header}.{payload}'))}"


def host_of_token(token: str, *, meeting: int, now: datetime) -> str | None:
    """Return the user whom a `zak` lets in as host of a meeting; None where it is no such token, or not any more."""
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _text(_host_signature(signed)).encode()):
        return None
    claims = json.loads(_data(signed.rpartition(".")[2]))
    is_good = claims.get("mnum", str(meeting)) == str(meeting) and now.timestamp() < claims["exp"]
    return str(claims["uid"]) if is_good else None


def _host_signature(signed: str) -> bytes:
    return hmac.digest(_HOST_KEY, signed.encode(), "sha256")


def encrypted_passcode(passcode: str, *, meeting: int) -> str:
    """Return what a join link carries: another text for each passcode."""
    return _text(hmac.digest(b"%d" % meeting, passcode.encode(), "sha256")[:24]) + ".1"


def telephone_passcode(passcode: str, *, meeting: int) -> str:
    """Return the digits that telephone and H.323 callers type."""
    digest = hmac.digest(b"telephone:%d" % meeting, passcode.encode(), "sha256")
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def registrant_pin(email: str, *, meeting: int) -> int:
    """Return the digits that a registrant types on the telephone."""
    digest = hmac.digest(b"registrant:%d" % meeting, email.lower().encode(), "sha256")
    return 100_000 + int.from_bytes(digest[:8]) % 900_000


def registrant_token(registrant: str, *, meeting: int) -> str:
    """Return what a registrant's own link carries."""
    return _text(hmac.digest(b"link:%d" % meeting, registrant.encode(), "sha256"))


def invite_token(name: str, *, meeting: int, until: int) -> str:
    """Return what an invite link carries: the name, and until when it is good."""
    payload = _text(json.dumps({"nm": name, "mnum": str(meeting), "exp": until}).encode())
    return f"{payload}.{_text(hmac.digest(b'invite', payload.encode(), 'sha256'))}"


def invited_name(token: str, *, meeting: int, now: datetime) -> str | None:
    """Return the name in an invite link; None where it is no such link, or not any more."""
    payload, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _text(hmac.digest(b"invite", payload.encode(), "sha256")).encode()):
        return None
    claims = json.loads(_data(payload))
    return str(claims["nm"]) if claims["mnum"] == str(meeting) and now.timestamp() < claims["exp"] else None


class Identifiers:
    """The random ones. A seed makes them the same in every run."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing here guards anything but a sandbox
        self._uuids = 0
        self._participants = 0

    def meeting_number(self) -> int:
        """Return eleven digits, more than fit into 32 bits."""
        return self._random.randrange(80_000_000_000, 100_000_000_000)

    def meeting_uuid(self) -> str:
        """Return the base64 text of one instance of a meeting.

        Real ones begin with `/` or contain `//` now and then, and must be encoded twice in a path. Here every fourth
        does the one and every eighth both, so that it is met early, and no other has a slash.
        """
        text = base64.b64encode(self._random.randbytes(16)).decode().replace("/", "+")
        self._uuids += 1
        if self._uuids % 4 == 0:
            text = "/" + text[1:]
        if self._uuids % 8 == 0:
            text = text[:5] + "//" + text[7:]
        return text

    def passcode(self, length: int, alphabet: str = _LETTERS_AND_DIGITS) -> str:
        """Return a passcode that Zoom would have made up."""
        return "".join(self._random.choices(alphabet, k=length))

    def participant_number(self) -> str:
        """Return the number, as text, that a participant has from joining to leaving."""
        self._participants += 1
        return str(16_777_216 + 1024 * self._participants)

    def opaque(self) -> str:
        """Return 22 characters."""
        return _text(self._random.randbytes(16))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _data(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
