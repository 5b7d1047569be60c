# Two commands: `make demo` to see a day under way, `make test` to check everything.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo serve test check test-rules bench build lock clean

demo: build  ## an invented company's day, up to live judging, on http://127.0.0.1:8000
	@exec $(BIN)/hackday demo $(ARGS)

serve: build  ## the real thing
	@exec $(BIN)/hackday serve

test: check build  ## everything, as CI runs it
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/pytest --numprocesses 2 --dist loadfile

check: .venv/ready  ## formatting, lint, types, floors; both halves
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.current_openapi
	$(BIN)/python frontend/build.py check lint test

test-rules: .venv/ready  ## the rule book alone, in seconds
	$(BIN)/pytest tests/*/test_rules.py

bench: build  ## ratios to a baseline measured in the same run
	$(BIN)/python -m bench

build: .venv/ready  ## the front end, when its sources changed
	@$(BIN)/python frontend/build.py build

# Extras stay named: the pip of Python 3.11 takes `pydantic[email]` for another, unpinned requirement than `pydantic`.
lock:  ## after a change of dependencies; needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --no-strip-extras --upgrade pyproject.toml -o requirements.lock

clean:
	rm -rf .venv frontend/node_modules frontend/dist

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Hackday needs Python 3.11 or later. Name one: make PYTHON=python3.12')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
