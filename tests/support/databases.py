"""A test database in milliseconds: migrate once per state of the migrations, then copy.

The template is built by the real `migrate` and kept in the temporary folder, named after all migration files. SQLite
copies the file; PostgreSQL copies by `CREATE DATABASE … TEMPLATE`. Both are the real thing: a file in WAL mode with
IMMEDIATE transactions, a server with real connections, so that threads and processes meet as in production.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def migrations_key() -> str:
    """Return a key that changes whenever a migration file or the Python version does."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    digest = hashlib.sha256(sys.version.encode())
    for name, migration in sorted(loader.disk_migrations.items()):
        digest.update(repr(name).encode())
        digest.update(Path(sys.modules[migration.__module__].__file__).read_bytes())
    return digest.hexdigest()[:16]


def migrate(url: str) -> None:
    """Run the real `migrate` on the database at `url`, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "allmende.settings.test"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"migrate failed:\n{done.stderr}")


class SqliteCopies:
    """Copies of a template file."""

    def __init__(self, key: str, worker: str) -> None:
        self.template = Path(tempfile.gettempdir()) / f"allmende-template-{key}.sqlite3"
        self.folder = Path(tempfile.mkdtemp(prefix="allmende-db-"))
        self.name = str(self.folder / f"{worker}.sqlite3")

    def prepare(self) -> None:
        if not self.template.exists():
            draft = self.folder / "template.sqlite3"
            migrate(f"sqlite:///{draft}")
            _checkpoint(draft)
            os.replace(shutil.copy(draft, f"{self.template}.{os.getpid()}"), self.template)
        self.reset()

    def reset(self) -> None:
        """Put the template back; by SQLite itself, since a thread of the test may still hold the file open."""
        source, target = sqlite3.connect(self.template), sqlite3.connect(self.name, timeout=60)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=WAL")
        finally:
            source.close()
            target.close()

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _checkpoint(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class PostgresCopies:
    """Databases made from a template database on the server that the settings name."""

    def __init__(self, key: str, worker: str, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.template = f"allmende_template_{key}"
        self.name = f"allmende_test_{os.getpid()}_{worker}"

    def prepare(self) -> None:
        with self._server() as cursor:
            # One builder at a time: the others wait here and find the template made.
            cursor.execute("SELECT pg_advisory_lock(7241)")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            if cursor.fetchone() is None:
                draft = f"{self.template}_{os.getpid()}"
                cursor.execute(f'CREATE DATABASE "{draft}"')
                migrate(self._url(draft))
                cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{self.template}"')
        self.reset()

    def reset(self) -> None:
        with self._server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def remove(self) -> None:
        with self._server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _server(self) -> Any:
        import psycopg

        return _Cursor(psycopg.connect(self._url("postgres"), autocommit=True))

    def _url(self, name: str) -> str:
        host, port = self.settings["HOST"], self.settings["PORT"] or 5432
        user, password = self.settings["USER"], self.settings["PASSWORD"]
        return (
            f"postgresql://{user}:{password}@{host}:{port}/{name}"
            if password
            else f"postgresql://{user}@{host}:{port}/{name}"
        )


class _Cursor:
    """A connection that gives its cursor and closes with the block."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __enter__(self) -> Any:
        return self.connection.cursor()

    def __exit__(self, *_error: object) -> None:
        self.connection.close()


def copies_for(settings: dict[str, Any], worker: str) -> SqliteCopies | PostgresCopies:
    """Return the way of copying that fits the database of these settings."""
    key = migrations_key()
    if settings["ENGINE"].endswith("sqlite3"):
        return SqliteCopies(key, worker)
    return PostgresCopies(key, worker, dict(settings))
