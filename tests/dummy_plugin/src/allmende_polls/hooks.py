"""Every hook, implemented."""

from django.http import HttpResponse
from django.urls import path
from wagtail import blocks

from allmende.plugin import Attached, Fragment, MenuEntry, NotificationKind, ScheduledJob, Source, hookimpl
from allmende_polls.failing import FAIL, fail_if

fail_if("hooks")


def fail(hook):
    fail_if("every_hook")
    fail_if(f"hook:{hook}")


def index(request):
    return HttpResponse("polls index")


def count_votes():
    return None


@hookimpl
def i18n_urlpatterns():
    fail("i18n_urlpatterns")
    return [path("", index, name="index"), path("daten/", index, name="data")]


@hookimpl
def stream_blocks():
    fail("stream_blocks")
    if FAIL == "block_name":
        return [("poll", blocks.CharBlock())]
    return [("polls_poll", blocks.CharBlock(label="Abstimmung"))]


@hookimpl
def scheduled_jobs():
    fail("scheduled_jobs")
    if FAIL == "wrong_type":
        return ["every hour"]
    return [ScheduledJob(key="polls.count", run=count_votes, interval=3600)]


@hookimpl
def notification_kinds():
    fail("notification_kinds")
    yield NotificationKind(key="polls.closed", label="Abstimmung beendet", template="polls/closed", sample=dict)


@hookimpl
def calendar_sources():
    fail("calendar_sources")
    yield Source(
        name="polls",
        model="polls.PollsPage",
        occurrences=lambda page: [],
        visible=lambda page: page.live,
        depends_on=lambda page: [],
    )


@hookimpl
def page_slot(slot, page):
    fail("page_slot")
    yield Fragment(template="polls/fragment.html", context={"text": slot})


@hookimpl
def menu_items():
    fail("menu_items")
    yield MenuEntry(label="Abstimmungen", url="/abstimmungen/")


@hookimpl
def attached_to_pages(pages):
    fail("attached_to_pages")
    yield Attached(label="Stimmen", count=len(pages), cancel=count_votes)


@hookimpl
def overview_panels(address):
    fail("overview_panels")
    yield Fragment(template="polls/fragment.html", context={"text": "2 Stimmen"})


@hookimpl
def demo_content(site):
    fail("demo_content")


if FAIL == "unknown_hook":

    @hookimpl
    def calender_sources():
        return []


if FAIL == "bad_args":

    @hookimpl(specname="menu_items")
    def entries(site, colour):
        return []


if FAIL == "wrapper":

    @hookimpl(wrapper=True, specname="menu_items")
    def around():
        return (yield)
