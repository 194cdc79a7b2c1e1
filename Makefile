# Two commands are enough: `make run` starts the demonstration, `make test` runs the tests.
# Needed are make, Python 3.11 or newer with venv, and a package index. Both install what is missing on their own.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
RUN    := PYTHONPATH=site $(PY)
JOBS   ?= 2

.DEFAULT_GOAL := help
.PHONY: help run install dev catalogs messages test test-full lint format screenshots bench lock clean

help:
	@echo "make run          Vorführung starten: http://127.0.0.1:8000 (anderer Port: PORT=8001 make run)"
	@echo "make test         die Tests, auf SQLite und PostgreSQL; make test-full auch die langen"
	@echo "make lint         Stil, Typen, Schichten, Migrationen, Übersetzungen prüfen"
	@echo "make messages     neue Sätze in die Übersetzungen aufnehmen"
	@echo "make screenshots  Bilder der Seiten machen"
	@echo "make bench        messen, als Verhältnisse zu dem, was kein Programm unterbietet"
	@echo "make lock         Abhängigkeiten neu festschreiben"
	@echo "make clean        alles entfernen, was hier installiert oder erzeugt wurde (var/ bleibt)"

run: install catalogs
	@exec env DEMO=1 $(PY) manage.py serve --demo

test: dev catalogs
	@JOBS=$(JOBS) $(RUN) -m tests.support.run

test-full: dev catalogs
	@TEST_FULL=1 JOBS=$(JOBS) $(RUN) -m tests.support.run

lint: dev catalogs
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(RUN) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@$(PY) manage.py makemigrations --check --dry-run
	@$(RUN) -m allmende.catalogs --check

format: dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

screenshots: dev catalogs
	@$(RUN) -m bench.screenshots

bench: dev catalogs
	@$(RUN) -m bench

messages: dev
	@$(RUN) -m allmende.messages

catalogs:
	@$(RUN) -m allmende.catalogs

# -- installation: .venv holds exactly what the lock file says -----------------------------------------------------------

install dev:
	@command -v $(PYTHON) >/dev/null || { echo "Allmende braucht Python 3.11 oder neuer; hier ist kein $(PYTHON)." >&2; exit 1; }
	@$(PYTHON) site/allmende/bootstrap.py $(if $(filter dev,$@),requirements-dev.lock)

# -- maintenance -------------------------------------------------------------------------------------------------------

LOCK = $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" pyproject.toml

lock: dev
	@$(LOCK) --upgrade -o requirements.lock
	@$(LOCK) --upgrade --group dev -o requirements-dev.lock

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
	@find core plugins site tests bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null; true
	@find core plugins site templates -name '*.mo' -delete 2>/dev/null; true
