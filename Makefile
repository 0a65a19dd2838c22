# Two commands on a fresh machine: `make demo` runs everything, `make test` passes all tests. `make help` lists the rest.
SHELL := /bin/bash
VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest
SECONDS ?=
FRAMES ?= samples

.DEFAULT_GOAL := help
.PHONY: help setup setup-train demo test unit chaos fuzz evaluate check format schemas compose-secrets image-test clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv with all that runs (no torch)
	@scripts/setup app

setup-train: ## The same, and torch and the tools of the tests
	@scripts/setup dev

demo: setup ## Run a camera, Kafka, the scoring and the dashboard on this machine (SECONDS=30: end by itself)
	@$(VENV)/flir-iqa demo $(if $(SECONDS),--seconds $(SECONDS))

test: setup-train ## Pass all checks and tests: real broker, cameras, browser
	@scripts/debian-packages
	@$(MAKE) --no-print-directory check
	$(PYTEST) tests

unit: setup-train ## The quick tests alone: no broker, no camera, no training
	$(PYTEST) tests -m "not integration" -n auto --dist loadfile

chaos: setup-train ## Break Kafka, the flow, cameras and disks on purpose, and count on the topics what is lost
	@scripts/debian-packages
	@$(VENV)/flir-iqa chaos

fuzz: setup-train ## Make up hostile input, a minute for each place where it comes in (FUZZ_SECONDS=60)
	FUZZ_SECONDS=$${FUZZ_SECONDS:-60} FUZZ_SEED=$${FUZZ_SEED:-$$(date +%s)000} $(PYTEST) tests/fuzz --timeout 1800

evaluate: setup-train ## Question the shipped model by every protocol (FRAMES="folder ..."; by default the samples)
	$(VENV)/flir-iqa evaluate flir_iqa/models/lite.onnx $(FRAMES) --protocol all --json evaluation.json --report evaluation.html

check: setup-train ## Lint, types, import rules
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

format: setup-train ## Format the code
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

schemas: setup ## Write docs/wire anew from the code
	$(VENV)/flir-iqa schemas

compose-secrets: ## Make the API token that docker compose hands to the control plane
	@scripts/compose-secrets

image-test: ## Build the container image for real (buildah, as root on Debian) and run its commands
	@scripts/image-test

clean: ## Remove the environment and the caches
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache
