# One verb a developer action; CI calls the same ones. `make` alone lists them.
# The first Python that is new enough; PYTHON=... names another one.
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do $$each -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$each && break; done)
BIN = .venv/bin

.DEFAULT_GOAL = help
.NOTPARALLEL:
FILE ?=

.PHONY: help setup setup-test demo run check test test-long lint bench figures docs newsroom clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/product ## Build .venv with the product and its pinned dependencies
setup-test: .venv/test ## Add the test tools

.venv/product: pyproject.toml constraints.txt
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "Pledgewatch needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3.11"; exit 1; }
	@! test -x $(BIN)/python || $(BIN)/python -c '$(NEW_ENOUGH)' || { echo "The .venv here was made by an older Python: make clean, then again"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/test: .venv/product
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@

demo: setup ## The main job over the recorded newsroom, then the desk at http://127.0.0.1:8000
	$(BIN)/pledgewatch demo

run: setup ## The main job over the live outlets, its schedules and the desk (wants PLEDGEWATCH_CONTACT)
	$(BIN)/pledgewatch run

check: lint test test-long ## What CI runs, fast first: lint, the quick suite, the long one

test: setup-test ## The whole quick suite, or one file or folder: make test FILE=tests/desk
	$(if $(FILE),$(BIN)/python -m pytest -q "$(FILE)",$(BIN)/python -m pytest -q -m "not long" -n 2 --dist loadfile)

# The files that have a mark: to read all of them for a few takes three processes half a minute.
MARKED = grep -rl --include='test_*.py' --exclude-dir=data tests -e pytest.mark.

test-long: setup-test ## The long tests: kill -9 many times, memory over 50,000 documents
	$(BIN)/python -m pytest -q -m "long and not alone" -n 2 --dist loadfile --durations=25 $$($(MARKED)long)
	$(BIN)/python -m pytest -q -m "long and alone" $$($(MARKED)alone)

lint: setup-test ## Style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py

bench: setup-test ## Print the figures, each beside a peer in the same run (QUICK=--quick: a few, in two minutes)
	$(BIN)/python -m bench $(QUICK)

figures: setup-test ## Measure as bench does, and write the table into docs/figures.md
	$(BIN)/python -m bench --write docs/figures.md

docs: setup-test ## Write the generated pages, schemas and pictures again
	$(BIN)/python -m warehouse.analyst.schema > docs/schema.md
	$(BIN)/python -m warehouse.analyst.glossary docs/glossary.md
	$(BIN)/python -m warehouse.analyst.cookbook > docs/cookbook.sql
	$(BIN)/python -m spiders.registry.outlets_table docs/outlets.md
	$(BIN)/python -m flows.settings > docs/settings.md
	$(BIN)/python -m flows.json_schemas
	$(BIN)/python -m tests.architecture_picture > docs/architecture.svg

newsroom: setup ## Build the recorded newsroom again from its sources
	$(BIN)/python -m tests.newsroom.build

clean: ## Remove what make built (never your data)
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
