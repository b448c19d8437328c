# Each target installs what it needs first; see scripts/set-up.

.DEFAULT_GOAL := help
SHELL := /bin/bash
export PYTHON

.PHONY: help demo test check format pages bench measure ledger wheel-test lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Draw three sample nasti, digitise them and search in them
	@scripts/set-up run
	.venv/bin/nasti demo

test: check ## Check the code and run all tests
	.venv/bin/pytest

check: ## Check format, lint, types and layers
	@scripts/set-up test
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports

format: ## Format the code and put imports in order
	@scripts/set-up test
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

pages: ## Draw two sets of office pages with their truth into bench/sets
	@scripts/set-up bench
	.venv/bin/python bench/draw_pages.py bench/sets/tune --split tune
	.venv/bin/python bench/draw_pages.py bench/sets/judge --split judge

bench: ## Measure reading against OCRmyPDF
	@scripts/set-up bench
	.venv/bin/python bench/read.py

measure: ## Measure reading of SETS="FOLDER…", and its cost, into docs/measured; BENCH="--keep FOLDER" keeps the rivals' part
	@scripts/set-up bench
	mkdir -p docs/measured
	for set in $(SETS); do .venv/bin/python bench/read.py $$set --markdown docs/measured/$$(basename $$set).md $(BENCH) || exit; done
	.venv/bin/python bench/cost.py --markdown docs/measured/cost.md $(BENCH)

ledger: ## Digitise a generated lot with planted faults and check that every sheet is accounted for, into docs/ledger.md
	@scripts/set-up bench
	.venv/bin/python bench/ledger.py --markdown docs/ledger.md

wheel-test: ## Run all tests against the built wheel, away from the source
	@scripts/set-up test
	scripts/test-wheel

lock: ## Renew the lock files; UPGRADE=--upgrade takes newer releases
	@scripts/set-up test
	scripts/lock $(UPGRADE)

clean: ## Remove environments, caches and builds; never what was digitised
	rm -rf .venv .uv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		tests/ocr/pdfjs/node_modules bench/pages/fonts/node_modules bench/sets
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
