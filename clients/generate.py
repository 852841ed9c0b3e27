"""Generates the clients from the OpenAPI document: `make clients`. It needs the registries of PyPI and npm, and node.

What is generated is committed with the digest of the document, so that `make test` tells without either whether it is stale.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from app.kit.encryption import new_key
from app.main import create_app
from app.settings import Settings

CLIENTS: Final = Path(__file__).parent
DIGEST: Final = CLIENTS / "openapi.sha256"
PYTHON: Final = CLIENTS / "python" / "chaperone_client"
TYPESCRIPT: Final = CLIENTS / "typescript" / "src" / "schema.d.ts"
PYTHON_GENERATOR: Final = "openapi-python-client==0.29.1"
_UV: Final = (sys.executable, "-m", "uv", "tool", "run", "--from", PYTHON_GENERATOR)


def document() -> dict[str, Any]:
    """Return the OpenAPI document as clients are generated from it: without examples, whose times are those of the reader."""
    nowhere = "http://127.0.0.1:9"
    settings = Settings.load(
        _env_file=None,
        database_url="postgresql://nobody@127.0.0.1:9/nothing",
        zoom_oauth_url=nowhere,
        zoom_api_url=nowhere,
        zoom_account_id="nobody",
        zoom_client_id="nobody",
        zoom_client_secret="nothing",  # noqa: S106  # nobody is called
        zoom_webhook_secrets="nothing",
        encryption_keys=new_key("clients"),
    )
    told: dict[str, Any] = _without_examples(create_app(settings).openapi())
    return told


def _without_examples(told: Any, *, names_fields: bool = False) -> Any:
    if isinstance(told, list):
        return [_without_examples(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        name: _without_examples(each, names_fields=name == "properties" and not names_fields)
        for name, each in told.items()
        if names_fields or name not in {"example", "examples"}
    }


def digest_of(told: dict[str, Any]) -> str:
    """Return the SHA-256 of a document, in hexadecimal."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def python_command(source: Path, target: Path) -> Sequence[str]:
    """Return the arguments of the Python generator."""
    return (
        *("generate", "--path", str(source), "--meta", "none", "--output-path", str(target)),
        *("--overwrite", "--fail-on-warning", "--config", str(CLIENTS / "python" / "generator.yaml")),
    )


def main() -> None:
    """Generate both clients, and note the document that they are of."""
    told = document()
    with TemporaryDirectory() as folder:
        source = Path(folder) / "openapi.json"
        source.write_text(json.dumps(told), encoding="utf-8")
        _run(*_UV, "openapi-python-client", *python_command(source, PYTHON))
        _run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=CLIENTS / "typescript")
        _run("npm", "run", "generate", "--", str(source), cwd=CLIENTS / "typescript")
        _run("npm", "run", "check", cwd=CLIENTS / "typescript")
    DIGEST.write_text(digest_of(told) + "\n", encoding="ascii")


def _run(*command: str, cwd: Path = CLIENTS) -> None:
    # The generator formats what it writes, with the formatter of the virtual environment.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, cwd=cwd, env=os.environ | {"PATH": path}, check=True)  # noqa: S603  # commands of this file


if __name__ == "__main__":
    main()
