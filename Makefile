# UPUDesk from a checkout. `make run` opens it on a demo campaign, `make test` tests it.
# Each prepares what it needs: system libraries (.ci/system.py) and .venv, from the locked versions.

PYTHON ?= python3
NO_PYTHON = UPUDesk needs Python 3.11 or later, which $(PYTHON) is not here: install one and name it, as in 'make $* PYTHON=python3.12'.

# Where this Python keeps packages inside .venv: with another Python, .venv is made anew.
SITE := .venv/lib/$(shell $(PYTHON) -c 'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null)/site-packages
RUN := $(SITE)/upudesk-run.stamp
DEV := $(SITE)/upudesk-dev.stamp
IN := .venv/bin/python
PIP := $(IN) -m pip install --quiet --disable-pip-version-check

.PHONY: run test bench lint catalogue lock clean run-system test-system
.NOTPARALLEL:
.DELETE_ON_ERROR:

run: run-system $(RUN) demo.upudesk
	$(IN) main.py demo.upudesk

# Made once, so that what was logged in it is found again; delete it for a fresh one.
demo.upudesk:
	$(IN) main.py new $@ --demo </dev/null

test: test-system $(DEV)
	$(IN) -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

bench: test-system $(DEV)
	$(IN) -m bench
	$(IN) -m bench.load

lint: test-system $(DEV)
	$(IN) -m ruff format --check
	$(IN) -m ruff check
	$(IN) -m mypy

# Collects the words of the program, carries them into each language and compiles them.
catalogue: test-system $(DEV)
	$(IN) -m babel.messages.frontend extract --omit-header --sort-by-file --add-location file --no-wrap -o translations/upudesk.pot upudesk
	$(IN) -m babel.messages.frontend update --domain upudesk --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -i translations/upudesk.pot -d translations
	$(IN) -m babel.messages.frontend compile --domain upudesk --statistics -d translations

# Renews the locked versions from pyproject.toml, for every system and Python that it allows.
lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: LOCK = $(IN) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate pyproject.toml
lock: test-system | $(SITE)
	$(PIP) 'uv>=0.9'
	$(LOCK) -o requirements.txt
	$(LOCK) --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

run-system test-system: %-system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "$(NO_PYTHON)" >&2; exit 1; }
	@$(PYTHON) .ci/system.py $*

$(SITE):
	$(PYTHON) -m venv --clear .venv

$(RUN): requirements.txt | $(SITE)
	@echo "Preparing .venv: some 120 MB to fetch, once."
	$(PIP) --require-hashes -r $<
	@touch $@

$(DEV): requirements-dev.txt | $(SITE)
	@echo "Preparing .venv for tests: some 160 MB to fetch, once."
	$(PIP) --require-hashes -r $<
	@touch $@ $(RUN)
