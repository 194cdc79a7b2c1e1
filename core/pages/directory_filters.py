"""What a directory is narrowed down by: kind, topic, municipality, state. The words stand in the address."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from core.directory.models.vocabularies import FederalState
from core.look.maps import Town

from .listings import Row, SearchForm, fold

#: Fields of the form, as addresses call them.
FIELDS = ("art", "thema", "kommune", "land")
TOWN = tuple(f"municipality__{name}" for name in ("slug", "name", "state", "latitude", "longitude"))


@dataclass(frozen=True)
class Facts:
    """What one thing is found by."""

    category: str
    town: Town | None
    topics: frozenset[str]

    def values(self, field: str) -> Iterable[str]:
        """Return what a thing has to say to a field of the form."""
        if field == "thema":
            return self.topics
        if field == "art":
            return [self.category] if self.category else []
        if self.town is None:
            return []
        value = self.town.slug if field == "kommune" else self.town.state
        return [value] if value else []


NOTHING = Facts("", None, frozenset())


@dataclass(frozen=True)
class Directory:
    """The facts of all things of a site, by their keys, and how their topics are called."""

    facts: dict[Any, Facts]
    topics: dict[str, str]
    categories: dict[str, str]

    def of(self, row: Row) -> Facts:
        """Return the facts of what a row of a list stands for."""
        return self.facts.get(row.translation_key, NOTHING)

    def label(self, field: str, value: str) -> str:
        """Return how a choice is called."""
        if field == "kommune":
            return next(facts.town.name for facts in self.facts.values() if facts.town and facts.town.slug == value)
        states: dict[str, Any] = dict(FederalState.choices)
        names: dict[str, Any] = {"thema": self.topics, "land": states, "art": self.categories}[field]
        return str(names.get(value, value))


def read(site: Site, model: Any, category: str) -> Directory:
    """Return what the things of a site are found by; `category` is the field with their kind or form. Two queries."""
    topics: defaultdict[Any, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    links = model.objects.filter(site=site, topics__isnull=False)
    for key, slug, title in links.values_list("key", "topics__slug", "topics__title"):
        topics[key].add(slug)
        titles[slug] = title
    facts: dict[Any, Facts] = {}
    for key, kind, slug, name, state, north, east in model.objects.filter(site=site).values_list(
        "key", category, *TOWN
    ):
        town = Town(slug, name, state, north and float(north), east and float(east)) if slug else None
        facts[key] = Facts(kind, town, frozenset(topics.get(key, ())))
    return Directory(facts, titles, dict(model._meta.get_field(category).choices or ()))


class DirectoryForm(SearchForm):
    """Name, kind, topic, municipality and state; whatever is unknown counts as not chosen."""

    art = forms.ChoiceField(label=_("Art"), required=False)
    thema = forms.ChoiceField(label=_("Thema"), required=False)
    kommune = forms.ChoiceField(label=_("Kommune"), required=False)
    land = forms.ChoiceField(label=_("Bundesland"), required=False)

    def __init__(self, data: Any, directory: Directory, rows: Sequence[Row], kind: Any = "") -> None:
        super().__init__(data)
        self.directory = directory
        if kind:
            self.fields["art"].label = kind
        for field in FIELDS:
            self._offer(field, rows)
        self.is_valid()

    def _offer(self, field: str, rows: Sequence[Row]) -> None:
        counts = Counter(value for row in rows for value in self.directory.of(row).values(field))
        named = sorted(((self.directory.label(field, value), value) for value in counts), key=lambda one: fold(one[0]))
        if len(named) < 2 and not self.data.get(field):
            del self.fields[field]
            return
        offered = [(value, f"{label} ({counts[value]})") for label, value in named]
        self.fields[field] = forms.ChoiceField(
            label=self.fields[field].label, required=False, choices=[("", _("Alle")), *offered]
        )

    @property
    def words(self) -> list[str]:
        return fold(self.cleaned_data.get("q", "")).split()

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, without the words of the search."""
        return {field: self.cleaned_data[field] for field in FIELDS if self.cleaned_data.get(field)}

    def narrow(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that fit everything that was asked for."""
        fitting = [
            row
            for row in rows
            if all(value in self.directory.of(row).values(field) for field, value in self.chosen.items())
        ]
        return super().narrow(fitting)

    def towns(self, rows: Sequence[Row]) -> list[Town]:
        """Return where these things are, each town as often as things are in it."""
        return [town for row in rows if (town := self.directory.of(row).town)]
