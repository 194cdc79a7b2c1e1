"""Installations on both databases."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from .installation import Installation


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def installation(request: pytest.FixtureRequest, tmp_path, django_test_environment) -> Iterator[Installation]:
    """A fresh one, gone with the test."""
    url = os.environ["TEST_POSTGRES_URL"] if request.param == "postgres" else ""
    made = Installation(tmp_path, url)
    yield made
    made.remove()
