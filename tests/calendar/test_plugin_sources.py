"""Dates of a plugin: in the calendar while the plugin is active on the site."""

from __future__ import annotations

import pytest
from django.conf import settings

from core.calendar import indexer, queries
from core.calendar.models import Occurrence
from core.hooks.models import PluginSettings
from tests.calendar import world

pytestmark = pytest.mark.skipif(
    "workshops" not in settings.PLUGIN_REGISTRY.manifests, reason="the plugin workshops is switched off"
)
SPAN = (world.berlin("2026-10-01 00:00"), world.berlin("2026-11-01 00:00"))


@pytest.fixture
def date(shop, place):
    from plugins.workshops.models import Session, SessionDate, WorkshopPage

    page = shop.add_child(
        instance=WorkshopPage(title="Kleine Allianzen", lead="Was kleine Gruppen bewegen.", live=False)
    )
    page.save_revision().publish()
    session = Session.objects.create(workshop=page.identity)
    start, end = world.berlin("2026-10-08 18:00"), world.berlin("2026-10-08 20:00")
    return SessionDate.objects.create(session=session, starts_at=start, ends_at=end, place=place)


def test_its_dates_are_there(date, site, shop):
    (entry,) = queries.entries(site, "de", *SPAN)
    assert (entry.uid, entry.title, entry.kind, entry.kind_label) == (
        date.uid,
        "Kleine Allianzen",
        "workshop",
        "Workshop",
    )
    assert entry.organisation == shop.identity


def test_its_dates_follow_their_parts(date, site):
    date.session.is_online = True
    date.session.save()
    assert Occurrence.objects.get().is_online


def test_switching_it_off_withdraws_them_and_switching_it_on_brings_them_back(date, site):
    choice = PluginSettings.objects.create(site=site, chosen={"workshops": False})
    assert Occurrence.objects.get().withdrawn_at == world.NOW
    indexer.rebuild()
    assert Occurrence.objects.get().withdrawn_at == world.NOW
    choice.chosen = {"workshops": True}
    choice.save()
    assert Occurrence.objects.get().withdrawn_at is None


def test_on_another_site_it_stays(date, site):
    other = world.make_site("mannheim.example.org", "Mannheim", default=False)
    PluginSettings.objects.create(site=other, chosen={"workshops": False})
    assert Occurrence.objects.get().withdrawn_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_free_places_cost_one_query_more(date, site, count, django_assert_num_queries):
    from plugins.workshops.models import SessionDate

    for day in range(9, 8 + count):
        start, end = world.berlin(f"2026-10-{day:02} 18:00"), world.berlin(f"2026-10-{day:02} 20:00")
        SessionDate.objects.create(session=date.session, starts_at=start, ends_at=end)
    with django_assert_num_queries(4):  # and a savepoint around the plugin, within the test's transaction
        assert len(queries.entries(site, "de", *SPAN)) == count
