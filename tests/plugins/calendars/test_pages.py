"""The calendar's pages: a list, a month, how to subscribe."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache

from core.calendar import indexer
from core.directory.models import EventDate
from core.hooks.models import PluginSettings
from tests.calendar import world

LIST, MONTH, SUBSCRIBE = "/kalender/", "/kalender/monat/", "/kalender/abonnieren/"


@pytest.fixture
def event(shop, place):
    page = world.make_event(shop)
    world.make_date(page, place=place)
    return page


class Text(HTMLParser):
    """The words of a page and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self.targets: list[str] = []
        self._href = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._href = dict(attrs).get("href", "")
            self.targets.append(self._href)

    def handle_data(self, data):
        if data.strip():
            self.words.append(" ".join(data.split()))
            self.links.setdefault(self.words[-1], self._href)

    def __contains__(self, words: str) -> bool:
        return words in " ".join(self.words)


def page(client, url: str = LIST, status: int = 200) -> Text:
    response = client.get(url)
    assert response.status_code == status, url
    assert not response.cookies
    return Text(response.content.decode())


class TestList:
    def test_it_shows_what_comes(self, client, event, shop):
        world.make_date(event, "2026-09-20 18:00", "2026-09-20 20:00")
        shown = page(client)
        for words in (
            "Termine",
            "Donnerstag",
            "Frühstück für alle",
            "Altes Hallenbad",
            "Nachbarschaftsladen",
            "1 Termin",
            "ab heute",
        ):
            assert words in shown
        assert shown.links["Frühstück für alle"] == "/organisationen/nachbarschaftsladen/fruhstuck-fur-alle/"
        assert "20 September" not in shown
        assert shown.links["Früher"] == "/kalender/?ab=2026-09-03"

    def test_it_begins_where_one_asks(self, client, event):
        world.make_date(event, "2026-09-20 18:00", "2026-09-20 20:00")
        shown = page(client, f"{LIST}?ab=2026-09-03")
        assert "2 Termine" in shown
        assert "ab Donnerstag, 3. September 2026" in shown
        assert shown.links["Ab heute"] == LIST
        assert "Früher" not in shown.links

    def test_what_runs_already_stands_under_the_first_day(self, client, event):
        world.make_date(event, "2026-09-28 00:00", "2026-10-05 00:00", all_day=True)
        shown = page(client)
        assert "bis 4. Oktober" in shown
        assert "28 September" not in shown

    def test_cancelled_and_moved_dates_say_so(self, client, event):
        first = EventDate.objects.get()
        first.status = "cancelled"
        first.save()
        second = world.make_date(event, "2026-10-09 18:00", "2026-10-09 20:00")
        second.starts_at = world.berlin("2026-10-09 17:00")
        second.save()
        shown = page(client)
        assert "abgesagt" in shown
        assert "verlegt" in shown

    def test_an_empty_calendar_says_what_to_do(self, client, site):
        shown = page(client)
        assert "In dieser Zeit steht nichts an" in shown
        assert SUBSCRIBE in shown.links.values()

    def test_it_goes_on_by_whole_days(self, client, event):
        with indexer.gathered():
            for number in range(40):
                day = dt.date(2026, 10, 10) + dt.timedelta(days=number)
                for hour in (10, 14):
                    world.make_date(event, f"{day} {hour}:00", f"{day} {hour + 1}:00")
        seen, url = [], LIST
        while url:
            response = client.get(url).content.decode()
            found = re.findall(r'<time datetime="(2026-[0-9-]+)"', response)
            assert not set(found) & set(seen)
            seen += found
            url = Text(response).links.get("Später", "")
        assert len(seen) == 41
        assert seen == sorted(seen)

    def test_a_day_with_more_than_a_page_holds_is_shown_whole(self, client, event):
        with indexer.gathered():
            for minute in range(55):
                world.make_date(event, f"2026-10-01 18:{minute:02}", "2026-10-01 20:00")
        shown = page(client)
        assert " ".join(shown.words).count("Frühstück für alle") == 55
        assert shown.links["Später"] == "/kalender/?ab=2026-10-02"


class TestFilters:
    @pytest.fixture
    def several(self, site, shop, place, event):
        other = world.make_organisation(site, "Seniorenrat")
        elsewhere = world.make_event(other, "Erzählcafé")
        elsewhere.identity.topics.add(world.make_topic(site))
        world.make_date(elsewhere, place=world.make_place(site, "Stadtbücherei"))

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", {"Erzählcafé", "Frühstück für alle"}),
            ("?von=seniorenrat", {"Erzählcafé"}),
            ("?ort=altes-hallenbad-heidelberg", {"Frühstück für alle"}),
            ("?thema=wohnen&von=seniorenrat", {"Erzählcafé"}),
            ("?thema=wohnen&ort=altes-hallenbad-heidelberg", set()),
            ("?art=event", {"Erzählcafé", "Frühstück für alle"}),
            ("?art=&thema=&ort=&von=&ab=", {"Erzählcafé", "Frühstück für alle"}),
        ],
    )
    def test_they_narrow_list_and_month_down(self, client, several, query, titles):
        for url in (LIST, MONTH):
            shown = page(client, url + query)
            assert {title for title in ("Erzählcafé", "Frühstück für alle") if title in shown.links} == titles

    @pytest.mark.parametrize(
        "query",
        ["?art=unsinn", "?von=%00", "?thema=1%27--", "?ab=gestern", "?ab=0001-01-01", "?ab=9999-12-31", "?von=a&von=b"],
    )
    def test_what_nobody_offered_is_no_error(self, client, several, query):
        shown = page(client, LIST + query)
        assert "Erzählcafé" in shown.links

    def test_the_selection_goes_along(self, client, several):
        shown = page(client, f"{LIST}?von=seniorenrat")
        assert shown.links["Monat"] == "/kalender/monat/?von=seniorenrat"
        assert shown.links["Abonnieren"] == "/kalender/abonnieren/?von=seniorenrat"
        assert shown.links["Alle zeigen"] == LIST
        assert "Die Termine von Seniorenrat" in shown
        assert shown.links["Einmal herunterladen (ICS)"] == "http://127.0.0.1:8000/feeds/organisation/seniorenrat.ics"

    def test_without_one_the_box_offers_everything(self, client, several):
        shown = page(client, f"{LIST}?thema=wohnen")
        assert "Alle Termine" in shown
        assert shown.links["Einmal herunterladen (ICS)"] == "http://127.0.0.1:8000/feeds/all.ics"


