# Serai: `make run` starts a living portal, `make test` runs everything CI runs.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check soak format bench docs build clean

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 10

.venv/base: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Serai needs Python 3.11 or newer; try: make run PYTHON=python3.11")'
	@echo "  setting up .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev: requirements/dev.txt .venv/base
	@echo "  setting up the development tools"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: .venv/base ## portal, newsroom and worker on http://127.0.0.1:8000 (PORT=9000 make run)
	@exec $(BIN)/serai up

check: .venv/dev ## format, lint, types, import contracts, migrations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djhtml --check --tabwidth 2 src
	@SERAI_VAR=$$(mktemp -d) $(BIN)/serai makemigrations --check --dry-run

test: check ## everything: checks, suite on SQLite and PostgreSQL, real browser
	@$(BIN)/python -m tests.run

soak: .venv/dev ## long kills and fuzzing
	@$(BIN)/python -m tests.run --soak

format: .venv/dev ## put code and templates in order
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/djhtml --tabwidth 2 src

bench: .venv/dev ## measure: queries, times, memory
	@$(BIN)/python -m tests.bench.run

docs: .venv/dev ## write the generated reference pages
	@$(BIN)/python -m tests.architecture.generate

build: .venv/dev ## wheel in dist/
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## take away everything that make made (the var directory stays)
	@rm -rf .venv dist build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
