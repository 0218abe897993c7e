# ESMpress. `make` alone lists the targets.
# Needs Python 3.11+ (with venv), Node 20.19+ and make; everything else is installed into this folder.

ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
VENV := $(CURDIR)/.venv
STACK := cd app && exec $(VENV)/bin/python -m devstack
GATE := cd app && exec $(VENV)/bin/python -m devstack.gate
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
OPS_VENV := $(CURDIR)/.venv-ops
PROOF_VENV := $(CURDIR)/.venv-proof
BACKEND := .venv/.installed
OBJECT_STORE := .venv/.object-store
OPS := .venv-ops/.installed
PROOF := .venv-proof/.installed
FRONTEND := frontend/node_modules/.installed
SITE := frontend/dist/.built
SITE_SOURCES := $(shell find frontend/src frontend/integrations frontend/public frontend/astro.config.* frontend/tsconfig.json 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help preflight setup demo demo-check sendgrid test test-backend test-frontend test-e2e test-faults test-containers test-previous test-terraform lint audit sbom outdated test-droplet lint-ansible ansible test-backups bench bench-web format languages catalogue openapi schemas rights guide lock clean distclean

help: ## List the targets
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-14s %s\n", $$1, $$2 }'

setup: $(BACKEND) $(PROOF) $(FRONTEND) $(SITE) ## Install dependencies and build the participant page (the other targets do it as needed)

demo: setup ## Run the whole product on this machine, with a mail catcher, until Ctrl-C
	@$(STACK) demo

demo-check: $(BACKEND) ## Answer one prompt of the running demo and print its exported row
	@$(STACK) check

sendgrid: $(BACKEND) ## Run a strict stand-in for SendGrid on this machine until Ctrl-C (ARGS="--webhook URL --port N")
	@$(STACK) sendgrid $(ARGS)

test: $(BACKEND) $(PROOF) $(FRONTEND) ## Everything that must be green: lint, unit tests, build, end-to-end tests
	@$(GATE) all

test-backend: $(BACKEND) $(PROOF) ## pytest
	@$(GATE) backend

test-frontend: $(FRONTEND) $(BACKEND) ## vitest
	@$(GATE) frontend

test-e2e: setup ## demo-check and Playwright against a stack of their own
	@$(GATE) e2e

test-faults: $(BACKEND) ## Kill and cut off everything messages depend on, and count them (SHORT=1, ONLY=redis), see docs/faults.md
	@exec $(VENV)/bin/python -m pytest -p no:django -o faulthandler_timeout=900 app/faults $(if $(SHORT),--short) $(if $(ONLY),-k "$(ONLY)")

test-containers: $(BACKEND) ## Build the images and try the production stack in Docker (SHORT=1, ONLY=crashes), see docs/operations/stack.md
	@exec $(VENV)/bin/python -m pytest -p no:django -o faulthandler_timeout=900 app/containers $(if $(SHORT),--short) $(if $(ONLY),-k "$(ONLY)")

test-previous: $(BACKEND) ## The tests of the last release on the schema of this tree (PREVIOUS=REF, ONLY=intake), see docs/operations/migrations.md
	@cd app && PREVIOUS="$(PREVIOUS)" exec $(VENV)/bin/python -m devstack.previous $(if $(ONLY),-k "$(ONLY)")

test-terraform: $(BACKEND) $(OBJECT_STORE) ## Try ops/terraform without an account (ONLY=policy, TERRAFORM=tofu), see docs/operations/terraform.md
	@exec $(VENV)/bin/python -m pytest -p no:django -o faulthandler_timeout=900 ops/terraform/tests -rs $(if $(ONLY),-k "$(ONLY)")

audit: $(OPS) $(FRONTEND) ## Known weaknesses of the packages of others; asks services that not every network reaches
	$(OPS_VENV)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off --requirement requirements.lock
	cd frontend && npm audit --omit=dev --audit-level=high

sbom: $(OPS) ## Bills of materials (CycloneDX) of both halves, into .state/sbom
	@mkdir -p .state/sbom
	@$(OPS_VENV)/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --of JSON --output-file .state/sbom/backend.cdx.json
	@cd frontend && npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx >../.state/sbom/frontend.cdx.json
	@ls -l .state/sbom

outdated: $(BACKEND) ## What newer versions there are, at least a week old; newer locks go into .state/outdated
	@ops/ci/newer-locks $(VENV)/bin/uv .state/outdated
	@cd frontend && npm outdated || true

test-backups: $(BACKEND) ## Back the stack up to stores in Docker, restore it, and try the drill (SHORT=1, ONLY=drill), see docs/operations/backups.md
	@exec $(VENV)/bin/python -m pytest -p no:django -o faulthandler_timeout=900 app/backups $(if $(SHORT),--short) $(if $(ONLY),-k "$(ONLY)")

test-droplet: $(OPS) ## Set a droplet up in Docker by ops/ansible, deploy to it and look at it (SHORT=1, ONLY=firewall, KEEP=1), see docs/operations/ansible.md
	@exec $(OPS_VENV)/bin/python -m pytest -c ops/ansible/tests/pytest.ini ops/ansible/tests $(if $(SHORT),--short) $(if $(KEEP),--keep) $(if $(ONLY),-k "$(ONLY)")

lint: $(BACKEND) $(FRONTEND) ## Formatting, types, import contracts, workflows, secrets, generated files
	@$(GATE) lint

lint-ansible: $(OPS) ## ansible-lint and the syntax of every playbook
	@cd ops/ansible && export PATH="$(OPS_VENV)/bin:$$PATH" LC_ALL=C.UTF-8 && ansible-lint && ansible-playbook --inventory localhost, --syntax-check *.yml

ansible: $(OPS) ## Run a playbook (PLAY=site.yml ESM_ENV=prod ARGS="--check --diff"), see docs/operations/ansible.md
	@cd ops/ansible && export PATH="$(OPS_VENV)/bin:$$PATH" LC_ALL=C.UTF-8 && exec ansible-playbook $(or $(PLAY),$(error Name a playbook: PLAY=site.yml)) $(ARGS)

bench: $(BACKEND) ## Measure speed against floors and goals (ONLY=draw,day,plan,replan,simulate,events,dispatch,lateness,idle,bytes,questionnaires,page,console,api,alerts,jobs,people_import), see docs/benchmarks.md
	@cd app && exec $(VENV)/bin/python -m benchmarks "$(ONLY)"

bench-web: setup ## Measure the participant page on a phone as Lighthouse sees it, and its cost on the server, see docs/benchmarks.md
	@cd app && exec $(VENV)/bin/python -m benchmarks.web

format: $(BACKEND) $(FRONTEND) ## Format and fix what can be fixed by a program
	$(VENV)/bin/ruff check --fix app
	$(VENV)/bin/ruff format app
	cd frontend && npm run format

openapi: $(BACKEND) $(FRONTEND) ## Generate app/openapi.yaml, app/openapi-researcher.yaml and the front end's types from the views
	@$(GATE) openapi

languages: $(BACKEND) ## Write the words of the participant's page from app/esmpress/languages, see docs/languages.md
	@$(GATE) languages

catalogue: $(BACKEND) ## Bring the Admin's translations up to date and compile them, see docs/adr/0041
	@cd app && exec $(VENV)/bin/python -m devstack.catalogue

schemas: $(BACKEND) ## Generate docs/schemas from the models of schemes, designs and study files
	@cd app && $(VENV)/bin/python manage.py export_schemas --write

rights: $(BACKEND) ## Generate docs/rights.md, the matrix of roles and pages, from the tables of rights
	@$(GATE) rights

guide: setup ## Take the pictures of docs/researcher-guide.md anew, of a stack filled with made-up people
	@$(GATE) guide

lock: $(BACKEND) ## Compile the dependency locks anew
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --group dev --output-file requirements-dev.lock
	$(COMPILE) pyproject.toml --group dev-stack --constraint requirements.lock --output-file requirements-dev-stack.lock
	$(COMPILE) --group object-store --output-file requirements-object-store.lock
	$(COMPILE) --group ops --output-file requirements-ops.lock
	$(COMPILE) --group proof --output-file requirements-proof.lock
	cd frontend && npm install --package-lock-only --no-audit --no-fund

clean: ## Remove the state of demo and tests (refused while one runs)
	@if [ -x $(VENV)/bin/python ]; then $(STACK) idle ../.state/*; fi
	rm -rf .state

distclean: clean ## Remove installed dependencies and build results too
	rm -rf .venv .venv-ops .venv-proof frontend/node_modules frontend/dist frontend/.astro

preflight:
	@test -n "$(PYTHON)" || { echo "ESMpress needs Python 3.11 or newer with venv (Debian: python3-venv): install it and try again." >&2; exit 1; }
	@node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null \
		&& npm --version >/dev/null 2>&1 \
		|| { echo "ESMpress needs Node 20.19 or newer with npm: install it and try again." >&2; exit 1; }

$(BACKEND): requirements-dev.lock | preflight
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages ..."
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

$(OBJECT_STORE): requirements-object-store.lock $(BACKEND)
	@echo "Installing SeaweedFS ..."
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-object-store.lock
	@touch $@

$(OPS): requirements-ops.lock | preflight
	@test -x $(OPS_VENV)/bin/python || $(PYTHON) -m venv $(OPS_VENV)
	@echo "Installing Ansible ..."
	@$(OPS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-ops.lock
	@touch $@

$(PROOF): requirements-proof.lock | preflight
	@test -x $(PROOF_VENV)/bin/python || $(PYTHON) -m venv $(PROOF_VENV)
	@echo "Installing what reads an export ..."
	@$(PROOF_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-proof.lock
	@touch $@

$(FRONTEND): frontend/package.json frontend/package-lock.json | preflight
	@echo "Installing Node packages ..."
	@cd frontend && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@

$(SITE): $(FRONTEND) $(SITE_SOURCES) | preflight
	@echo "Building the participant page ..."
	@cd frontend && npm run --silent build >build.log 2>&1 || { cat build.log >&2; exit 1; }
	@rm -f frontend/build.log && touch $@
