"""The whole path on the real site, as people walk it: `serve` with all its processes, a real browser, real mail files.

An editor publishes a workshop, a citizen signs up without an account and without JavaScript, the confirmation arrives
with the date attached, the organisation's feed shows the date, the citizen cancels.
"""

from __future__ import annotations

import datetime as dt
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bench.running import running_site

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ORGANISATION = "kastanieneck"
EDITOR = f"redaktion-{ORGANISATION}"
TITLE = "Brot backen für den Anfang"
#: A page that the worker builds after the accounts of the editors.
LAST_BUILT = "/organisationen/allianz-fuer-beteiligung/kleine-allianzen-vor-ort/"
PATIENCE = 400_000


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(home):
    """The address of the demonstration."""
    with running_site("--demo", home=str(home)) as address:
        yield address


@pytest.fixture
def editor(browser, site, home) -> Page:
    """The organisation's editor at work."""
    context = browser.new_context(locale="de-DE", base_url=site, viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    reload_until(page, LAST_BUILT, lambda: True)
    page.goto("/admin/")
    page.locator("input[name=login]").fill(EDITOR)
    page.locator("input[name=password]").fill(json.loads((home / "demo-logins.json").read_text())[EDITOR])
    page.locator("main form button").click()
    expect(page.get_by_role("link", name="Workshop anlegen")).to_be_visible(timeout=60_000)
    yield page
    context.close()


@pytest.fixture
def citizen(browser, site) -> Page:
    """A visitor whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE", base_url=site)
    yield context.new_page()
    context.close()


def reload_until(page: Page, path: str, is_there) -> None:
    """Load the page again and again until it shows what a background process makes."""
    for _second in range(PATIENCE // 1000):
        response = page.goto(path)
        if response is not None and response.ok and is_there():
            return
        page.wait_for_timeout(1000)
    pytest.fail(f"{path} did not show in time what it should")


def publish_workshop(page: Page, start: dt.datetime) -> None:
    page.goto("/admin/pages/")
    page.locator("a[href*='add_subpage']").first.click()
    page.get_by_role("link", name="Workshop", exact=False).first.click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_first_start").fill(start.strftime("%d.%m.%Y %H:%M"))
    page.locator("#id_first_end").fill((start + dt.timedelta(hours=2)).strftime("%d.%m.%Y %H:%M"))
    page.locator("#id_first_capacity").fill("5")
    page.keyboard.press("Escape")
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_text("veröffentlicht").first).to_be_visible()


def fetch(url: str, **headers: str):
    """Return status, headers and body of an address, as a calendar program sees them."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, ""


def unfold(body: str) -> str:
    return body.replace("\r\n ", "")


def test_from_the_editor_to_the_feed(site, editor, citizen):
    start = (timezone.localtime() + dt.timedelta(days=9)).replace(hour=17, minute=0)
    publish_workshop(editor, start)

    citizen.goto(f"/organisationen/{ORGANISATION}/")
    citizen.get_by_role("link", name=TITLE).first.click()
    expect(citizen.locator("main")).to_contain_text("von 5 Plätzen frei")
    citizen.get_by_role("link", name="Jetzt anmelden").click()
    citizen.get_by_label("Vor- und Nachname").fill("Mina Öztürk")
    citizen.get_by_label("E-Mail-Adresse").fill("mina@example.org")
    citizen.get_by_role("button", name="Verbindlich anmelden").click()
    expect(citizen.get_by_role("heading", name="Ihr Platz ist sicher")).to_be_visible()

    subject = f"Sie sind angemeldet: {TITLE}"
    reload_until(citizen, "/postfach/", lambda: citizen.get_by_role("link", name=subject).count() > 0)
    citizen.get_by_role("link", name=subject).click()
    attachment = citizen.get_by_role("link", name="termin.ics").get_attribute("href")
    _status, _headers, invitation = fetch(site + attachment)
    assert "METHOD:REQUEST" in invitation
    manage = citizen.locator("a[href*='/workshops/anmeldung/']").first.get_attribute("href")

    citizen.goto(f"/organisationen/{ORGANISATION}/")
    feed = site + citizen.locator("a[href^='/feeds/organisation/']").first.get_attribute("href")
    status, headers, body = fetch(feed)
    uid = next(line for line in unfold(invitation).splitlines() if line.startswith("UID:"))
    assert (status, uid in unfold(body), TITLE in unfold(body)) == (200, True, True)
    assert fetch(feed, **{"If-None-Match": headers["ETag"]})[0] == 304

    citizen.goto(manage)
    citizen.get_by_role("link", name="Absagen").click()
    citizen.get_by_role("button", name="absagen").click()
    expect(citizen.get_by_role("heading", name="Danke, dass Sie Bescheid geben")).to_be_visible()
    citizen.goto(f"/organisationen/{ORGANISATION}/")
    citizen.get_by_role("link", name=TITLE).first.click()
    expect(citizen.locator("main")).to_contain_text("5 Plätzen frei")
    assert citizen.context.cookies() == []
