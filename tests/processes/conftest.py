import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.running import EmbeddedRedis, RunningSite, fresh_home
from tests.support.databases import SqliteCopies, migrations_key


@pytest.fixture(scope="session")
def migrated_database() -> Iterator[Path]:
    """A SQLite file with all tables."""
    copies = SqliteCopies(migrations_key(), "serve")
    copies.prepare()
    yield Path(copies.name)
    copies.remove()


@pytest.fixture
def home(migrated_database: Path) -> Iterator[Path]:
    """A state folder of its own, with all tables."""
    folder = fresh_home(migrated_database)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """A state folder of its own, empty."""
    folder = fresh_home()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(home: Path) -> Iterator[RunningSite]:
    """A running site."""
    with RunningSite(home) as running:
        running.wait_until_ready()
        yield running


@pytest.fixture
def redis(empty_home: Path, settings) -> Iterator[EmbeddedRedis]:
    """A real Redis, which the settings' queues use."""
    with EmbeddedRedis(empty_home) as server:
        settings.RQ_QUEUES = {name: {"URL": server.url} for name in ("mail", "default", "low")}
        yield server
