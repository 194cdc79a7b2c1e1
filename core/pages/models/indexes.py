"""Lists of all things of one kind: a search, cards, pages; directories also have filters and a map."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page

from core.directory.languages import current
from core.look import maps
from core.pages import directory_filters, listings
from core.pages.site_tree import site_of

from .base import AllmendePage


class IndexPage(AllmendePage):
    """Lists the things whose pages stand below it. Subclasses say which page type that is, as "app.Model"."""

    listed: ClassVar[str]
    parent_page_types: ClassVar = ["core.HomePage"]
    max_count_per_parent = 1
    #: Makes a list a directory: the field of the things that holds their kind or form, and how the filter calls it.
    category: ClassVar[str] = ""
    category_label: ClassVar[Any] = ""
    needs_yearly_look = False

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "core/index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        model = apps.get_model(self.listed)
        rows = self.order(listings.rows_of(site_of(request), model, current()))
        form = self.form(request, model, rows)
        found = form.narrow(rows)
        page_obj = listings.paginate(request, found)
        return {
            **context,
            "form": form,
            "page_obj": page_obj,
            "cards": self.cards(model, page_obj, request),
            "points": maps.points_of(form.towns(found)) if isinstance(form, directory_filters.DirectoryForm) else [],
        }

    def form(self, request: HttpRequest, model: Any, rows: list[listings.Row]) -> listings.SearchForm:
        """Return the form above the list: a search, in a directory with filters."""
        if not self.category:
            return listings.SearchForm(request.GET)
        directory = directory_filters.read(site_of(request), model.identity_model, self.category)
        return directory_filters.DirectoryForm(request.GET, directory, rows, self.category_label)

    def order(self, rows: list[listings.Row]) -> list[listings.Row]:
        """Return the rows in the order of the list: by title."""
        return rows

    def cards(self, model: type[Page], rows: Any, request: HttpRequest) -> list[listings.Card]:
        """Return the cards of these rows."""
        pages = listings.load(model, rows)
        feet = self.feet(pages)
        return listings.cards_of(pages, request, foot=lambda page: feet.get(page.translation_key, ""))

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        """Return the last line of cards, by the key of the thing: what kind of it, since when, where."""
        return {}
