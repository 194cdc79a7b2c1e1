"""A site that nobody has begun tells its operator what to do next."""

import pytest
from wagtail.models import Locale, Page, Site

from core.pages.models import HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_site(db):
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    blank = root.add_child(
        instance=Page(title="Welcome", slug="welcome", locale=Locale.objects.get(language_code="de"))
    )
    return Site.objects.create(hostname="localhost", root_page=blank, is_default_site=True)


def test_an_empty_site_says_how_to_begin(client, empty_site):
    response = client.get("/")
    words = response.content.decode()
    assert response.status_code == 200
    assert "manage.py createsuperuser" in words
    assert 'href="/konto/login/"' in words
    assert not response.cookies


def test_a_site_that_was_begun_says_no_such_thing(client, empty_site):
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Am Anfang", slug="am-anfang", locale=empty_site.root_page.locale))
    empty_site.root_page = home
    empty_site.save()
    words = client.get("/").content.decode()
    assert "Am Anfang" in words
    assert "createsuperuser" not in words
