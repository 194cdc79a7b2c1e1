"""Lists of pages for visitors: what is not translated is listed all the same, marked „nur auf Deutsch“."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from core.directory.languages import DEFAULT, best_of, current, html_lang, only_in_text

from .site_tree import public_pages, site_of

AnyPage = TypeVar("AnyPage", bound=Page)
PER_PAGE = 24
CARD_PICTURE = "fill-800x500"


@dataclass(frozen=True)
class Card:
    """One thing to choose from, as templates/components/parcel.html shows it."""

    title: str
    url: str
    kind: str
    kind_label: str = ""
    text: str = ""
    foot: str = ""
    image: Any = None
    picture_seed: str = ""
    only_in: str = ""
    lang: str = ""


class SearchForm(forms.Form):
    """One word to look for; sent by GET."""

    use_required_attribute = False
    q = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    @property
    def words(self) -> list[str]:
        """The words that were asked for, folded for comparison."""
        return fold(self.cleaned_data["q"]).split() if self.is_valid() else []

    @property
    def is_active(self) -> bool:
        """Whether anything was asked for."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that fit what was asked for."""
        return search_rows(rows, self.words)


@dataclass(frozen=True)
class Row:
    """As much of a page as choosing, searching and sorting need."""

    pk: int
    translation_key: Any
    language: str
    alias_of_id: int | None
    title: str
    lead: str


def fold(text: str) -> str:
    """Return a text for comparing and sorting: without case and accents, „Ä“ beside „A“ (DIN 5007-1)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def rows_of(site: Site, model: type[Page], language: str) -> list[Row]:
    """Return one row for each thing of a page type, in the language or in German, sorted by title. One query."""
    fields = ("pk", "translation_key", "locale__language_code", "alias_of_id", "title", "lead")
    rows = [Row(*values) for values in public_pages(site, model, language, DEFAULT).values_list(*fields)]
    chosen = best_of(rows, language, attrgetter("language")).values()
    return sorted(chosen, key=lambda row: fold(row.title))


def search_rows(rows: Sequence[Row], words: list[str]) -> list[Row]:
    """Return the rows in whose title or lead all words occur."""
    return [row for row in rows if all(word in fold(f"{row.title} {row.lead}") for word in words)]


def paginate(request: HttpRequest, items: Sequence[Any], per_page: int = PER_PAGE) -> Slice:
    """Return the part of a list that the address asks for (`?page=2`); nonsense gives the nearest page."""
    return Paginator(items, per_page).get_page(request.GET.get("page"))


def load(model: type[AnyPage], rows: Iterable[Row]) -> list[AnyPage]:
    """Return the pages of these rows, in their order, with what cards show. Three queries."""
    order = {row.pk: position for position, row in enumerate(rows)}
    return sorted(with_pictures(model._default_manager.filter(pk__in=order)), key=lambda page: order[page.pk])


def with_pictures(pages: Any) -> Any:
    """Prefetch what the cards of pages need."""
    pictures = get_image_model().objects.prefetch_renditions(CARD_PICTURE)
    return pages.select_related("locale").defer("body").prefetch_related(Prefetch("picture", queryset=pictures))


def cards_of(pages: Iterable[Page], request: HttpRequest, **more: Callable[[Page], str]) -> list[Card]:
    """Return the cards of pages; `more` computes further fields, e.g. `foot`, from each page."""
    return [card_of(page, request, **{name: compute(page) for name, compute in more.items()}) for page in pages]


def card_of(page: Page, request: HttpRequest, **fields: Any) -> Card:
    """Return the card of one page; of a page that was not loaded as its own type, without lead and picture."""
    model = page.specific_class or type(page)
    written, language = page.locale.language_code, current()
    foreign = written != language or page.alias_of_id is not None
    source = DEFAULT if page.alias_of_id else written
    values = {
        "title": page.title,
        "url": page.get_url(request) or "",
        "kind": getattr(model, "kind", "news"),
        "kind_label": str(getattr(model, "kind_label", "") or ""),
        "text": getattr(page, "lead", ""),
        "image": getattr(page, "picture", None),
        "picture_seed": str(page.translation_key),
        "only_in": only_in_text(source, language) if foreign else "",
        "lang": html_lang(source) if foreign and html_lang(source) != html_lang(language) else "",
    }
    return Card(**{**values, **fields})


def best_pages(pages: Iterable[AnyPage], language: str) -> list[AnyPage]:
    """Return one page for each thing, in the order given."""
    return list(best_of(pages, language).values())


def public_cards(model: type[Page], identities: QuerySet[Any], request: HttpRequest) -> list[Card]:
    """Return the cards of things that have public pages of that type, in the visitor's language, by title."""
    keys = identities.values("key")
    pages = with_pictures(public_pages(site_of(request), model).filter(translation_key__in=keys))
    return cards_of(sorted(best_pages(pages, current()), key=lambda page: fold(page.title)), request)


def cards_by_key(keys: list[Any], request: HttpRequest) -> list[Card]:
    """Return the cards of things of whatever type, in the order of their keys, as far as they are public. One query."""
    pages = public_pages(site_of(request), Page).filter(translation_key__in=keys) if keys else []
    found = {page.translation_key: page for page in best_pages(pages, current())}
    return cards_of([found[key] for key in keys if key in found], request)
