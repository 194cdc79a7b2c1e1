"""What makes editing easier: our colours, addresses with umlauts written out, checks of words and pictures."""

import re
from pathlib import Path

import pytest
import wagtail.admin
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from core.pages.content_checks import MENDABLE, TEMPLATE_RULES, findings
from core.pages.models import ContentPage
from core.pages.slug_input import GermanSlugInput
from tests.factories import ContentPageFactory
from tests.pages.editor import AUTOSAVE, edit_url, form_data

pytestmark = pytest.mark.django_db
LONG = "Dieser Absatz erzählt ziemlich ausführlich, was im Bürgertreff an einem Mittwoch geschieht."


@pytest.fixture
def home(town):
    return town.site.root_page.specific


# -- name mark -------------------------------------------------------------------------------------


def test_the_editors_pages_carry_the_mark_and_the_colours(as_admin, admin_user, town):
    admin_user.first_name = "Mira"
    admin_user.save()
    html = as_admin.get("/admin/").content.decode()
    assert "core/admin/colours.css" in html
    assert "core/brand/favicon.svg" in html
    assert "core/brand/mark-dark.svg" in html
    assert "Guten Tag, Mira" in html
    assert "- Allmende</title>" in html


# -- addresses -------------------------------------------------------------------------------------


def test_a_page_without_address_gets_one_with_umlauts_written_out(home):
    page = home.add_child(instance=ContentPage(title="Grüße für Übermorgen"))
    other = home.add_child(instance=ContentPage(title="Grüße für Übermorgen"))
    assert [page.slug, other.slug] == ["gruesse-fuer-uebermorgen", "gruesse-fuer-uebermorgen-2"]


def test_the_editor_and_the_form_for_copies_write_umlauts_out(as_admin, home):
    page = ContentPageFactory(parent=home)
    form = ContentPage.get_edit_handler().get_form_class()
    assert isinstance(form.base_fields["slug"].widget, GermanSlugInput)
    for url in (edit_url(page), reverse("wagtailadmin_pages:copy", args=[page.pk])):
        assert "data-w-slug-formatters-value" in as_admin.get(url).content.decode()


# -- checks ----------------------------------------------------------------------------------------


def with_body(home, *blocks):
    return ContentPageFactory(parent=home, body=[{"type": kind, "value": value} for kind, value in blocks])


@pytest.mark.parametrize(
    "blocks",
    [
        [("text", f"<p>{LONG}</p><p>{LONG}</p>")],
        [("text", f"<p>{LONG}</p>"), ("text", f"<p><b>{LONG}</b></p>")],
        [("text", f"<p>{LONG}</p>"), ("quote", {"text": LONG, "name": "Mira", "role": ""})],
        [
            ("text", f"<p>{LONG}</p>"),
            ("disclosure", {"title": "", "questions": [{"title": "Was?", "text": f"<p>{LONG}</p>"}]}),
        ],
        [("columns", {"left": [{"type": "text", "value": f"<p>{LONG}</p>"}], "right": []}), ("text", f"<p>{LONG}</p>")],
    ],
)
def test_a_paragraph_that_was_pasted_twice_is_told_once(home, blocks):
    found = findings(with_body(home, *blocks))
    assert len(found) == 1
    assert "steht mehrmals" in found[0]


def test_short_and_different_paragraphs_are_no_matter(home):
    assert findings(with_body(home, ("text", f"<p>Eintritt frei.</p><p>Eintritt frei.</p><p>{LONG}</p>"))) == []


@pytest.mark.parametrize("words", ["AfB_Stoffel_Annabel", "hoffest.JPG", "DSC 0815", "IMG2041"])
def test_a_file_name_is_no_description(home, settings, tmp_path, words):
    settings.MEDIA_ROOT = tmp_path
    image = Image.objects.create(title="x", file=get_test_image_file())
    described = {"image": {"image": image.pk, "alt_text": words, "decorative": False}, "caption": ""}
    assert len(findings(with_body(home, ("gallery", {"title": "", "pictures": [described, described]})))) == 1
    described["image"]["alt_text"] = "Leute an einem langen Tisch, 2041 Gäste"
    assert findings(with_body(home, ("image", described))) == []


def test_findings_are_told_after_saving_but_not_while_the_editor_saves_by_itself(as_admin, home):
    page = with_body(home, ("text", f"<p>{LONG}</p><p>{LONG}</p>"))
    body = {
        "body-count": "1",
        "body-0-type": "quote",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-value-text": LONG,
        "body-0-value-name": "Mira",
        "body-0-value-role": LONG,
        "body-0-value-url": "",
    }
    as_admin.post(edit_url(page), form_data(page, **body), **AUTOSAVE)
    assert "steht mehrmals" not in as_admin.get("/admin/").content.decode()
    answer = as_admin.post(edit_url(page), form_data(page, **body), follow=True)
    assert "steht mehrmals" in answer.content.decode()


def test_the_checks_panel_uses_all_rules_and_speaks_german(as_admin, home):
    html = as_admin.get(edit_url(ContentPageFactory(parent=home))).content.decode()
    found = re.search(r'id="checker-axe-configuration"[^>]*>(.*?)</script>', html, re.DOTALL).group(1)
    assert "runOnly" not in found
    assert "fromShadowDom" in found
    assert "Der Alternativtext sieht aus wie ein Dateiname" in found


def test_every_rule_of_axe_has_words():
    script = Path(wagtail.admin.__file__).parent / "static/wagtailadmin/js/userbar.js"
    rules = set(re.findall(r'\{id:"([a-z-]+)",[^}]{0,300}?tags:\["cat\.', script.read_text("utf-8")))
    assert len(rules) > 60
    assert rules - set(TEMPLATE_RULES) - set(MENDABLE) == set()


# -- the bar of editors on public pages ----------------------------------------------------------------


def test_editors_have_their_bar_and_visitors_do_not_vary_by_cookie(client, admin_user, home):
    response = client.get(home.url)
    assert "wagtail-userbar" not in response.content.decode()
    assert "Cookie" not in response.headers.get("Vary", "")
    client.force_login(admin_user)
    assert "wagtail-userbar" in client.get(home.url).content.decode()
