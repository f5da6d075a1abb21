# Each target does all its own set-up; nothing is needed beforehand but Python 3.11+ (with venv) and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint format check bench faults golden floors wheel man pictures clean

demo: $(VENV)/.run
	$(BIN)/taper demo

# The tests mostly wait for daemons and servers of their own, so that more of them than cores run beside each other.
TESTS_AT_ONCE ?= 3

# Where the machine lets it (root may), the whole suite runs where there is no network but the machine's own loopback.
WITHOUT_NETWORK := $(shell unshare --net true 2>/dev/null && echo unshare --net $(BIN)/python tests/loopback.py)

test: $(VENV)/.dev
	$(WITHOUT_NETWORK) $(BIN)/pytest -n $(TESTS_AT_ONCE) --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint test

bench: $(VENV)/.dev
	$(BIN)/python -m bench

# The fault table, docs/FAULTS.md, made anew: about 15 minutes on two cores. Needs dbus-daemon.
faults: $(VENV)/.dev
	$(BIN)/python -m faults --write docs/FAULTS.md

# The pictures of the README and the outputs in the guides, made anew from the program.
pictures: $(VENV)/.dev
	$(BIN)/python -m pictures

# Re-writes the golden dose tables from the program; read the difference before you keep it.
golden: $(VENV)/.dev
	$(BIN)/pytest tests/test_golden.py --write-golden

# The tests on the oldest versions that pyproject.toml allows.
floors:
	$(PYTHON) -m venv .venv-floors
	$(PYTHON) tests/floors.py > .venv-floors/constraints.txt
	.venv-floors/bin/pip install --quiet --disable-pip-version-check --constraint .venv-floors/constraints.txt --editable '.[dev]'
	.venv-floors/bin/pytest -n $(TESTS_AT_ONCE) --dist loadfile

# The wheel, with the manual's pages and the shells' completion in it, and a look whether they are all there.
wheel: $(VENV)/.run
	rm -rf build/wheel
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheel .
	$(BIN)/python tests/wheel.py build/wheel

# The manual's pages alone, to look at: man -l build/man/taper.1
man: $(VENV)/.run
	$(BIN)/python -m taper.cli.manual build/man

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) .venv-floors build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
