"""docker-compose.yml: every setting can be given, and each service gets only what it needs."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import ApiSettings, DatabaseSettings, MigrationSettings, Settings

COMPOSE: dict[str, Any] = yaml.safe_load((Path(__file__).parent.parent / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
# Two ways to say the same; and each container has a name of its own.
OTHERWISE = {"DATABASE_PASSWORD", "MIGRATION_DATABASE_PASSWORD", "WORKER_NAME"}


def given(service: str) -> set[str]:
    return {name.removesuffix("_FILE") for name in SERVICES[service].get("environment", {})}


def names(settings: type[DatabaseSettings]) -> set[str]:
    return {name.upper() for name in settings.model_fields}


def test_every_setting_can_be_given_to_the_api_or_the_worker() -> None:
    assert names(Settings) - given("api") - given("worker") - OTHERWISE == set()
    of_requests = {"DATABASE_POOL_SIZE", "DATABASE_LOCK_TIMEOUT", "DATABASE_STATEMENT_TIMEOUT"}
    assert names(MigrationSettings) - given("migrate") - of_requests == set()


@pytest.mark.parametrize(
    ("service", "settings"), [("api", ApiSettings), ("worker", Settings), ("migrate", MigrationSettings)]
)
def test_a_service_is_given_what_it_cannot_start_without_and_nothing_unknown(
    service: str, settings: type[DatabaseSettings]
) -> None:
    required = {name.upper() for name, field in settings.model_fields.items() if field.is_required()}

    assert required - given(service) == set()
    assert given(service) - names(settings) == set()


def test_a_service_gets_only_its_own_secrets() -> None:
    assert {name: set(service.get("secrets", [])) for name, service in SERVICES.items()} == {
        "database": {"owner_password"},
        "migrate": {"owner_password", "application_password"},
        "api": {"application_password", "encryption_keys", "zoom_client_secret", "zoom_webhook_secrets"},
        "worker": {"application_password", "encryption_keys", "zoom_client_secret"},
        "sandbox": set(),
    }


def test_no_secret_is_in_the_environment() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert name.endswith("_FILE") or not any(word in name for word in ("PASSWORD", "SECRET", "KEYS")), name
            if str(value).startswith("postgresql://"):
                assert ":" not in str(value).removeprefix("postgresql://").partition("@")[0], name


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_bounds_for_memory_processors_processes_and_logs(service: str) -> None:
    assert set(SERVICES[service]["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert set(SERVICES[service]["logging"]["options"]) == {"max-size", "max-file"}


def test_the_database_is_ready_when_it_answers_over_the_network() -> None:
    command = SERVICES["database"]["healthcheck"]["test"]

    assert command[:4] == ["CMD", "pg_isready", "--host", "127.0.0.1"]
