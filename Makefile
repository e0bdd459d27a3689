# Everything sets itself up in .venv; only Python >= 3.11 (with venv) and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORY ?=

.PHONY: run demo test check fault format bench catalogue sessions rules pictures clean help

help:
	@echo "make demo   play the worked workshop, write its session and its plan, show both"
	@echo "make run    open the app"
	@echo "make test   everything that must hold: format, lint, types, floors, catalogues, tests"
	@echo "make fault  every way to lose what was typed, in full: about an hour, and root for the power cuts"
	@echo "make bench  speed and memory as ratios against a floor in the same run"
	@echo "make format, make catalogue, make sessions, make pictures   mend what make test complains of"

run: $(VENV)/.installed
	@$(BIN)/dxworkshop

demo: $(VENV)/.installed
	@$(BIN)/dxworkshop --folder sessions demo $(STORY)

test check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.catalogue check
	$(BIN)/python -m pytest -n 3 --dist loadgroup  # one more than two cores: much of it waits for a screen

fault: $(VENV)/.dev
	DXWORKSHOP_FAULT=full $(BIN)/python -m pytest -p no:xdist -s tests/fault

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.bench

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogue: $(VENV)/.dev
	$(BIN)/python -m tools.catalogue update

sessions: $(VENV)/.dev
	$(BIN)/python -m tools.sessions

rules: $(VENV)/.dev
	$(BIN)/python -m tools.rules

pictures: $(VENV)/.dev
	$(BIN)/python -m pytest tests/tui/test_pictures.py tests/tui/test_present_pictures.py --write-pictures

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Making .venv (once) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml hatch_build.py dxworkshop/locale/ja/LC_MESSAGES/dxworkshop.po
	@echo "Installing into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "Installing the tools for tests into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
