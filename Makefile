.DEFAULT_GOAL := help
.PHONY: help run dev test lint messages bench lock clean
MAKEFLAGS += --no-print-directory

help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## The site with sample content, on port 8000 (PORT=…)
	@bash bootstrap.sh run

dev: ## The same, reloading on every change, with the debug toolbar
	@bash bootstrap.sh dev

test: ## The tests; with a Chromium also those in a browser (ARGS="-k pledge")
	@bash bootstrap.sh test $(ARGS)

lint: ## Style of code and templates
	@bash bootstrap.sh lint

messages: ## New interface strings into every catalogue; says what is untranslated
	@bash bootstrap.sh messages

bench: ## The measurements behind the figures in the README
	@bash bootstrap.sh bench $(ARGS)

lock: ## requirements*.txt anew from requirements*.in (ARGS=--upgrade)
	@bash bootstrap.sh lock $(ARGS)

clean: ## Removes what can be made again; the database and uploads stay
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis var/stamps var/log var/static var/pages
	@find locale -name '*.mo' -delete
	@find . -name __pycache__ -prune -exec rm -rf {} +
