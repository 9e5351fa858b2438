# Everything a person or CI does with this project, one line each; `make` lists them.
# Needs Python 3.11 or newer with its venv module, Node's npm once at install, and make. Nothing else.

PYTHON ?= python3
PORT ?= 8040
VENV := .venv
BIN := $(VENV)/bin
# With linear algebra of one thread (two workers' threads stand in each other's way); what took longest is said.
PYTEST_ALONE := OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --durations=15 --durations-min=5
# On every core.
PYTEST := $(PYTEST_ALONE) -n auto --dist worksteal
# Those in a browser hold an event loop open, and go by themselves. They wait for sounds, silences and lost servers: one
# more than there are cores. They lie in these folders (tests/conftest.py sees to it), and nothing else is collected.
IN_A_BROWSER := tests/browser tests/scenario
BROWSERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST_IN_A_BROWSER = $(PYTEST_ALONE) -n $(BROWSERS) --dist worksteal $(IN_A_BROWSER)
# Where this is set each of the hundred programs that the tests start compiles all of Ashore again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow explore compiled check format lock bench pictures clean

help: ## list what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/run ## install and serve the built-in night (PORT=8123 chooses the port)
	@$(BIN)/ashore demo --port $(PORT)

test: $(VENV)/dev ## install what the tests need and run them
	@$(PYTEST) -m "not slow and not browser"
	@$(PYTEST_IN_A_BROWSER) -m "not slow and browser"

test-slow: $(VENV)/dev ## the long runs: kills, brute force, wide properties
	@$(PYTEST) -m "slow and not browser"
	@$(PYTEST_IN_A_BROWSER) -m "slow and browser"

explore: $(VENV)/dev ## the tests with new random examples each time (ONLY=word picks some)
	@$(BIN)/python -m pytest -m "not slow and not browser" -k "$(ONLY)" --hypothesis-profile=explore

# Linking's loops take the compiler up to a minute of one core, once; their own tests need them all.
compiled: $(VENV)/dev
	@$(PYTEST_ALONE) -q -m "not slow" tests/linking

check: $(VENV)/dev ## style, types, who imports whom, and pages that are generated
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/make_reference.py --check

format: $(VENV)/dev ## put the code into the project's form
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(VENV)/dev ## every benchmark, the quick way
	@for each in bench/*.py; do echo "== $$each"; $(BIN)/python $$each --quick || exit 1; done

pictures: $(VENV)/dev ## the documentation's pictures of the desk anew, in both languages (needs Chromium)
	@$(BIN)/python tools/make_pictures.py

lock: ## write requirements/*.lock anew (needs uv: pip install uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	    pyproject.toml requirements/build.in --extra drift -o requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	    pyproject.toml requirements/build.in --extra drift --extra dev -o requirements/dev.lock

clean: ## remove the virtual environment and what the tools left
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Ashore needs Python 3.11 or newer; this is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	    || { echo "Python's venv module is missing. On Debian: sudo apt install python3-venv"; exit 1; }
	@command -v npm >/dev/null || { echo "Node and npm are needed once, to fetch the map's own files. On Debian: sudo apt install nodejs npm"; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

# What a change of makes the install stale.
INSTALLED := pyproject.toml hatch_build.py src/ashore/desk/web/package-lock.json

$(VENV)/run: $(VENV)/bin/python requirements/run.lock $(INSTALLED)
	@$(call install,run,what Ashore needs)

$(VENV)/dev: $(VENV)/bin/python requirements/dev.lock $(INSTALLED)
	@$(call install,dev,what Ashore and its tests need)
	@touch $(VENV)/run

# Every package by its hash, their ten thousand files compiled on every core where pip would take one, then the project
# itself without asking for anything more.
define install
echo "Installing $(2): $$(grep -c '^[a-z]' requirements/$(1).lock) packages, a minute or two the first time ..."; \
$(BIN)/python -m pip install --disable-pip-version-check --quiet --quiet --no-compile --require-hashes \
    -r requirements/$(1).lock || { echo "The packages could not be installed: is the network there?"; exit 1; }; \
$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true; \
$(BIN)/python -m pip install --disable-pip-version-check --quiet --quiet --no-deps --no-build-isolation --editable . \
    && $(BIN)/ashore drift-prepare && touch $@
endef
