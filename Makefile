# `make help` lists what there is. Needs Python 3.11 or later and make, and nothing else.
# Another Python: make run PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
# Which tests: make test TESTS=tests/dates
TESTS ?=
# Further options: OPTIONS=--both runs the tests of pages on both kinds of database, not each on one.
OPTIONS ?=
# Numbers of events that `make bench` compares at: make bench SIZES="10000 100000 1000000"
SIZES ?=
# The tests run in this many processes: one more than processors, since each waits now and then, for a browser
# or a server. tests/sharing.py tells why browsers do not wait for the others.
PROCESSES ?= 3
LOCK = $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate
# SQLAlchemy 2.1 runs the program well, but types SELECT and rows otherwise than 2.0, which the queries are
# annotated for; until they are changed, all in one step, the newest 2.0 is pinned.
LOCKED_TOO = 'setuptools >=77' 'SQLAlchemy <2.1'
LOCK_HEAD = \# Written by `make lock`. The addresses of registries do not belong here.

.PHONY: help run installed compiled test lint bench translations lock clean half-0 half-1

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run-installed  ## serve the site and print its address; the first time installs it
	@$(BIN)/timeline serve

installed: $(VENV)/test-installed

# Imports once what each process of the tests would compile for itself; they tell what goes wrong with it.
compiled: $(VENV)/test-installed
	@$(BIN)/python -m pytest --collect-only -qq >/dev/null 2>&1 || true

test: $(VENV)/test-installed  ## run the tests (make test TESTS=tests/dates for some of them)
	@$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadscope $(OPTIONS) $(TESTS)

lint: $(VENV)/test-installed  ## check style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/test-installed  ## measure what people wait for
	@$(BIN)/python -m benchmarks.waiting
	@$(BIN)/python -m benchmarks.dates
	@$(BIN)/python -m benchmarks.side_by_side $(SIZES)

translations: $(VENV)/test-installed  ## bring the catalogues of languages up to date with the texts
	@$(BIN)/python -m tests.languages.messages

lock:  ## choose the newest versions again and write both requirements files
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@printf '%s\n' $(LOCKED_TOO) | $(LOCK) requirements.in - --output-file $(VENV)/run.txt
	@$(LOCK) --constraints $(VENV)/run.txt requirements-test.in --output-file $(VENV)/test.txt
	@{ echo '$(LOCK_HEAD)'; cat $(VENV)/run.txt; } > requirements.txt
	@{ echo '$(LOCK_HEAD)'; cat $(VENV)/test.txt; } > requirements-test.txt
	@! grep -n '://' requirements.txt requirements-test.txt

clean:  ## remove what was installed and built; the data in instance/ stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/python-checked:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Timeline needs Python 3.11 or later; $(PYTHON) is another, or missing." >&2; \
		echo "Choose one with: make $(firstword $(MAKECMDGOALS)) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run-installed: $(VENV)/python-checked requirements.txt setup.cfg pyproject.toml
	@echo "Installing into $(VENV) what requirements.txt pins ..."
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# In two halves at once, since pip needs one processor only, and without asking each package what it needs: the
# locks have all of it, which is looked at afterwards. pip compiles every file, which takes longer than all else;
# a third of them is imported, and compiled then.
$(VENV)/test-installed: $(VENV)/python-checked requirements.txt requirements-test.txt setup.cfg pyproject.toml
	@echo "Installing into $(VENV) what requirements.txt and requirements-test.txt pin ..."
	@awk '/^[a-z]/ {is_new = !($$1 in seen); seen[$$1]; half = !half} is_new {print > ("$(VENV)/half-" half ".txt")}' \
		requirements.txt requirements-test.txt
	@$(MAKE) --no-print-directory --jobs=2 half-0 half-1
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip --quiet --disable-pip-version-check check
	@touch $(VENV)/run-installed $@

half-0 half-1:
	@$(PIP) --no-compile --no-deps --require-hashes -r $(VENV)/$@.txt
