import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site
from core.pages.models import AllianceIndexPage
from tests.factories import *

pytest_plugins = []
from tests.pages.conftest import *  # noqa

def test_q(client, town):
    alliance_index = AllianceIndexPage.objects.child_of(town.site.root_page).get()
    alliance = AlliancePageFactory(parent=alliance_index)
    MembershipFactory(alliance=alliance.identity, organisation=town.own.identity)
    EventDateFactory(event=town.own_event.identity, place=PlaceFactory())
    for url in ["/", town.index.url, town.own.url, alliance_index.url, alliance.url, town.own_event.url, "/orte/", PlaceFactory().url, "/themen/"]:
        client.get(url)
        cache.clear(); Site.clear_site_root_paths_cache()
        from django.contrib.contenttypes.models import ContentType
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection, ) as q:
            client.get(url)
        print(url, len(q))
        for x in q: print("   ", x["sql"][:230])
