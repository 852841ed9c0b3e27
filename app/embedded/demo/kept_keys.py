"""The file of a data folder that holds the API keys of the embedded default."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from app.kit.errors import ConfigurationError

_FILE: Final = "demo-keys.json"


@dataclass(frozen=True)
class DemoKeys:
    """One key for each kind of caller."""

    organisation: str
    second_person: str
    partner: str
    front_end: str


def read_keys(folder: Path) -> DemoKeys | None:
    """Return the keys that a data folder holds; None where it has none, or those of an older version, which made others.

    Raises:
        ConfigurationError: The file with the keys is not one of ours.
    """
    file = folder / _FILE
    if not file.exists():
        return None
    try:
        content = json.loads(file.read_text())
        if not isinstance(content, dict) or not all(isinstance(text, str) for text in content.values()):
            raise ValueError  # noqa: TRY301  # as what is no JSON
    except ValueError:
        message = f"{file} is damaged. Move {folder} away to begin with fresh demo data."
        raise ConfigurationError(message) from None
    try:
        return DemoKeys(**content)
    except TypeError:
        return None


def write_keys(folder: Path, keys: DemoKeys) -> None:
    """Write keys down in a data folder, for nobody but its owner."""
    file = folder / _FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(keys)))
