"""What must be undone at Zoom, in a file: the next start finds it after a crash, too."""

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app.kit.errors import ConfigurationError


class Intent(BaseModel):
    """A meeting that Zoom was, or is about to be, asked to make. Without `meeting_id` nobody knows whether it did."""

    model_config = ConfigDict(extra="forbid")

    reference: str
    user_id: str
    asked_at: AwareDatetime
    meeting_id: int | None = None


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid")

    intents: list[Intent] = Field(default_factory=list)
    settings: dict[str, dict[str, dict[str, Any]]] = Field(default_factory=dict)


@dataclass
class Journal:
    """Written before each thing that must be undone; the file is gone once nothing must."""

    path: Path
    _content: _Content = field(default_factory=_Content)

    @classmethod
    def opened(cls, path: Path) -> "Journal":
        """Read the journal, or begin one.

        Raises:
            ConfigurationError: There is one that cannot be read, or none can be written there.
        """
        journal = cls(path)
        try:
            if path.exists():
                journal._content = _Content.model_validate_json(path.read_bytes())
            journal._write()
        except OSError as error:
            message = f"{path} cannot be written ({error.strerror}). --journal FILE names another place."
            raise ConfigurationError(message) from None
        except ValidationError:
            message = f"{path} is not a journal of first contact. Move it away, or name another with --journal FILE."
            raise ConfigurationError(message) from None
        return journal

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The meetings that are, or may be, at Zoom."""
        return tuple(self._content.intents)

    @property
    def settings(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What to put back, by user id and group of settings."""
        return self._content.settings

    def asking(self, reference: str, user_id: str, asked_at: datetime) -> Intent:
        """Write down that Zoom is about to be asked for a meeting."""
        intent = Intent(reference=reference, user_id=user_id, asked_at=asked_at)
        self._content.intents.append(intent)
        self._write()
        return intent

    def made(self, intent: Intent, meeting_id: int) -> None:
        """Write down the number of a meeting that was made."""
        intent.meeting_id = meeting_id
        self._write()

    def gone(self, intent: Intent) -> None:
        """Forget a meeting that is certainly not, or no longer, at Zoom."""
        self._content.intents.remove(intent)
        self._write()

    def changing(self, user_id: str, before: dict[str, dict[str, Any]]) -> None:
        """Write down what a host's settings were. What was written first counts: later values may be our own."""
        self._content.settings.setdefault(user_id, before)
        self._write()

    def put_back(self, user_id: str) -> None:
        """Forget a host's settings, which are as they were."""
        self._content.settings.pop(user_id, None)
        self._write()

    def _write(self) -> None:
        if not (self._content.intents or self._content.settings):
            self.path.unlink(missing_ok=True)
            if not os.access(self.path.absolute().parent, os.W_OK):
                raise PermissionError(13, "Permission denied")
            return
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.write_text(json.dumps(self._content.model_dump(mode="json")))
        beside.replace(self.path)
