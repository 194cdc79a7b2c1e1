"""What surrounds every page: languages, menu, breadcrumbs, footer; and what is not translated."""

import re

import pytest
from wagtail.models import PageViewRestriction, Site

from core.pages.models import ContentPage, EventPage, SiteSettings
from tests.factories import (
    ContentPageFactory,
    EventDateFactory,
    EventPageFactory,
    OrganisationPageFactory,
    make_site,
    translate,
)

pytestmark = pytest.mark.django_db


def html_of(client, url, **headers):
    response = client.get(url, headers=headers)
    assert response.status_code == 200, url
    return response.content.decode()


# -- language by address -----------------------------------------------------------------------------------------------


def test_the_address_alone_decides_the_language(client, town):
    for url, language in [
        ("/", "de"),
        ("/en/", "en"),
        ("/de-simple/", "de-simple"),
        ("/orte/", "de"),
        ("/konto/login/", "de"),
    ]:
        response = client.get(url, headers={"Accept-Language": "fr, en", "Cookie": "django_language=en"})
        assert f'<html lang="{language}"' in response.content.decode()
        assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/de/", "/"),
        ("/de/organisationen/?q=a", "/organisationen/?q=a"),
        ("/de//boese.example.org/", "/boese.example.org/"),
        ("/de/\\boese.example.org/", "/boese.example.org/"),
    ],
)
def test_the_german_prefix_leads_to_the_address_without(client, town, asked, answered):
    response = client.get(asked)
    assert (response.status_code, response.url) == (301, answered)


def test_simple_german_is_no_german_prefix(client, town):
    assert client.get("/de-simple/").status_code == 200


# -- ways to other languages -------------------------------------------------------------------------------------------


def hreflangs(html):
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html)


def language_menu(html):
    return dict(re.findall(r'<a href="([^"]+)" hreflang="([^"]+)"', html))


def test_only_real_translations_get_hreflang(client, town):
    assert hreflangs(html_of(client, town.own_event.url)) == []
    english = translate(town.own_event, "en", title="Yard party")
    for page in [town.own_event, english]:
        found = dict(hreflangs(html_of(client, page.url)))
        assert found.keys() == {"de", "en", "x-default"}
        assert found["x-default"] == found["de"]
        assert found["de"].endswith(town.own_event.url)
        assert found["en"].endswith(english.url)
    alias = english.get_parent()
    assert alias.alias_of_id == town.own.pk
    assert hreflangs(html_of(client, alias.url)) == []


def test_the_language_menu_leads_to_the_nearest_page_that_exists(client, town):
    menu = {code: url for url, code in language_menu(html_of(client, town.own_event.url)).items()}
    assert menu == {"de": town.own_event.url, "en": "/en/", "de-simple": "/de-simple/"}
    english = translate(town.own_event, "en")
    menu = {code: url for url, code in language_menu(html_of(client, town.own_event.url)).items()}
    assert menu["en"] == english.url
    menu = {code: url for url, code in language_menu(html_of(client, "/orte/")).items()}
    assert menu["de-simple"] == "/de-simple/orte/"


def test_the_language_menu_says_where_it_leads_if_not_to_this_page(client, town):
    def labels(url):
        menu = html_of(client, url).split('<details class="drop">')[1].split("</details>")[0]
        return re.findall(r"<span>([^<]+)</span></a>", menu)

    assert labels("/") == ["Deutsch", "English", "Einfache Sprache"]
    assert labels("/orte/") == ["Deutsch", "English", "Einfache Sprache"]
    assert labels(town.own_event.url) == ["Deutsch", "English: Home", "Einfache Sprache: Startseite"]
    translate(town.index, "en", title="Organisations")
    assert labels(town.own_event.url)[1] == "English: Organisations"


@pytest.mark.parametrize("query", ["", "?art=workshop&seite=2", "?q=K%C3%BCche"])
@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("/kalender/", "/en/calendar/"),
        ("/kalender/monat/", "/en/calendar/month/"),
        ("/orte/", "/en/places/"),
        ("/meine-uebersicht/", "/en/my-overview/"),
    ],
)
def test_views_pair_up_with_what_is_filtered(client, town, german, english, query):
    easy = f"/de-simple{german}"
    expected = {"de": german + query, "en": english + query, "de-simple": easy + query}
    for url in expected.values():
        html = html_of(client, url).replace("&amp;", "&")
        assert {code: url for url, code in language_menu(html).items()} == expected


def test_canonical_address_of_an_alias_is_its_source(client, town, settings):
    translate(town.own_event, "en")
    alias = town.own.get_translations().get()
    assert f'rel="canonical" href="{settings.BASE_URL}{town.own.url}"' in html_of(client, alias.url)
    assert 'class="only-in"' in html_of(client, alias.url)


