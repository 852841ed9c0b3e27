"""Settings: from the environment and from files, and what is refused before anything starts."""

from pathlib import Path

import pytest

from app.kit.encryption import new_key
from app.kit.errors import ConfigurationError
from app.settings import Settings

GIVEN = {
    "DATABASE_URL": "postgresql://chaperone@database/chaperone",
    "ZOOM_ACCOUNT_ID": "account",
    "ZOOM_CLIENT_ID": "client",
    "ZOOM_CLIENT_SECRET": "secret of the client",
    "ZOOM_WEBHOOK_SECRETS": "one secret",
    "ENCRYPTION_KEYS": new_key("tests"),
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def refused() -> str:
    with pytest.raises(ConfigurationError) as error:
        Settings.load(_env_file=None)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_any_setting_can_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ZOOM_CLIENT_SECRET", "ZOOM_WEBHOOK_SECRETS", "ENCRYPTION_KEYS"):
        environment.delenv(name)
        environment.setenv(f"{name}_FILE", str(tmp_path / name))
        (tmp_path / name).write_text(GIVEN[name] + "\n")
    (tmp_path / "password").write_text("p@ss/word\n")
    environment.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))

    settings = Settings.load(_env_file=None)

    assert settings.zoom_client_secret.get_secret_value() == GIVEN["ZOOM_CLIENT_SECRET"]
    assert [each.get_secret_value() for each in settings.zoom_webhook_secrets] == [GIVEN["ZOOM_WEBHOOK_SECRETS"]]
    assert settings.encryption_keys.get_secret_value() == GIVEN["ENCRYPTION_KEYS"]
    assert settings.database_url == "postgresql+asyncpg://chaperone:p%40ss%2Fword@database/chaperone"


def test_a_file_may_be_named_in_the_file_with_settings(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.delenv("ZOOM_CLIENT_SECRET")
    (tmp_path / "secret").write_text("from a file")
    (tmp_path / ".env").write_text(f"ZOOM_CLIENT_SECRET_FILE={tmp_path / 'secret'}\n")

    settings = Settings.load(_env_file=tmp_path / ".env")

    assert settings.zoom_client_secret.get_secret_value() == "from a file"


def test_a_setting_that_is_given_both_ways_is_refused(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("another secret")
    environment.setenv("ZOOM_CLIENT_SECRET_FILE", str(tmp_path / "secret"))

    said = refused()

    assert said == "Settings: ZOOM_CLIENT_SECRET and ZOOM_CLIENT_SECRET_FILE are both given; keep one of them."


def test_a_file_that_is_not_there_is_told(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("ZOOM_CLIENT_SECRET")
    environment.setenv("ZOOM_CLIENT_SECRET_FILE", "/nowhere/secret")

    said = refused()

    assert said == "Settings: the file that ZOOM_CLIENT_SECRET_FILE names cannot be read (no such file or directory)."


@pytest.mark.parametrize("name", ["ZOOM_API_URL", "ZOOM_OAUTH_URL"])
@pytest.mark.parametrize("host", ["sandbox:8001", "10.0.0.7", "zoom.us", "127.0.0.1.example.org"])
def test_zoom_is_not_reached_without_tls_over_a_network(environment: pytest.MonkeyPatch, name: str, host: str) -> None:
    environment.setenv(name, f"http://{host}")

    assert refused().startswith(f"Settings: {name} (must begin with https://")

    environment.setenv("ZOOM_ALLOW_HTTP", "true")
    assert Settings.load(_env_file=None).zoom.client_id == "client"


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost:8001", "[::1]:8001", "127.8.0.1"])
def test_a_sandbox_on_this_machine_needs_no_tls(environment: pytest.MonkeyPatch, host: str) -> None:
    environment.setenv("ZOOM_API_URL", f"http://{host}")

    assert Settings.load(_env_file=None).zoom_api_url == f"http://{host}"


@pytest.mark.parametrize("url", ["https://sessions.example.org", "http://127.0.0.1:8000", "http://localhost:8000"])
def test_personal_links_begin_with_the_public_address(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("PUBLIC_URL", f"{url}/")

    assert Settings.load(_env_file=None).public_url == url


def test_without_a_public_address_the_service_starts_all_the_same(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PUBLIC_URL", "")

    assert Settings.load(_env_file=None).public_url is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://sessions.example.org", "must begin with https://"),
        ("sessions.example.org", "scheme and host alone"),
        ("ftp://sessions.example.org", "scheme and host alone"),
        ("https://sessions.example.org/chaperone", "scheme and host alone"),
        ("https://sessions.example.org?a=b", "scheme and host alone"),
        ("https://name:secret@sessions.example.org", "scheme and host alone"),
        ("https://", "scheme and host alone"),
    ],
)
def test_a_public_address_that_cannot_be_used_is_refused(
    environment: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    environment.setenv("PUBLIC_URL", url)

    assert f"PUBLIC_URL ({reason}" in refused() or f"PUBLIC_URL (must be {reason}" in refused()
