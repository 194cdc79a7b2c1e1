"""Who is responsible, and the pages that the law asks for."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Page

from core.directory.models import Organisation
from core.pages.models import (
    AccessibilityPage,
    AccessibilityStatement,
    ImprintPage,
    PrivacyPage,
    SiteSettings,
)
from tests.factories import make_site

from .editor import publish

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
IMPRINT = {
    "legal_name": "Werkhof e. V.",
    "legal_address": "Hofweg 1, 12999 Auental",
    "represented_by": "Mira Tannwald",
    "register": "Amtsgericht Auental, VR 555",
    "vat_id": "DE555",
    "responsible_person": "Mira Tannwald, ebenda",
}


def add(town, model, title="Recht"):
    page = model(title=title, slug=title.lower(), locale=town.own.locale)
    town.site.root_page.add_child(instance=page)
    return page


def test_an_editor_fills_in_the_imprint_and_its_pages_lead_to_it(as_editor, client, town):
    publish(as_editor, town.own, **IMPRINT)
    html = Client().get(town.own.url).content.decode()
    assert [words for words in IMPRINT.values() if words not in html] == []
    below = Client().get(town.own_event.url).content.decode()
    assert f'href="{town.own.url}#verantwortlich"' in below


def test_nearly_nothing_known_still_names_somebody(client, town):
    html = client.get(town.own.url).content.decode()
    section = re.search(r'<section class="imprint.*?</section>', html, re.DOTALL)[0]
    assert "Werkhof" in section
    assert "<dl" not in section


def test_only_pages_below_somebody_name_them(client, town):
    for url in (town.site.root_page.url, town.index.url, town.own.url):
        assert "Verantwortlich für diese Seite:" not in client.get(url).content.decode()


def test_the_footer_finds_the_first_legal_pages_by_itself(client, town):
    made = [add(town, model, title) for model, title in ((ImprintPage, "Impressum"), (PrivacyPage, "Datenschutz"))]
    chosen = SiteSettings.objects.get(site=town.site)
    assert [chosen.imprint_id, chosen.privacy_id] == [page.pk for page in made]
    assert 'href="/impressum/"' in client.get(town.own.url).content.decode()


def test_the_imprint_tells_what_the_settings_know(client, town):
    chosen = SiteSettings.for_site(town.site)
    for name, words in IMPRINT.items():
        setattr(chosen, name, words)
    chosen.save()
    html = client.get(add(town, ImprintPage).url).content.decode()
    assert [words for words in IMPRINT.values() if words not in html] == []


def test_the_privacy_page_lists_what_core_and_plugins_declare(client, town):
    html = client.get(add(town, PrivacyPage).url).content.decode()
    told = ("Anmeldungen zu Workshops", "30 Tage nach dem letzten Termin", "Schutz vor Missbrauch", "2 Tage")
    assert [words for words in told if words not in html] == []


def test_the_statement_tells_state_gaps_and_dates(client, town):
    page = add(town, AccessibilityPage)
    assert "noch nicht geprüft" in client.get(page.url).content.decode()
    day = dt.date(2027, 3, 1)
    facts = {"status": "partly", "made_on": day, "reviewed_on": day, "arbitration": "Schlichtung, Ring 5"}
    AccessibilityStatement.objects.create(site=town.site, **facts)
    page.gaps = "Alte PDF-Dateien\nFilme ohne Untertitel"
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    told = ("teilweise barrierefrei", "<li>Alte PDF-Dateien</li>", "1. März 2027", "Schlichtung, Ring 5")
    assert [words for words in told if words not in html] == []


def test_sites_do_not_share_their_statement(client, town):
    other = make_site("anderswo.example.org", "Anderswo", languages=())
    AccessibilityStatement.objects.create(site=other, status="full")
    SiteSettings.objects.create(site=other, legal_name="Fern GmbH")
    html = client.get(add(town, AccessibilityPage).url).content.decode()
    html += client.get(add(town, ImprintPage, "Impressum").url).content.decode()
    assert [words for words in ("vollständig barrierefrei", "Fern GmbH") if words in html] == []


def test_an_editor_cannot_change_the_settings(as_editor, town):
    for name in ("sitesettings", "accessibilitystatement"):
        response = as_editor.post(f"/admin/settings/core/{name}/{town.site.pk}/", {"legal_name": "Meins"})
        assert response.status_code == 302
    assert not SiteSettings.objects.filter(legal_name="Meins").exists()
    assert not Page.objects.type(ImprintPage).exists()


def test_every_form_of_visitors_says_who_is_responsible():
    folders = [ROOT / "templates/core/visitors", *(ROOT / "plugins").glob("*/templates/*")]
    forms = [
        file
        for folder in folders
        for file in [*folder.glob("*.html"), *folder.glob("parts/*.html")]
        if re.search(r"{{ form(\.\w+)? }}", file.read_text("utf-8")) and 'method="post"' in file.read_text("utf-8")
    ]
    assert len(forms) >= 8
    assert [file.name for file in forms if "{% privacy_note" not in file.read_text("utf-8")] == []


def test_the_note_names_the_organisation_else_the_operator(client, town):
    SiteSettings.objects.update_or_create(site=town.site, defaults={"legal_name": "Kreis Auental"})
    Organisation.objects.filter(pk=town.own.identity.pk).update(inbox="a@example.org")
    html = client.get(f"/nachricht/organisation/{town.own.identity.feed_key}/").content.decode()
    assert "Verantwortlich für Ihre Angaben: Werkhof." in html
    assert "Verantwortlich für Ihre Angaben: Kreis Auental." in client.get("/meine-uebersicht/").content.decode()
