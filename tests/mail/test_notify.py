import pytest
from wagtail.models import Site

from core.mail.kinds import kinds
from core.mail.models import OutboxMessage
from core.mail.notify import compose, notify
from core.mail.rendering import render, site_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def templates(settings, tmp_path):
    """Templates of a kind of mail, and the settings that find them."""
    (tmp_path / "polls").mkdir()
    (tmp_path / "polls" / "closed.subject.txt").write_text("{% load i18n %}Ergebnis: {{ title }}\n\n")
    (tmp_path / "polls" / "closed.txt").write_text(
        "Guten Tag {{ name }},\n{% if no %}nie{% endif %}\n\n\n\n{{ title }}"
    )
    (tmp_path / "polls" / "closed.html").write_text(
        "<html><head><style>p { color: #14281f } @media print { p { color: #000 } }</style></head>"
        "<body><p>{{ name }}</p></body></html>"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    return "polls/closed"


def test_text_is_not_escaped_and_html_is(templates):
    rendered = render(templates, {"title": "Müll & Co\nBcc: x", "name": "<b>Anna</b>"}, "de")
    assert rendered.subject == "Ergebnis: Müll & Co Bcc: x"
    assert rendered.text == "Guten Tag <b>Anna</b>,\n\nMüll & Co\nBcc: x\n"
    assert "&lt;b&gt;Anna&lt;/b&gt;" in rendered.html


def test_styles_move_into_the_elements_and_media_rules_stay(templates):
    html = render(templates, {"title": "", "name": "Anna"}, "de").html
    assert '<p style="color: #14281f;">' in html
    assert "@media print" in html


@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("language", ["de", "en", "de-simple"])
def test_every_kind_of_mail_can_be_written(kind, language):
    message = compose(
        kind, context=kinds()[kind].sample(), key="test:1", to="mia@example.org", site=None, language=language
    )
    assert message.subject
    assert len(message.text) > 40
    assert "{{" not in message.text + message.html
    assert "src=" not in message.html, "nothing is loaded when a mail is read"


def test_notify_writes_the_row():
    site = Site.objects.get()
    row = notify(
        "core.overview",
        context={"url": "https://example.org/meine-uebersicht/abc/", "hours": 1},
        key="overview:1",
        to="mia@example.org",
        site=site,
        language="de",
        sender_name="Bündnis Heidelberg",
        reply_to="buero@example.org",
        reference="core.site:1",
    )
    row = OutboxMessage.objects.get(pk=row.pk)
    assert (row.kind, row.site, row.sender_name) == ("core.overview", site, "Bündnis Heidelberg")
    assert (row.reply_to, row.reference, row.language) == ("buero@example.org", "core.site:1", "de")
    assert "https://example.org/meine-uebersicht/abc/" in row.text
    assert "https://example.org/meine-uebersicht/abc/" in row.html


def test_an_unknown_kind_says_which_are_known():
    with pytest.raises(LookupError, match=r"core\.overview"):
        compose("core.overvew", context={}, key="test:1", to="mia@example.org", site=None, language="de")


def test_the_default_site_is_at_the_base_url_and_others_at_their_own(settings):
    settings.BASE_URL = "https://allmende.example"
    site = Site.objects.get()
    assert site_url(None) == site_url(site) == "https://allmende.example"
    other = Site.objects.create(hostname="zwei.example", port=443, root_page=site.root_page)
    assert site_url(other) == "https://zwei.example"
