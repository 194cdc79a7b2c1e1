from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.running import EmbeddedRedis, fresh_home
from tests.support.databases import SqliteCopies, migrations_key


@pytest.fixture(scope="session")
def migrated_database() -> Iterator[Path]:
    """A SQLite file with all tables."""
    copies = SqliteCopies(migrations_key(), "serve")
    copies.prepare()
    yield Path(copies.name)
    copies.remove()


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty state folder of its own."""
    yield from fresh_home()


@pytest.fixture
def ready_home(migrated_database: Path) -> Iterator[Path]:
    """A state folder of its own, with all tables."""
    yield from fresh_home(migrated_database)


@pytest.fixture
def redis(home: Path, settings) -> Iterator[EmbeddedRedis]:
    """A real Redis, which the settings' queues use."""
    with EmbeddedRedis(home) as server:
        settings.RQ_QUEUES = {name: {"URL": server.url} for name in ("mail", "default", "low")}
        yield server