class TestMonth:
    def test_it_shows_this_month(self, client, event):
        shown = page(client, MONTH)
        assert "Oktober 2026" in shown
        assert "18.00" in shown
        assert shown.links["Frühstück für alle"] == "/organisationen/nachbarschaftsladen/fruhstuck-fur-alle/"
        assert "heute" in shown

    def test_a_date_over_several_days_stands_on_each(self, client, event):
        EventDate.objects.all().delete()
        world.make_date(event, "2026-09-30 18:00", "2026-10-02 20:00")
        shown = page(client, MONTH)
        assert " ".join(shown.words).count("Frühstück für alle") == 2
        assert "18.00" not in shown

    def test_one_can_go_where_there_is_something_and_no_further(self, client, event):
        world.make_date(event, "2026-12-05 18:00", "2026-12-05 20:00")
        shown = page(client, MONTH)
        assert "September 2026" not in shown.links
        assert shown.links["November 2026"] == "/kalender/2026/11/"
        november = page(client, "/kalender/2026/11/")
        assert "In diesem Monat steht nichts an" in november
        assert november.links["Oktober 2026"] == "/kalender/2026/10/"
        december = page(client, "/kalender/2026/12/")
        assert "Januar 2027" not in december.links
        assert december.links["Liste"] == "/kalender/?ab=2026-12-01"

    @pytest.mark.parametrize("path", ["2026/0/", "2026/13/", "2027/10/", "1/1/", "99999/1/", "2026/", "0/5/"])
    def test_other_months_there_are_not(self, client, event, path):
        assert client.get(f"/kalender/{path}").status_code == 404

    def test_it_holds_the_day_of_the_clock_change_once(self, client, event):
        world.make_date(event, "2026-10-25 14:00", "2026-10-25 16:00")
        html = client.get(MONTH).content.decode()
        days = re.findall(r'<time datetime="(2026-[0-9-]+)"', html)
        assert len(days) == len(set(days)) == 35
        assert days.count("2026-10-25") == 1


class TestSubscribing:
    def test_it_names_the_address(self, client, event):
        shown = page(client, SUBSCRIBE)
        assert "http://127.0.0.1:8000/feeds/all.ics" in shown
        assert "webcal://127.0.0.1:8000/feeds/all.ics" in shown.targets

    def test_first_comes_what_was_chosen(self, client, event, site):
        other = world.make_organisation(site, "Seniorenrat")
        world.make_date(world.make_event(other, "Erzählcafé"))
        shown = page(client, f"{SUBSCRIBE}?von=seniorenrat")
        addresses = [words for words in shown.words if words.endswith(".ics")]
        assert addresses == [
            "http://127.0.0.1:8000/feeds/organisation/seniorenrat.ics",
            "http://127.0.0.1:8000/feeds/all.ics",
        ]


class TestLanguages:
    def test_addresses_are_translated(self, client, event):
        assert page(client, "/en/calendar/").links["Frühstück für alle"]
        assert "ab heute" in page(client, "/de-simple/kalender/")
        assert client.get("/en/kalender/").status_code == 404

    def test_what_is_not_translated_is_there_and_marked(self, client, event):
        html = client.get("/en/calendar/").content.decode()
        assert 'lang="de"' in html
        world.translate(event, "en", title="Breakfast")
        html = client.get("/en/calendar/").content.decode()
        assert "/en/organisationen/nachbarschaftsladen/fruhstuck-fur-alle/" in html
        assert "/feeds/all.ics?sprache=en" in html


class TestTheWhole:
    def test_it_is_in_the_menu(self, client, event):
        assert page(client, "/").links["Termine"] == LIST

    def test_it_can_be_switched_off(self, client, event, site):
        PluginSettings.objects.create(site=site, chosen={"calendars": False})
        for url in (LIST, MONTH, SUBSCRIBE):
            assert client.get(url).status_code == 404
        assert client.get("/feeds/all.ics").status_code == 200

    def test_it_only_reads(self, client, event):
        assert client.post(LIST).status_code == 405

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, client, event, place, site, count, django_assert_num_queries):
        with indexer.gathered():
            for day in range(10, 9 + count):
                world.make_date(event, f"2026-10-{day} 18:00", f"2026-10-{day} 20:00", place=place)
        cache.clear()
        with django_assert_num_queries(11):  # a source that knows of free places adds one
            client.get(MONTH)
        cache.clear()
        with django_assert_num_queries(12):
            client.get(LIST)
