"""What each hook is for, as the one who asks sees it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path, reverse
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.models import Site

from allmende.plugin import (
    Attached,
    Finding,
    Fragment,
    Incomplete,
    MenuEntry,
    NotificationKind,
    OccurrenceData,
    PersonalData,
    ScheduledJob,
    Source,
    Waiting,
)
from core.hooks.dispatch import collect
from core.hooks.prefixes import find_conflicts
from core.hooks.registry import PluginError
from core.hooks.urls import plugin_urlpatterns
from core.privacy.declared import declarations

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.fixture
def site():
    return Site.objects.get(is_default_site=True)


def answer(request):
    return HttpResponse("polls")


def one_pattern():
    return [path("", answer, name="index")]


def mounted(slug):
    return [resolver for resolver in plugin_urlpatterns() if resolver.app_name == slug]


# -- addresses -----------------------------------------------------------------------------------


def test_hook_i18n_urlpatterns(plug):
    plug("polls", i18n_urlpatterns=one_pattern)

    assert reverse("polls:index", urlconf=(*mounted("polls"),)) == "/polls/"


def test_a_translatable_prefix_follows_the_language(plug):
    plug("polls", i18n_urlpatterns=one_pattern, url_prefix=gettext_lazy("Saturday"))
    urlconf = (*mounted("polls"),)

    with translation.override("de"):
        assert reverse("polls:index", urlconf=urlconf) == "/Samstag/"
    with translation.override("en"):
        assert reverse("polls:index", urlconf=urlconf) == "/Saturday/"


def test_two_plugins_cannot_have_one_prefix_in_any_language(plug, registry):
    plug("polls", i18n_urlpatterns=one_pattern, url_prefix=gettext_lazy("Saturday"))
    plug("votes", i18n_urlpatterns=one_pattern, url_prefix="Samstag".lower())
    plug("ballots", i18n_urlpatterns=one_pattern, url_prefix=format_lazy("{}", gettext_lazy("Saturday")))
    plug("admins", i18n_urlpatterns=one_pattern, url_prefix=lazystr("konto"))

    assert [str(failure) for failure in find_conflicts(registry)] == [
        "plugin 'ballots': url_prefix 'Samstag' (de) is taken by 'polls'",
        "plugin 'admins': url_prefix 'konto' (de) is taken by 'core'",
    ]
    assert mounted("ballots") == []


# -- wiring --------------------------------------------------------------------------------------


def test_hook_stream_blocks(plug):
    block = blocks.CharBlock()
    plug("polls", stream_blocks=lambda: [("polls_poll", block)])

    assert collect("stream_blocks").by_plugin["polls"] == [("polls_poll", block)]


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (("poll", blocks.CharBlock()), "block 'poll' does not start with 'polls_'"),
        (("polls_poll",), "('polls_poll',) is not a pair of a name and a block"),
        (("polls_poll", "text"), "('polls_poll', 'text') is not a pair of a name and a block"),
    ],
)
def test_a_block_is_named_after_its_plugin(plug, item, problem):
    plug("polls", stream_blocks=lambda: [item])

    with pytest.raises(PluginError) as failure:
        collect("stream_blocks")

    assert failure.value.problem == f"stream_blocks {problem}"


def test_hook_scheduled_jobs(plug):
    job = ScheduledJob(key="polls.close", run="polls.jobs.close", interval=300)
    plug("polls", scheduled_jobs=lambda: [job])

    assert collect("scheduled_jobs").by_plugin["polls"] == [job]


def test_hook_notification_kinds(plug):
    kind = NotificationKind(key="polls.closed", label="Beendet", template="polls/mail/closed", sample=dict)
    plug("polls", notification_kinds=lambda: [kind])

    assert collect("notification_kinds").by_plugin["polls"] == [kind]


# -- calendar ------------------------------------------------------------------------------------


def occurrence(**changes):
    given = {"key": uuid.UUID(int=1), "starts_at": NOON, "ends_at": NOON, "title": {"de": "Schluss"}, **changes}
    return OccurrenceData(**given)


def test_hook_calendar_sources(plug):
    source = Source(
        name="polls",
        model="polls.Poll",
        occurrences=lambda poll: [occurrence()],
        visible=lambda poll: True,
        depends_on=lambda poll: [],
    )
    plug("polls", calendar_sources=lambda: [source])

    [found] = collect("calendar_sources").by_plugin["polls"]
    assert [item.title for item in found.occurrences(None)] == [{"de": "Schluss"}]


def test_the_times_of_an_occurrence_are_utc():
    found = occurrence(moved_from=NOON)

    assert [time.isoformat() for time in (found.starts_at, found.moved_from)] == ["2026-07-01T10:00:00+00:00"] * 2


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"starts_at": NOON.replace(tzinfo=None)}, "starts_at .* has no time zone"),
        ({"ends_at": NOON - dt.timedelta(hours=1)}, "ends before it starts"),
        ({"status": "maybe"}, "status 'maybe' .* is unknown"),
    ],
)
def test_an_occurrence_that_cannot_be_is_refused(changes, problem):
    with pytest.raises(ValueError, match=problem):
        occurrence(**changes)


# -- pages and people ----------------------------------------------------------------------------


@pytest.fixture
def draw(rf, site):
    """Draw a place of a page as a template does."""

    def draw(place, **context):
        request = rf.get("/")
        request._wagtail_site = site
        source = "{% load plugin_tags %}{% plugin_slot place %}"
        return Template(source).render(Context({"request": request, "place": place, **context}))

    return draw


def test_hook_page_slot(plug, draw, site):
    def page_slot(slot, page):
        if slot == "content_bottom":
            yield Fragment(template="core/admin/broken_plugins.html", context={"failures": [{"plugin": page.title}]})

    plug("polls", page_slot=page_slot)
    site.root_page.title = "<Abstimmung>"

    assert "&lt;Abstimmung&gt;" in draw("content_bottom", page=site.root_page)
    assert "Abstimmung" not in draw("content_top", page=site.root_page)


def test_a_place_outside_of_any_site_is_empty(plug):
    plug("polls", page_slot=lambda: [Fragment(template="core/admin/broken_plugins.html")])

    assert Template('{% load plugin_tags %}{% plugin_slot "content_bottom" %}').render(Context()) == ""


def test_hook_menu_items(plug, site):
    plug("polls", menu_items=lambda site: [MenuEntry(label="Abstimmungen", url=f"/{site.pk}/")])

    assert [item.url for item in collect("menu_items", on_site=site).by_plugin["polls"]] == [f"/{site.pk}/"]


def test_hook_attached_to_pages(plug, site):
    cancelled = []

    def attached_to_pages(pages):
        yield Attached(label="Stimmen", count=3, cancel=lambda: cancelled.extend(pages))

    plug("polls", attached_to_pages=attached_to_pages)
    [found] = collect("attached_to_pages", pages=[site.root_page]).by_plugin["polls"]
    found.cancel()

    assert (found.count, cancelled) == (3, [site.root_page])


def test_hook_attached_to_pages_fails_as_a_whole(plug):
    plug("polls", attached_to_pages=lambda pages: pages.nothing)

    with pytest.raises(PluginError, match="attached_to_pages failed: AttributeError"):
        collect("attached_to_pages", pages=[])


def test_hook_overview_panels(plug, site):
    def overview_panels(address):
        yield Fragment(template="polls/overview.html", context={"address": address})

    plug("polls", overview_panels=overview_panels)
    found = collect("overview_panels", on_site=site, address="ada@example.org").by_plugin["polls"]

    assert [fragment.context for fragment in found] == [{"address": "ada@example.org"}]


def test_hook_personal_data(plug, site):
    """Core's part is there whatever plugins say."""
    votes = {"purpose": "Nur einmal abstimmen", "fields": "E-Mail", "retention": "Bis zum Ende", "order": 1}
    plug("polls", personal_data=lambda: [PersonalData(key="polls.votes", label="Abstimmungen", **votes)])
    assert [each.key for each in declarations()][:2] == ["polls.votes", "core.mail"]


