# Needs python3 (3.11 or newer) and make; everything else is fetched. `make` alone prints what there is to do.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
TIEPDAN_DATA ?= $(CURDIR)/var
PYTEST_WORKERS ?= auto
# Lines and branches of the core that its own tests must reach; it goes up, never down.
CORE_FLOOR := 95
export PORT TIEPDAN_DATA
# uv must use the interpreter of the machine and never fetch another.
export UV_PYTHON_DOWNLOADS := never
export PYTHONDONTWRITEBYTECODE := 1

BIN := .venv/bin
CODE := $(wildcard scheduler notifications api web migrations console tools cli.py worker.py wsgi.py)
# A machine whose packages come from elsewhere has told pip so, not uv: then pip does it, in four times the time.
INSTALL = install() { $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $$1 || \
	{ echo "uv could not install; trying with pip"; $(BIN)/python -m pip install --quiet --require-hashes -r $$1; }; }; install
COMPILE = $(BIN)/uv pip compile --quiet --python $(BIN)/python --python-version 3.11 --universal --upgrade \
	--generate-hashes --no-header --no-annotate --no-emit-index-url

.PHONY: help
help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | \
		while IFS=$$'\t' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

.PHONY: setup
setup: .venv/.dev ## install everything a developer needs

.PHONY: run
run: .venv/.run ## start the service with its demo (PORT and TIEPDAN_DATA change where)
	@$(BIN)/python cli.py init
	@$(BIN)/python cli.py demo --if-empty
	@exec $(BIN)/python tools/launch.py --with-parent

.PHONY: worker
worker: .venv/.run ## start the worker alone
	@exec $(BIN)/python worker.py

.PHONY: check
check: .venv/.dev ## style, types and the import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports --no-logo

.PHONY: test
test: .venv/.dev ## all checks and all tests, on SQLite and on PostgreSQL
	@tools/need.sh chromium postgresql curl jq
	@$(MAKE) check
	$(BIN)/pytest -q -n $(PYTEST_WORKERS) --dist worksteal

.PHONY: fix
fix: .venv/.dev ## format, and repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: coverage
coverage: .venv/.dev ## run the tests and show which lines none of them reaches
	@tools/need.sh chromium postgresql curl jq
	# The one test that looks at the clock is left out: measuring doubles its time.
	$(BIN)/pytest -q -n $(PYTEST_WORKERS) tests/core --cov=scheduler/core --cov-report=term --cov-fail-under=$(CORE_FLOOR)
	$(BIN)/pytest -q -n $(PYTEST_WORKERS) --cov --cov-report=term

.PHONY: golden
golden: .venv/.dev ## rewrite the golden files; read the diff before you commit it
	$(BIN)/pytest -q -p no:randomly --rewrite-golden
	@git --no-pager diff --stat -- tests/golden

.PHONY: screens
screens: .venv/.dev ## take a picture of every screen at three widths, into build/screens
	@tools/need.sh chromium
	$(BIN)/pytest -q -n $(PYTEST_WORKERS) tests/web/test_every_screen.py --screens

.PHONY: bench
bench: .venv/.bench ## measure the claims against their anchors
	@for file in bench/bench_*.py; do echo "== $$file"; $(BIN)/python "$$file"; done

.PHONY: lock
lock: .venv/.uv ## write the locked requirements anew from pyproject.toml
	$(COMPILE) pyproject.toml --extra postgres -o requirements.txt
	$(COMPILE) pyproject.toml --extra postgres --extra sso -c requirements.txt -o requirements-sso.txt
	$(COMPILE) pyproject.toml --extra postgres --extra sso --group dev -c requirements-sso.txt -o requirements-dev.txt
	$(COMPILE) pyproject.toml --extra postgres --group bench -c requirements-dev.txt -o requirements-bench.txt

.PHONY: clean
clean: ## remove what was installed and built; the data in var/ stays
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# ---- stamps: each says that an installation is complete, so that a second run takes no time

.venv/.python:
	@command -v $(PYTHON) >/dev/null || { echo "python3 is needed (3.11 or newer)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 must be 3.11 or newer" >&2; exit 1; }
	@tools/need.sh python3-venv
	@echo "Installing into .venv (the first time only)"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.uv: requirements-uv.txt .venv/.python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/.run: requirements.txt .venv/.uv
	@$(INSTALL) requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@$(INSTALL) requirements-dev.txt
	@touch $@

.venv/.bench: requirements-bench.txt .venv/.run
	@$(INSTALL) requirements-bench.txt
	@touch $@
