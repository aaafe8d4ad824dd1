# Two commands do everything: `make run` and `make test`. Each installs what it needs into .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check play eval clean

run: .venv/runtime
	$(BIN)/kentongan run

play: .venv/runtime
	$(BIN)/kentongan play --channel sms

test: .venv/development
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

# How often category, office, place, date and language are right; more: make eval ARGS=--misses
eval: .venv/development
	$(BIN)/python -m bot.evaluation $(ARGS)

check: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv var build *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Kentongan needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

.venv/runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m compileall -q bot bridge channels
	touch $@

.venv/development: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m compileall -q bot bridge channels
	touch $@ .venv/runtime
