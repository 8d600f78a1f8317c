# Everything a person does with a checkout. Works on a fresh Debian with python3, make and git.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test scaled lint format mutants pins screenshots translations clean system-run system-test

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
# uv takes a tenth of the time of pip. Where it finds no packages, pip does: it knows the mirrors of this machine.
INSTALL = .venv/bin/uv --no-config pip install --quiet --python $(PY) --requirement $< || $(PIP) --requirement $<
PYTEST := PYTHONDONTWRITEBYTECODE= $(PY) -m pytest
PACKAGES := questionnaires matching reports assessment
BABEL := $(PY) -m babel.messages.frontend --quiet
TEMPLATES := $(wildcard assessment/web/templates reports/templates)

help: ## List these targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 22

run: .venv/runtime ## Start Wandelkompass here, with demo data
	WANDELKOMPASS_COUNT_EXAMPLES=true $(PY) -m assessment serve --demo

test: system-test .venv/development ## Check and test everything, in a browser and on PostgreSQL too
	@# Beside the checks, one process looks for tests and so compiles, once, what all the others share.
	@$(PYTEST) --collect-only -qq >/dev/null 2>&1 & $(MAKE) --no-print-directory lint; checked=$$?; wait; exit $$checked
	@# On two cores: one of three waits for a browser most of the time.
	$(PYTEST) -n 3 $(ARGS)

scaled: system-test .venv/development ## Test what people meet on PostgreSQL, two web processes and a worker
	$(PYTEST) -n 3 --scaled tests/assessment/services tests/assessment/web tests/browser $(ARGS)

lint: .venv/development ## Check style, types, layers, templates and dependencies
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m djlint --lint --quiet --allow-empty-input $(TEMPLATES)
	$(PY) -m deptry .

format: .venv/development ## Put the code in its usual form
	$(PY) -m ruff check --fix-only
	$(PY) -m ruff format

mutants: .venv/development ## Mutate scoring, conditions, routing and matching, and list what no test notices
	rm -rf mutants
	$(PY) -m mutmut run --max-children 2 'questionnaires.*' 'matching.*'
	$(PY) -m mutmut results
	$(PY) -m mutmut export-cicd-stats
	@$(PY) -c 'import json; found = json.load(open("mutants/mutmut-cicd-stats.json")); \
		killed, total = found["killed"] + found["timeout"], found["total"]; \
		print(f"{killed} of {total} mutants were killed; nine in ten are expected."); \
		raise SystemExit(10 * killed < 9 * total)'

pins: .venv/bin/python ## Choose the newest versions that fit pyproject.toml
	$(PIP) --upgrade uv
	echo uv | .venv/bin/uv pip compile --quiet - --output-file .ci/uv.txt
	.venv/bin/uv pip compile --quiet pyproject.toml --output-file requirements.txt
	.venv/bin/uv pip compile --quiet pyproject.toml --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt

screenshots: system-test .venv/development ## Take pictures of the screens
	$(PY) -m tests.screenshots

translations: .venv/development ## Collect the texts of screens and reports for their translators
	@for part in assessment/web reports; do \
		$(BABEL) extract --mapping pyproject.toml --keywords marked --add-location file --sort-by-file \
			--output $$part/translations/messages.pot $${part%%/*} && \
		$(BABEL) update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 110 \
			--input-file $$part/translations/messages.pot --output-dir $$part/translations || exit; \
	done

clean: ## Remove the environment and caches; data in instance/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage mutants
	find $(PACKAGES) tests -name __pycache__ -prune -exec rm -rf {} +

system-run system-test: system-%:
	@.ci/system-packages $*

.venv/bin/python: | system-run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv .venv

.venv/bin/uv: .ci/uv.txt | .venv/bin/python
	-$(PIP) --requirement $< && touch $@

# The stamps are re-made when the pins change.
.venv/runtime: requirements.txt | system-run .venv/bin/uv
	$(INSTALL)
	@touch $@

.venv/development: requirements-dev.txt | system-run .venv/bin/uv
	$(INSTALL)
	@touch $@
