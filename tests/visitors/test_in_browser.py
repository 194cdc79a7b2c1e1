"""The form, the mailbox and the mailed link in a real browser, without JavaScript and without a cookie."""

import pytest

from core.mail import delivery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


def test_from_the_form_through_the_mailbox_to_the_overview(page, live_server, settings):
    settings.BASE_URL = live_server.url
    page.goto(f"{live_server.url}/meine-uebersicht/")
    page.get_by_label("E-Mail-Adresse").fill("mia@example.org")
    assert not page.locator("[name=homepage]").is_visible()
    page.get_by_role("button", name="Link schicken").click()
    page.wait_for_url("**/meine-uebersicht/gesendet/**")
    assert delivery.sweep() == 1

    page.goto(f"{live_server.url}/postfach/")
    page.get_by_role("link", name="Ihr Link zu „Meine Übersicht“").click()
    mail = page.frame_locator("iframe")
    mail.get_by_role("link", name="Meine Übersicht öffnen").click()
    page.wait_for_url("**/meine-uebersicht/*.*/")
    assert page.get_by_text("m…@example.org").is_visible()
    assert page.context.cookies() == []
