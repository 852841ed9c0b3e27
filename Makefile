# Every command makes what it needs: a machine with Python 3.11+, git and make is enough.
PYTHON ?= python3
PORT ?= 8000
SANDBOX_PORT ?= 8001
FOLDER ?= .local
BENCH ?= booking decision zoom_quota bulk bad_day growth policy_change allocation fairness intake ending slots doors pages feed

export UV_PYTHON_DOWNLOADS = never
export UV_PROJECT_ENVIRONMENT = .venv
# A virtual environment of the caller's own is not ours to use.
unexport VIRTUAL_ENV
# What Python has compiled is kept, wherever that is switched off: the tests alone start more than sixty processes.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
UV := $(BIN)/uv
SYNCED := .venv/.synced

.PHONY: help run test explore check format bench clients migrate clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(SYNCED) ## Run everything on this machine: PostgreSQL, the Zoom sandbox, the API, a worker, demo data
	@$(BIN)/chaperone run --port $(PORT) --sandbox-port $(SANDBOX_PORT) --folder $(FOLDER)

test: $(SYNCED) ## Run the tests
	@$(BIN)/pytest --numprocesses 3 --dist loadgroup $(TESTS)

explore: $(SYNCED) ## Try what people, Zoom and machines may do by chance, and much more of it than the tests; TESTS=... runs a part
	@$(BIN)/pytest --numprocesses 2 --dist loadgroup --hypothesis-profile explore -m hypothesis $(TESTS)

check: $(SYNCED) ## Check format, lint, types, import contracts, dependencies, the files for Docker and known vulnerabilities
	@$(UV) lock --check --quiet
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry app migrations
	@sh .ci/lint-docker
	@$(BIN)/python .ci/lint_migrations.py
	@$(BIN)/python .ci/audit.py

format: $(SYNCED) ## Format the code and fix what the linter can fix
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

bench: $(SYNCED) ## Measure: booking, decisions, Zoom's limits, bad days, growth, fairness, intake, endings, slots, doors, pages; BENCH=booking runs one of them
	@for each in $(BENCH); do $(BIN)/python -m benchmarks.$$each || exit 1; done

clients: $(SYNCED) ## Generate the clients in clients/ from the OpenAPI document; needs node and the registries
	@$(BIN)/python -m clients.generate

migrate: $(SYNCED) ## Bring the database to this version, as the role of MIGRATION_DATABASE_URL
	@$(BIN)/chaperone migrate

clean: ## Remove the virtual environment and the embedded database with its demo data
	rm -rf .venv $(FOLDER)

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'

$(SYNCED): $(UV) pyproject.toml uv.lock
	@$(UV) sync --quiet --locked --all-extras
	@touch $@
