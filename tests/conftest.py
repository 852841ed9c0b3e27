"""What every test stands on: a real PostgreSQL, the sandbox over real HTTP, and the service on a port of its own."""

pytest_plugins = ["tests.support.database", "tests.support.service", "tests.support.zoom", "tests.support.demo"]