# -- editors -------------------------------------------------------------------------------------


def test_hook_waiting_rows(plug, site):
    def waiting_rows(site, user):
        yield Waiting(label=f"Fragen an {user}", count=2, url=f"/{site.hostname}/")

    plug("polls", waiting_rows=waiting_rows)
    (row,) = collect("waiting_rows", on_site=site, user="ada").by_plugin["polls"]

    assert (row.label, row.count, row.url) == ("Fragen an ada", 2, f"/{site.hostname}/")


def test_hook_incomplete(plug, site):
    def incomplete(site, user):
        finding = Finding(title=f"Frage von {user}", detail="Es fehlt: Ende", url="/")
        yield Incomplete(key="polls_endless", label="Ohne Ende", advice="", findings=[finding])

    plug("polls", incomplete=incomplete)
    (kind,) = collect("incomplete", on_site=site, user="ada").by_plugin["polls"]

    assert [finding.title for finding in kind.findings] == ["Frage von ada"]


# -- demo ----------------------------------------------------------------------------------------


def test_hook_demo_content(plug, site, tmp_path):
    told = []
    plug("polls", demo_content=lambda site, anchor, folder: told.append((site, anchor, folder)))
    monday = dt.date(2026, 11, 16)

    collect("demo_content", on_site=site, anchor=monday, folder=tmp_path)

    assert told == [(site, monday, tmp_path)]


def test_hook_demo_content_returns_nothing(plug, site, tmp_path):
    plug("polls", demo_content=lambda: ["a page"])

    with pytest.raises(PluginError, match="demo_content returned str, not nothing"):
        collect("demo_content", on_site=site, anchor=dt.date(2026, 11, 16), folder=tmp_path)
