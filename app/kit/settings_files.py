"""Settings from files: NAME_FILE names a file that holds the value of NAME, as secrets come into containers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from app.kit.errors import ConfigurationError


class SettingsFromFiles(PydanticBaseSettingsSource):
    """Reads the files that `given` names, a mapping of environment variables in lower case.

    Raises:
        ConfigurationError: A setting is given both ways, or its file cannot be read; the text names it, never its value.
    """

    def __init__(self, settings: type[BaseSettings], given: Mapping[str, str | None]) -> None:
        super().__init__(settings)
        self._given = given

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002  # the base's
        """Return the value in the file of one setting, None when no file is named."""
        file = self._given.get(f"{field_name}_file")
        if not file:
            return None, field_name, False
        name = field_name.upper()
        if self._given.get(field_name):
            message = f"Settings: {name} and {name}_FILE are both given; keep one of them."
            raise ConfigurationError(message)
        try:
            return Path(file).read_text().strip("\r\n"), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            reason = (getattr(error, "strerror", None) or "it is not text").lower()
            message = f"Settings: the file that {name}_FILE names cannot be read ({reason})."
            raise ConfigurationError(message) from None

    def __call__(self) -> dict[str, Any]:
        """Return all settings that have a file."""
        read = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in read.items() if value is not None}
