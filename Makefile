# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Each target makes the environment that it needs, below .cache; python3 (3.11 or newer), git, and the package registries of
# Python and npm are all it asks for. Node.js of this machine is used where there is one.

PYTHON ?= python3
TOOLS = $(PYTHON) -m tests.tools
CORES ?= newest
TARGETS ?=
BENCHMARKS ?=

.PHONY: help demo simulator test lint unit integration extensions matrix matrix-full docs bench clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1: /p' $(MAKEFILE_LIST)

demo: ## See the collection work, without an account
	@$(TOOLS) demo

simulator: ## Simulate Veracity for playbooks of your own, until Ctrl-C
	@$(TOOLS) simulator

test: ## All checks, on the newest ansible-core and one Python; CORES=all: with the matrix
	@$(TOOLS) test --cores $(CORES)

lint: ## The static checks alone
	@$(TOOLS) lint

unit: ## The unit tests alone
	@$(TOOLS) unit

integration: ## The integration targets alone, or those named by TARGETS="..."
	@$(TOOLS) integration $(TARGETS)

extensions: ## Try what ships for Molecule, AWX and Event-Driven Ansible with these programs
	@$(TOOLS) extensions

matrix: ## The other releases of ansible-core, and further Pythons
	@$(TOOLS) matrix

matrix-full: ## The same, with every integration target and sanity test on each
	@$(TOOLS) matrix-full

docs: ## Build the docs site, below .cache/docs/html
	@$(TOOLS) docs

bench: ## Measure the collection beside its alternatives, or only BENCHMARKS="..."
	@$(TOOLS) bench $(BENCHMARKS)

clean: ## Remove everything that these targets have made
	@$(TOOLS) clean
