"""The page editor in a real browser: the address that it suggests."""

import pytest
from playwright.sync_api import expect

from core.pages.models import ContentPage
from tests.factories import ContentPageFactory, UserFactory, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_suggested_address_writes_umlauts_out(page, live_server, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    home = make_site().root_page.specific
    ContentPageFactory(parent=home)
    client.force_login(UserFactory(username="admin", is_superuser=True, is_staff=True))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    meta = ContentPage._meta
    page.goto(f"{live_server.url}/admin/pages/add/{meta.app_label}/{meta.model_name}/{home.pk}/")
    page.locator("#id_title").press_sequentially("Räume für große Übungen")
    page.locator("#id_title").blur()
    expect(page.locator("#id_slug")).to_have_value("raeume-fuer-grosse-uebungen")
