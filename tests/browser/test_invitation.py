"""From the invitation to the first published page, as people walk it: with mail, passwords and second factor."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.running import running_site
from tests.support.totp import code_of

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NAME = "Lesegarten Ost"
SUBJECT = f"Einladung: die Seiten von „{NAME}“ pflegen"
PATIENCE = 60_000


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(home):
    """The address of a demonstration that asks for a second factor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REQUIRE_MFA", "1")
        with running_site("--demo", home=str(home)) as address:
            yield address


def person(browser: Browser, site: str, violations: list[str]) -> Page:
    """Give the page of somebody new; what the content policy refuses is written down."""
    page = browser.new_context(locale="de-DE", base_url=site, viewport={"width": 1280, "height": 1000}).new_page()
    page.on("console", lambda message: violations.append(message.text) if "Content Security" in message.text else None)
    return page


def set_up_second_factor(page: Page) -> None:
    expect(page.get_by_role("heading", name="Zweiten Faktor einrichten")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code aus der App").fill(code_of(secret))
    page.get_by_role("button", name="Einrichten").click()
    expect(page.get_by_role("heading", name="Ersatzcodes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Weiter zur Redaktion").click()


def open_mail(page: Page) -> None:
    """Wait for the mail: the one worker builds the demonstration first."""
    for _second in range(400):
        page.goto("/postfach/")
        if page.get_by_role("link", name=SUBJECT).count():
            break
        page.wait_for_timeout(1000)
    page.get_by_role("link", name=SUBJECT).first.click()


def test_from_the_invitation_to_the_first_page(browser, site, home):
    violations: list[str] = []
    coordinator = person(browser, site, violations)
    coordinator.goto("/admin/")
    coordinator.locator("input[name=login]").fill("koordination")
    password = json.loads((home / "demo-logins.json").read_text())["koordination"]
    coordinator.locator("input[name=password]").fill(password)
    coordinator.locator("main form button").click()
    set_up_second_factor(coordinator)
    coordinator.get_by_role("link", name="Einladungen").click()
    coordinator.get_by_role("link", name="Organisation einladen").click()
    coordinator.get_by_label("Name der Organisation").fill(NAME)
    coordinator.get_by_label("Art").fill("Initiative")
    coordinator.get_by_label("E-Mail-Adresse der Person").fill("enno@example.org")
    coordinator.locator("main form button.button").last.click()
    expect(coordinator.get_by_text("Die Einladung an enno@example.org ist unterwegs.")).to_be_visible()

    editor = person(browser, site, violations)
    open_mail(editor)
    link = editor.locator("a[href*='/konto/einladung/']").first.get_attribute("href")
    editor.goto(link)
    editor.get_by_label("Vor- und Nachname").fill("Enno Brandt")
    editor.get_by_label(re.compile(r"^Passwort\b(?! noch)")).fill("Leseratten-Wiese")
    editor.get_by_label("Passwort noch einmal").fill("Leseratten-Wiese")
    editor.get_by_role("button", name="Einladung annehmen").click()
    set_up_second_factor(editor)
    expect(editor.get_by_role("heading", name=f"Ihre Organisation „{NAME}“: 3 Schritte")).to_be_visible()
    editor.get_by_role("link", name="Veröffentlichen Sie die Seite").click()
    editor.locator("#id_lead").fill("Wir lesen draußen.")
    editor.keyboard.press("Escape")
    editor.locator("footer [data-w-dropdown-target='toggle']").click()
    editor.get_by_role("button", name="Veröffentlichen").click()
    expect(editor.get_by_text("veröffentlicht").first).to_be_visible(timeout=PATIENCE)
    assert person(browser, site, violations).goto("/organisationen/lesegarten-ost/").status == 200
    assert [text for text in violations if "/konto/" in text] == []
