# Everything runs in .venv; paths are relative, so that a checkout may lie in a folder with spaces.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
.DEFAULT_GOAL := help
.PHONY: address attack help charts demo dist quick test test-long mutants test-plugin test-cluster test-controllers test-real lint rules golden bench tools clean nightly

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

# A complete marker, not the folder: an interrupted installation is taken up again.
.venv/.runtime: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed, this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@echo "installing into .venv …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable .
	@$(PY) -m compileall -q generator  # as pip does what it installs; where Python may not, every start would
	@touch $@

.venv/.dev: .venv/.runtime
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: .venv/.runtime  ## generate the e-commerce platform into demo/ and show it
	@$(PY) -m tests.demo

address:  ## fill in the address of this repository, wherever it is repeated: make address ADDRESS=https://…
	@$(PYTHON) -m tests.address '$(ADDRESS)'

tools: .venv/.dev  ## Helm 3, Helm 4 and kubeconform, built with Go where they are missing
	@$(PY) tests/tools.py install
	@$(PY) -m tests.crds

quick: .venv/.dev  ## what a change of core or edge breaks first, within a minute: needs Python and git, no Helm, no Go
	@TESTS=quick $(PY) -m pytest -n auto -q -m 'not helm and not statistics' tests/core tests/edge tests/test_house.py

# Core first and alone: what its own tests do not reach nobody promised, whatever commands come by.
test: tools  ## the everyday suite, without what is long; lines and branches of core that its tests miss
	@$(PY) -m pytest -n auto -q --cov=generator.core --cov-report=term-missing:skip-covered --cov-fail-under=98 tests/core
	@$(PY) -m pytest -n auto --dist worksteal -q -m 'not long' --ignore=tests/cluster --ignore=tests/controllers --ignore=tests/real --ignore=tests/core

test-long: tools  ## the rest of what needs no cluster: the attacks, the plugin installed, SOPS, every kind of service rendered
	@$(PY) tests/tools.py install sops age-keygen promtool rego rollout_validation
	@$(PY) -m tests.debian busybox curl gpg=gnupg
	@$(PY) -m tests.browser
	@$(PY) -m pytest -n auto --dist worksteal -q -m long --ignore=tests/cluster --ignore=tests/controllers --ignore=tests/real

mutants: .venv/.dev  ## which changes of the judging modules no test notices: a tenth of the mutants, or MUTANTS=all
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	@$(PY) -m tests.mutants

test-plugin: .venv/.dev  ## the plugin and the charts with every supported Helm, old ones too (builds them)
	@$(PY) tests/tools.py install helm3 helm4 helm3.14 helm3.18 helm4.2
	@HELM_ALL=1 $(PY) -m pytest -q tests/plugin tests/charts/test_helm_versions.py tests/blueprints/test_helm_versions.py

test-cluster: .venv/.dev  ## every blueprint in every environment on a real control plane (builds it once: minutes)
	@$(PY) -m tests.cluster
	@$(PY) -m tests.controllers

test-controllers: .venv/.dev  ## custom resources of every blueprint before the real controllers and webhooks (builds them once: minutes); part of test-cluster
	@$(PY) -m tests.controllers

test-real: .venv/.dev  ## real programs under the rendered pods: databases, brokers, readings, interrupted; root on Linux (minutes)
	@$(PY) tests/tools.py install helm3
	@$(PY) -m tests.real.programs
	@$(PY) -m pytest -n 2 -q -m 'not nightly' tests/real

attack: .venv/.dev  ## what strangers' repositories, schemas, archives, journals and templates try; part of `make test-long`
	@$(PY) -m pytest -n auto -q tests/attack

nightly: .venv/.dev  ## 20,000 random edits and 500 sequences of commands in a row, 300 histories of upgrades, 1,000 kills, ten minutes of junk, every switch of the values, releases by Argo Rollouts, scaling by KEDA, what takes real programs minutes (three hours)
	@$(PY) -m tests.fuzz.command_edits 20000
	@$(PY) -m tests.fuzz.sequences 500
	@$(PY) -m tests.fuzz.upgrades 300
	@$(PY) -m tests.attack.kills 1000
	@$(PY) -m tests.fuzz.junk_target 600
	@$(PY) -m tests.fuzz.junk_beside 300
	@$(PY) -m tests.blueprints.switches
	@$(PY) -m tests.controllers nightly
	@$(PY) tests/tools.py install helm3
	@$(PY) -m tests.real.programs
	@$(PY) -m pytest -n 2 -q -m nightly tests/real

lint: .venv/.dev  ## ruff, mypy --strict, and the doors between the rooms of the code
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(BIN)/lint-imports

charts: .venv/.dev  ## values.yaml, schema and page of every chart, from its schema.yaml
	@$(PY) charts/bundle.py

rules: .venv/.dev  ## docs/rules.md, from the rules of `values lint`
	@GOLDEN=write $(PY) -m pytest -q tests/core/lint/test_page.py

golden: tools  ## write the golden files anew; look at the diff before you commit it
	@GOLDEN=write $(PY) -m pytest -n auto -q -m golden

bench: tools  ## the figures of the README
	@$(PY) -m tests.bench

dist: tools  ## what a release has: wheel, plugin archive for Helm 4, checksums
	@rm -rf dist
	@$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@$(PY) plugin/release.py --helm "$$($(PY) tests/tools.py path helm4)"
	@cd dist && sha256sum *.whl *.tgz > SHA256SUMS && cat SHA256SUMS

clean:  ## remove what make made
	rm -rf .venv .tools demo dist