def test_what_is_not_translated_is_listed_and_says_so(client, town):
    translate(town.index, "en", title="Organisations", slug="organisations")
    html = html_of(client, "/en/organisations/")
    assert town.own.url in html
    assert html.count('class="only-in"') == 2
    translate(town.own, "en", title="Workyard")
    html = html_of(client, "/en/organisations/")
    assert "Workyard" in html
    assert "Werkhof" not in html
    assert html.count('class="only-in"') == 1
    assert "Workyard" not in html_of(client, "/organisationen/")


# -- menu, breadcrumbs, footer -----------------------------------------------------------------------------------------


def test_the_menu_shows_pages_marked_for_it(client, town):
    hidden = ContentPageFactory(parent=town.site.root_page.specific, title="Nicht im Menü")
    draft = ContentPageFactory(parent=town.site.root_page.specific, title="Entwurf", show_in_menus=True, live=False)
    html = html_of(client, town.own.url)
    menu = html[html.index("main-nav") : html.index("</nav>", html.index("main-nav"))]
    assert "Organisationen" in menu
    assert 'aria-current="true">Organisationen' in menu
    assert hidden.title not in menu
    assert draft.title not in menu


def test_breadcrumbs_lead_from_the_start_page(client, town):
    html = html_of(client, town.own_event.url)
    crumbs = html[html.index('class="crumbs"') : html.index("</nav>", html.index('class="crumbs"'))]
    assert re.findall(r">([^<>]+)</a>", crumbs) == ["Startseite", "Organisationen", "Werkhof"]
    assert 'aria-current="page">Hoffest' in crumbs


def test_the_footer_names_the_legal_pages_in_the_language_of_the_page(client, town):
    imprint = ContentPageFactory(parent=town.site.root_page.specific, title="Impressum", slug="impressum")
    SiteSettings.objects.create(
        site=town.site, imprint=imprint, contact_email="hallo@example.org", notice="Nur eine Vorführung."
    )
    html = html_of(client, "/")
    assert 'href="/impressum/">Impressum' in html
    assert "mailto:hallo@example.org" in html
    assert "Nur eine Vorführung." in html
    translate(imprint, "en", title="Imprint", slug="imprint")
    assert 'href="/en/imprint/">Imprint' in html_of(client, "/en/")
    imprint.unpublish()
    assert "/impressum/" not in html_of(client, "/")


# -- what is for some people only --------------------------------------------------------------------------------------


def test_restricted_pages_are_in_no_list_and_lead_to_the_login(client, town):
    PageViewRestriction.objects.create(page=town.own, restriction_type="login")
    for url in ["/", "/organisationen/", "/sitemap.xml"]:
        assert town.own.url not in client.get(url).content.decode()
    for page in [town.own, town.own_event]:
        response = client.get(page.url)
        assert response.status_code == 302
        assert "login" in response.url
    assert client.get(town.other.url).status_code == 200


def test_restrictions_hold_for_aliases_too(client, town):
    translate(town.own_event, "en")
    alias = town.own.get_translations().get()
    PageViewRestriction.objects.create(page=town.own, restriction_type="login")
    assert client.get(alias.url).status_code == 302


def test_passwords_are_not_offered_they_would_need_a_cookie(town):
    assert "password" not in EventPage.private_page_options


# -- several sites -----------------------------------------------------------------------------------------------------


def test_sites_do_not_mix(client, town):
    other = make_site("anderswo.example.org", "Anderswo", languages=())
    index = other.root_page.get_children().get(slug="organisationen")
    foreign = OrganisationPageFactory(parent=index.specific, title="Fremder Verein")
    EventDateFactory(event=EventPageFactory(parent=foreign, title="Fremdes Fest").identity)
    for url in ["/", "/organisationen/", "/sitemap.xml"]:
        html = client.get(url).content.decode()
        assert "Fremder Verein" not in html
        assert "anderswo" not in html
        assert "Fremdes Fest" not in html
    assert client.get("/organisationen/fremder-verein/").status_code == 404
    assert Site.objects.count() == 2


def test_sections_show_the_pages_below_as_cards(client, town):
    section = ContentPageFactory(parent=town.site.root_page.specific, title="Wege")
    assert "core/section_page.html" not in [template.name for template in client.get(section.url).templates]
    below = ContentPageFactory(parent=ContentPage.objects.get(pk=section.pk), title="Die Idee", lead="Woher sie kam.")
    html = html_of(client, section.url)
    assert below.url in html
    assert "Woher sie kam." in html


def test_the_sitemap_names_translations(client, town, settings):
    english = translate(town.own_event, "en")
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"].startswith("application/xml")
    xml = response.content.decode()
    assert f"<loc>{settings.BASE_URL}{town.own_event.url}</loc>" in xml
    assert f'hreflang="en" href="{settings.BASE_URL}{english.url}"' in xml
    assert english.get_parent().url not in re.findall("<loc>([^<]+)</loc>", xml)
