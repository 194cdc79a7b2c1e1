"""Lists of all things of one kind: a search, cards, pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page

from core.directory.languages import current
from core.pages import listings
from core.pages.site_tree import site_of

from .base import AllmendePage


class IndexPage(AllmendePage):
    """Lists the things whose pages stand below it. Subclasses say which page type that is, as "app.Model"."""

    listed: ClassVar[str]
    parent_page_types: ClassVar = ["core.HomePage"]
    max_count_per_parent = 1

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "core/index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        model = apps.get_model(self.listed)
        form = listings.SearchForm(request.GET)
        rows = listings.search_rows(self.order(listings.rows_of(site_of(request), model, current())), form.words)
        page_obj = listings.paginate(request, rows)
        return {**context, "form": form, "page_obj": page_obj, "cards": self.cards(model, page_obj, request)}

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
