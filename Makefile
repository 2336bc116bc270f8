# make run: install, then start the bot (without a token: the same conversation in this terminal).
# make test: install what the tests need, then run them.
.PHONY: run test bench install install-dev check lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

run: install
	@$(BIN)/newsdesk run

test: install-dev
	$(BIN)/python -m pytest -q $(PYTEST_ARGS)

bench: install-dev
	$(BIN)/python -m tests.benchmarks

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/vulture

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Newsdesk needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml requirements.txt | $(VENV)/bin/python
	@echo "Installing Newsdesk into $(VENV) (once, about a minute)" >&2
	@$(PIP) install --no-deps --requirement requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@$(PIP) install --no-deps --requirement requirements-dev.txt
	@touch $@

# Renew the pins. Needs uv; the files name no package index.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--generate-hashes --upgrade --extra postgres --group pyproject.toml:build pyproject.toml --output-file requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--generate-hashes --upgrade --constraint requirements.txt --group pyproject.toml:dev --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
