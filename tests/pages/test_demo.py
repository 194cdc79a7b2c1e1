"""The demonstration's projects, networks, funding and news: also where an older demonstration is already running."""

import datetime as dt
from importlib import import_module

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from core.directory.models import FundingRound, NetworkPartner
from core.pages.demo import build, build_frame, find, make
from core.pages.models import ContentPage, NewsPage, ProjectIndexPage, ProjectPage

pytestmark = [pytest.mark.django_db, pytest.mark.demo]
MONDAY = dt.date(2026, 10, 19)


@pytest.fixture
def older(monkeypatch):
    """A demonstration from before: `/projekte/` and what stands below it are pages of plain content."""
    monkeypatch.setattr(import_module("core.pages.demo.build"), "collect", lambda *args, **more: [])
    site = build_frame(settings.DEMO_DIR)
    for page in Page.objects.filter(translation_key=find("page", "projekte").translation_key):
        page.delete()
    plain = make(ContentPage, site.root_page, "page", "projekte", title="Projekte", slug="projekte")
    plain.copy_for_translation(Locale.objects.get(language_code="en")).save_revision().publish()
    make(ContentPage, plain, "page", "fuenf-orte", title="Fünf Orte", slug="fuenf-orte")
    return site


def test_an_older_demonstration_is_completed_and_building_twice_changes_nothing(older, client):
    build(anchor=MONDAY)
    assert isinstance(find("page", "projekte"), ProjectIndexPage)
    assert isinstance(find("project", "fuenf-orte"), ProjectPage)
    assert find("page", "fuenf-orte") is None
    counted = [model.objects.count() for model in (Page, FundingRound, NetworkPartner)]
    build(anchor=MONDAY)
    assert [model.objects.count() for model in (Page, FundingRound, NetworkPartner)] == counted
    for address in ("/projekte/fuenf-orte/", "/staedtenetze/engagierte-stadt/", "/foerderung/", "/aktuelles/"):
        assert client.get(address).status_code == 200, address


def test_deadlines_and_invented_news_follow_the_calendar(older):
    build(anchor=MONDAY)
    build(anchor=MONDAY + dt.timedelta(weeks=30))
    starts = [timezone.localtime(each.starts_at).date() for each in FundingRound.objects.order_by("starts_at")]
    assert starts == [MONDAY + dt.timedelta(weeks=30 + weeks, days=4) for weeks in (5, 18)]
    assert set(FundingRound.objects.values_list("moved_from", flat=True)) == {None}
    assert str(NewsPage.objects.get(slug="pilotprojekt-beginnt", locale__language_code="de").dated) == "2021-04"
    assert str(NewsPage.objects.get(slug="baenke-gesucht").dated) == "2027-05-11"
    assert Site.objects.count() == 1
