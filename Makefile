# make run    start the app (the first time it sets everything up, which takes a minute)
# make test   the tests, a real browser included
# make check  linters, types, import rules
# make bench  measurements
# make data   rebuild everything under data/ that is derived
# make gazetteer DUMP=XK.txt [NAMES=alternateNamesV2.txt]  add every place of a GeoNames country file
# make catalogues  bring the texts to translate up to date with the code, and compile the translations
# make pictures  take the pictures of the README anew
# make clean  remove what the other commands built
#
# Windows, or no make: pip install -r requirements.txt, then streamlit run app.py

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := run

VENV := .venv
PY := $(VENV)/bin/python
WORLD := gazetteer/index/world.sqlite
PIP := $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt
# the stamps say what was installed; a changed list of packages makes them stale
RUN_READY := $(VENV)/run.stamp
DEV_READY := $(VENV)/dev.stamp
BENCH_READY := $(VENV)/bench.stamp
BROWSER_READY := $(VENV)/browser.stamp
SERVICES_READY := $(VENV)/services.stamp
NODE_READY := node_modules/.package-lock.json

.PHONY: run test check bench data gazetteer catalogues pictures clean setup

run: $(RUN_READY) $(WORLD)
	@$(PY) -m streamlit run app.py

setup: $(DEV_READY) $(WORLD) $(BROWSER_READY) $(SERVICES_READY)

test: setup
	@.ci/node prepare
	@$(PY) -m pytest --numprocesses 2 --dist loadfile --ignore=tests/browser
	@$(PY) -m pytest --numprocesses 2 --dist loadfile tests/browser
	@.ci/node test

check: $(DEV_READY)
	@.ci/node prepare
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@.ci/node lint

bench: $(BENCH_READY) $(WORLD) $(BROWSER_READY)
	@[[ -d node_modules/leaflet-timedimension ]] || .ci/node install || true
	@$(PY) -m tests.benchmarks

data: $(DEV_READY) $(NODE_READY)
	@$(PY) -m geo.outlines
	@$(PY) -m geo.datapackage

gazetteer: $(RUN_READY) $(WORLD)
	@[[ -z "$(DUMP)" ]] || $(PY) -m gazetteer build "$(DUMP)" $(if $(NAMES),--alternate-names "$(NAMES)")

catalogues: $(DEV_READY)
	@$(PY) -m tests.catalogues

pictures: setup
	@$(PY) -m tests.browser.pictures

clean:
	@rm -rf $(VENV) node_modules gazetteer/index .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@.ci/venv $(VENV)

$(RUN_READY): requirements.txt constraints.txt | $(PY)
	@echo "Installing what the app needs ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt requirements-extra.txt requirements-engines.txt $(RUN_READY)
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(BENCH_READY): requirements-bench.txt $(DEV_READY)
	@$(PIP) -r requirements-bench.txt
	@touch $@

# The index of the world's towns is built again when the code that builds it changes.
$(WORLD): gazetteer/geonames/world.py gazetteer/geonames/store.py gazetteer/names.py $(RUN_READY)
	@$(PY) -m gazetteer build
	@touch $@

$(BROWSER_READY): .ci/browser $(DEV_READY)
	@.ci/browser
	@touch $@

$(SERVICES_READY): .ci/services $(DEV_READY)
	@.ci/services
	@touch $@

$(NODE_READY): package.json package-lock.json
	@.ci/node install
