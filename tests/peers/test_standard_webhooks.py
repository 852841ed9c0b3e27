"""What is sent to subscribers is verified by the libraries of Standard Webhooks, as docs/webhooks.md shows it."""

import json
import re
import subprocess
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from standardwebhooks.webhooks import WebhookVerificationError

from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from app.notifications.webhooks.signing import SigningKeys, signed_headers
from tests.peers.conftest import FROM_NPM, Install, demand_node

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
BODY = json.dumps({"type": "booking.confirmed", "data": {"state": "confirmed"}}).encode()
NODE_LIBRARY = ("standardwebhooks@1.1.1", "typescript@5.9.3")
RUN = """
import { readFileSync } from "node:fs";
import ts from "typescript";
import { writeFileSync } from "node:fs";
const given = JSON.parse(readFileSync(0, "utf8"));
const options = { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 };
writeFileSync("verified.mjs", ts.transpile(given.snippet, options));
const { verified } = await import("./verified.mjs");
const said = given.bodies.map((body) => {
  try { return verified(body, given.headers, given.secret); } catch (error) { return error.constructor.name; }
});
console.log(JSON.stringify(said));
"""


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def defined(name: str) -> Any:
    """Return a function of the page's, as a reader would have it who pastes it."""
    (snippet,) = [each for each in snippets("python") if f"def {name}(" in each]
    scope: dict[str, Any] = {}
    exec(snippet, scope)  # noqa: S102  # a page of our own
    return scope[name]


def signed(keys: SigningKeys, *more: SigningKeys, ago: timedelta = timedelta()) -> Mapping[str, str]:
    return signed_headers(str(new_id()), utc_now() - ago, BODY, [keys, *more])


def test_the_library_from_pypi_verifies_what_is_sent() -> None:
    keys, others = SigningKeys.new(), SigningKeys.new()
    verified = defined("verified")

    assert verified(BODY, signed(keys), keys.secret) == json.loads(BODY)
    assert verified(BODY, signed(others, keys), keys.secret) == json.loads(BODY)
    for body, headers in (
        (BODY + b" ", signed(keys)),
        (BODY, signed(others)),
        (BODY, signed(keys, ago=timedelta(minutes=6))),
    ):
        with pytest.raises(WebhookVerificationError):
            verified(body, headers, keys.secret)


def test_the_public_key_verifies_what_is_sent() -> None:
    keys, others = SigningKeys.new(), SigningKeys.new()
    verify = defined("verify_with_public_key")

    verify(BODY, signed(keys), keys.public_key)
    with pytest.raises(InvalidSignature):
        verify(BODY + b" ", signed(keys), keys.public_key)
    with pytest.raises(InvalidSignature):
        verify(BODY, signed(others), keys.public_key)


def test_keys_are_read_back_as_they_were_stored() -> None:
    keys = SigningKeys.new()

    assert SigningKeys.parse(keys.stored) == keys
    assert keys.secret not in repr(keys)


def test_the_library_from_npm_verifies_what_is_sent(install: Install, tmp_path: Path) -> None:
    demand_node()
    folder = install("standard-webhooks-from-npm", [*FROM_NPM, *NODE_LIBRARY])
    (tmp_path / "node_modules").symlink_to(folder / "node_modules")
    (tmp_path / "run.mjs").write_text(RUN)
    keys = SigningKeys.new()
    (snippet,) = snippets("typescript")
    given = {
        "snippet": snippet,
        "headers": signed(keys),
        "secret": keys.secret,
        "bodies": [BODY.decode(), BODY.decode() + " "],
    }
    done = subprocess.run(
        ["node", "run.mjs"],  # noqa: S607  # whichever is there
        input=json.dumps(given),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [json.loads(BODY), "WebhookVerificationError"]
