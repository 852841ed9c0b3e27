"""A delivery counts only with Zoom's signature over its very bytes, made lately, with a secret of ours."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from app.kit.errors import WebhookRefusedError
from app.zoom.webhooks import (
    HeaderMalformedError,
    HeaderMissingError,
    NoSecretConfiguredError,
    StaleDeliveryError,
    WrongSignatureError,
    url_validation_answer,
    verify_signature,
)

SECRET = "webhook-secret-of-the-tests"
BODY = '{"event":"meeting.started","payload":{"object":{"topic":"Gespräch/1"}},"event_ts":1796313600000}'.encode()
NOW = datetime(2026, 12, 3, 16, tzinfo=UTC)
TIMESTAMP = str(int(NOW.timestamp()))


def signed(body: bytes = BODY, *, secret: str = SECRET, timestamp: str = TIMESTAMP) -> str:
    message = f"v0:{timestamp}:".encode() + body
    return f"v0={hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()}"


def verify(**changes: Any) -> None:
    arguments: dict[str, Any] = {
        "body": BODY,
        "signature": signed(),
        "timestamp": TIMESTAMP,
        "secrets": [SecretStr(SECRET)],
        "now": NOW,
        "tolerance": timedelta(minutes=90),
    }
    verify_signature(**(arguments | changes))


def test_accepts_a_signature_that_was_computed_elsewhere() -> None:
    # From: printf 'v0:1796313600:{"event":"meeting.started"}' | openssl dgst -sha256 -hmac webhook-secret-of-the-tests
    signature = "v0=78f46b231b748afbd1bb83de9ccea017c2fe53e9b36c274e4f722672b37690a0"
    verify(body=b'{"event":"meeting.started"}', signature=signature, timestamp="1796313600")


def test_accepts_what_zoom_signed() -> None:
    verify()


@pytest.mark.parametrize("secrets", [["other", SECRET], [SECRET, "other"], ["", SECRET]])
def test_accepts_any_secret_that_counts(secrets: list[str]) -> None:
    verify(secrets=[SecretStr(secret) for secret in secrets])


@pytest.mark.parametrize("minutes", [-89, 0, 89])
def test_accepts_a_time_stamp_within_the_window(minutes: int) -> None:
    verify(now=NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("minutes", [-91, 91, 60 * 24 * 365])
def test_refuses_a_time_stamp_outside_the_window(minutes: int) -> None:
    with pytest.raises(StaleDeliveryError):
        verify(now=NOW + timedelta(minutes=minutes))


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_refuses_a_body_that_differs_in_one_byte(position: int, change: int) -> None:
    changed = bytearray(BODY)
    changed[position] ^= change
    with pytest.raises(WrongSignatureError):
        verify(body=bytes(changed))


@pytest.mark.parametrize("body", [b"", BODY + b" ", BODY.replace(b":{", b": {")], ids=["none", "longer", "reformatted"])
def test_refuses_a_body_that_was_written_again(body: bytes) -> None:
    with pytest.raises(WrongSignatureError):
        verify(body=body)


def test_refuses_another_secret_and_another_time() -> None:
    with pytest.raises(WrongSignatureError):
        verify(signature=signed(secret="another"))
    with pytest.raises(WrongSignatureError):
        verify(timestamp=str(int(TIMESTAMP) + 1))


@pytest.mark.parametrize("missing", [{"signature": None}, {"signature": ""}, {"timestamp": None}, {"timestamp": ""}])
def test_refuses_a_delivery_without_its_headers(missing: dict[str, str | None]) -> None:
    with pytest.raises(HeaderMissingError):
        verify(**missing)


@pytest.mark.parametrize(
    "malformed",
    [
        {"signature": signed().removeprefix("v0=")},
        {"signature": signed().upper()},
        {"signature": signed() + "0"},
        {"signature": signed() + "\n"},
        {"signature": "v0=" + "é" * 64},
        {"timestamp": "now"},
        {"timestamp": f" {TIMESTAMP}"},
        {"timestamp": "-1796313600"},
        {"timestamp": TIMESTAMP + "000"},
        {"timestamp": "9" * 400},
        {"timestamp": "١٧٩٦٣١٣٦٠٠"},
    ],
    ids=repr,
)
def test_refuses_headers_that_are_not_in_zooms_form(malformed: dict[str, str]) -> None:
    with pytest.raises(HeaderMalformedError):
        verify(**malformed)


@pytest.mark.parametrize("secrets", [[], [SecretStr("")]], ids=["none", "empty"])
def test_nothing_is_authentic_without_a_secret(secrets: list[SecretStr]) -> None:
    with pytest.raises(NoSecretConfiguredError):
        verify(secrets=secrets, signature=signed(secret=""))


def test_every_refusal_is_one_kind_and_shows_no_secret() -> None:
    changes: list[dict[str, Any]] = [{"secrets": []}, {"signature": None}, {"signature": "x"}, {"body": b""}]
    for change in (*changes, {"timestamp": "1000000000"}):
        with pytest.raises(WebhookRefusedError) as caught:
            verify(**change)
        assert SECRET not in str(caught.value)


def test_answers_the_url_validation_with_the_token_and_its_signature() -> None:
    # From: printf 'qgg8vlvZRS6UYooatFL8Aw' | openssl dgst -sha256 -hmac webhook-secret-of-the-tests
    assert url_validation_answer("qgg8vlvZRS6UYooatFL8Aw", SecretStr(SECRET)) == {
        "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
        "encryptedToken": "4bbd7b015ac0c9e1ceae5aedcfb4a4a734813f6133b7a3ca615a3d88bae195e9",
    }
