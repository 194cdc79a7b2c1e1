"""What is published is in the index, in the transaction that publishes it."""

from __future__ import annotations

import pytest

from core.calendar.models import Occurrence
from tests.calendar import world


def test_smoke(site, shop, place):
    event = world.make_event(shop)
    world.make_date(event, place=place)
    row = Occurrence.objects.get()
    print(row, row.texts.values())
