"""Where the parts of a run are: written down in its data folder, for the commands that act on it while it runs."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from app.kit.errors import ConfigurationError

_FILE: Final = "addresses.json"


@dataclass(frozen=True)
class Addresses:
    """The base URLs of a run."""

    chaperone: str
    sandbox: str

    def write(self, folder: Path) -> None:
        """Write them down in a data folder."""
        (folder / _FILE).write_text(json.dumps(asdict(self)))

    @classmethod
    def of(cls, folder: Path) -> "Addresses":
        """Return those of the last run in a data folder; it may have ended.

        Raises:
            ConfigurationError: There was none.
        """
        try:
            return cls(**json.loads((folder / _FILE).read_text()))
        except (OSError, ValueError, TypeError):
            message = f"Nothing has run in {folder}. Start `make run`, or name its folder with --folder."
            raise ConfigurationError(message) from None
