"""What holds for every mail of core and plugins, in every language, as it leaves the house."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from wagtail.models import Page, Site

from core.mail.kinds import kinds
from core.mail.notify import notify
from core.mail.writing import as_mail
from core.pages.models import SiteSettings

LANGUAGES = {"de": "de", "en": "en", "de-simple": "de"}
LINK = re.compile(r"https?://\S+")

pytestmark = pytest.mark.django_db


def sample(kind: str) -> dict:
    """The kind's sample, its addresses moved to our host: samples of plugins name one of their own."""
    found = dict(kinds()[kind].sample())
    return {
        name: re.sub(r"^https?://[^/]+", "http://127.0.0.1:8000", value) if isinstance(value, str) else value
        for name, value in found.items()
    }


def mail_of(kind: str, language: str) -> EmailMessage:
    row = notify(
        kind,
        context=sample(kind),
        key=f"{kind}:{language}",
        to="mia@example.org",
        site=Site.objects.get(),
        language=language,
        sender_name="Allianz im Beispiel",
        reply_to="allianz@example.org",
    )
    return message_from_bytes(as_mail(row).message().as_bytes(), policy=default)


@pytest.fixture
def legal(settings):
    """A site with imprint and privacy statement."""
    settings.BASE_URL = "http://127.0.0.1:8000"
    site = Site.objects.get()
    pages = [site.root_page.add_child(instance=Page(title=title)) for title in ("Impressum", "Datenschutz")]
    SiteSettings.objects.create(site=site, imprint=pages[0], privacy=pages[1])


@pytest.fixture(params=sorted(kinds()))
def kind(request):
    return request.param


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_text_comes_first_and_both_are_complete(kind, language, legal):
    mail = mail_of(kind, language)
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = [part.get_content() for part in list(mail.iter_parts())[:2]]
    assert [part.get_content_type() for part in mail.iter_parts()][:2] == ["text/plain", "text/html"]
    for words in (plain, html, mail["Subject"]):
        assert not re.search(r"\{\{|\{%|%\(|\bNone\b|\{\w+\}(?! )", re.sub(r"(?s)<style.*?</style>", "", words))
    assert f'<html lang="{LANGUAGES[language]}"' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_short_and_links_whole(kind, language, legal):
    plain = mail_of(kind, language).get_body(("plain",)).get_content()
    for line in plain.splitlines():
        assert len(LINK.sub("", line)) <= 78, line
    for link in LINK.findall(plain):
        assert link.startswith("http://127.0.0.1:8000"), link


def test_nothing_is_fetched_and_every_link_leads_to_us(kind, legal):
    html = mail_of(kind, "de").get_body(("html",)).get_content()
    assert not re.search(r"<img|src=|url\(|<link|@import|<script", html)
    links = re.findall(r'href="([^"]*)"', html)
    assert links
    assert {link[:21] for link in links} == {"http://127.0.0.1:8000"}


#: An answer goes to whoever wrote, not to who sent the mail.
FROM_VISITORS = {"core.message", "core.barrier"}


def test_it_says_who_writes_and_where_an_answer_goes(kind, legal):
    mail = mail_of(kind, "de")
    for form in ("plain", "html"):
        words = " ".join(mail.get_body((form,)).get_content().split())
        receiver = "allianz@example.org" if kind in FROM_VISITORS else "Allianz im Beispiel"
        assert f"Ihre Antwort geht an: {receiver}" in words
        for title, path in {"Impressum": "impressum", "Datenschutz": "datenschutz"}.items():
            assert title in words
            assert f"http://127.0.0.1:8000/{path}/" in words
    assert mail["Reply-To"] == "allianz@example.org"


def test_the_line_in_the_list_of_mails_says_what_it_is_about(kind, legal):
    html = mail_of(kind, "de").get_body(("html",)).get_content()
    assert len(re.search(r'(?s)<div class="preheader"[^>]*>(.*?)</div>', html)[1].strip()) > 20


def test_subjects_differ(legal):
    subjects = [mail_of(kind, "de")["Subject"] for kind in sorted(kinds())]
    assert len(set(subjects)) == len(subjects)
    assert min(map(len, subjects)) > 10


def test_a_site_can_give_one_kind_its_own_shape(settings, tmp_path):
    own = tmp_path / "workshops" / "mail" / "reminder.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Nur dieses Wort.", "utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    mail = mail_of("workshops.reminder", "de")
    assert mail.get_body(("plain",)).get_content().strip() == "Nur dieses Wort."
    assert "Allianz im Beispiel" in mail.get_body(("html",)).get_content()
