"""What the plugin adds to Allmende: its pages and their entry in the menu."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from allmende.plugin import Fragment, MenuEntry, hookimpl

from . import views


@hookimpl
def i18n_urlpatterns() -> list[URLPattern]:
    return [
        path("", views.agenda, name="list"),
        path(pgettext_lazy("address", "monat/"), views.month, name="this_month"),
        path("<int:year>/<int:number>/", views.month, name="month"),
        path(pgettext_lazy("address", "programm.pdf"), views.programme, name="programme"),
        path(pgettext_lazy("address", "abonnieren/"), views.subscribe, name="subscribe"),
    ]


@hookimpl
def menu_items(site: Site) -> Iterator[MenuEntry]:
    yield MenuEntry(label=_("Termine"), url=reverse("calendars:list"), order=10, icon="event")


@hookimpl
def page_slot(slot: str) -> Iterator[Fragment]:
    if slot == "beside_agenda":
        yield Fragment(template="calendars/parts/subscribe_all.html", context={"url": reverse("calendars:subscribe")})
