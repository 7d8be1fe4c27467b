# Everything lands in .venv; nothing else on the machine is touched. Every program is called as a module
# (.venv/bin/python -m ...), because console scripts break on long paths. Only relative paths: make splits at spaces.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help install demo serve test test-wide check bench clean lock moved

PYTHON ?= python3
VENV := .venv/bin/python
RUN := $(VENV) -m
PYTEST := $(RUN) pytest tests --ignore=tests/bench -n 2
# Prints the browser's path, or nothing and why (the browser tests are then counted as skipped, in CI it is an error).
BROWSER := PLAIT_CHROMIUM="$$($(VENV) tools/browser.py)" || exit 1; export PLAIT_CHROMIUM;
SET_UP = command -v "$(PYTHON)" >/dev/null || { \
	echo "Plait needs Python 3.11 or newer, and there is no $(PYTHON). Name one: make PYTHON=/path/to/python3"; exit 1; }; \
	"$(PYTHON)" tools/environment.py
CATALOGS := $(shell find src -name '*.po' 2>/dev/null)
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

# An environment that was made in another place (a copied or moved folder) is made anew.
ifneq ($(shell cat .venv/place 2>/dev/null),$(CURDIR))
MOVED := moved
endif

help: ## say what there is to make (the default)
	@echo "Plait: one plan for medicines and therapy. To look around: make demo"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1@\2/p' Makefile | while IFS=@ read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done
	@echo
	@echo "HOST and PORT are honoured, for example: make demo PORT=8001"

demo: .venv/runtime.stamp .venv/catalogs.stamp ## set up and run the demo practice until Ctrl-C (http://localhost:8000)
	@$(RUN) plait.cli demo

serve: .venv/runtime.stamp .venv/catalogs.stamp ## run your own practice (docs/how-to/run-your-own.md)
	@$(RUN) plait.cli serve

install: .venv/runtime.stamp .venv/catalogs.stamp ## only put into .venv what a running practice needs

test: .venv/dev.stamp .venv/catalogs.stamp ## check, then every test once (under 15 minutes on 2 cores)
	@$(MAKE) --no-print-directory check
	@$(BROWSER) $(PYTEST) -m "not wide and not bench"

test-wide: .venv/dev.stamp .venv/catalogs.stamp ## the long tests: all widths, themes, languages, JavaScript off, long property runs
	@$(BROWSER) $(PYTEST) -m "wide and not bench"

check: .venv/dev.stamp .venv/catalogs.stamp ## lints, format, types, contracts
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(VENV) -c "from importlinter.cli import lint_imports_command as check; check()" --no-cache
	$(VENV) tools/lint_house.py
	$(VENV) tools/lint_templates.py

bench: .venv/dev.stamp .venv/catalogs.stamp ## print how fast it is: timeline, chart, and a minute of eight clinicians among 50,000 people
	@$(RUN) pytest tests/bench -m bench -q -s

clean: ## remove the demo data of this copy, and nothing else
	@if [ -x $(VENV) ]; then python=$(VENV); else python="$(PYTHON)"; fi; \
		PYTHONPATH=src PYTHONDONTWRITEBYTECODE=1 "$$python" -m plait.cli clean

lock: .venv/dev.stamp ## lock the dependencies anew, with hashes, from pyproject.toml and requirements/*.in
	$(RUN) uv pip compile $(LOCK) pyproject.toml requirements/runtime.in -o requirements/runtime.txt
	$(RUN) uv pip compile $(LOCK) pyproject.toml requirements/runtime.in requirements/dev.in --extra dev \
		-c requirements/runtime.txt -o requirements/dev.txt

.venv/runtime.stamp: requirements/runtime.txt pyproject.toml tools/environment.py $(MOVED)
	@$(SET_UP) runtime

.venv/dev.stamp: requirements/dev.txt pyproject.toml tools/environment.py $(MOVED)
	@$(SET_UP) dev

# Catalogs of translations are compiled by Babel, without system tools.
.venv/catalogs.stamp: $(CATALOGS) $(MOVED)
	@for catalog in $(CATALOGS); do \
		$(RUN) babel.messages.frontend -q compile -i "$$catalog" -o "$${catalog%.po}.mo" || exit 1; done
	@touch $@
