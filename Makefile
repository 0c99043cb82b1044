# Two commands do all the set-up: `make run` and `make test`. Everything is installed into .venv.
PYTHON ?= python3
STORE ?= store
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
KG := $(BIN)/kg
FRONT_END := $(wildcard src/kg/web/frontend/*.* src/kg/web/frontend/src/* src/kg/web/frontend/src/*/*)

.PHONY: run test check lint types docs clean

run: .venv/installed  ## Build the graph from seeds/ and serve it.
	$(KG) build --store $(STORE) seeds
	$(KG) serve --store $(STORE) --host $(HOST) --port $(PORT)

test: .venv/installed-dev  ## Run all tests.
	$(BIN)/python -m pytest

check: lint types test  ## What every change must pass.

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-dev
	$(BIN)/mypy

docs: .venv/installed-dev  ## The documentation site, in build/site.
	$(BIN)/mkdocs build --strict

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "newskg needs Python 3.11 to 3.13, and this is " + sys.version)'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt $(FRONT_END)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@$(BIN)/python -m kg.web.assets
	touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml constraints.txt $(FRONT_END)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m kg.web.assets
	touch $@ .venv/installed

clean:
	rm -rf .venv store .mypy_cache .pytest_cache .ruff_cache
