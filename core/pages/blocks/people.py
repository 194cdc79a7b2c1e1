"""Blocks of people who agreed to be named."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model

from core.pages.renditions import PORTRAIT

from .groups import PEOPLE
from .previews import SampledBlock
from .words import title_block


class PersonChooserBlock(blocks.ChooserBlock):
    """Chooses somebody from the site's list; loads photograph and organisation with them."""

    target_model = "core.Person"

    @cached_property
    def widget(self) -> Any:
        from core.pages.admin_lists import person_chooser  # needs the models that this module is a part of

        return person_chooser.widget_class()

    def bulk_to_python(self, values: Any) -> list[Any]:
        """Return the people with these keys in their order; None for those that are gone."""
        keys = list(values)
        found = with_portraits(self.model_class._default_manager.all()).in_bulk([key for key in keys if key])
        return [found.get(key) for key in keys]


def with_portraits(people: QuerySet) -> QuerySet:
    """Load what templates/components/person.html shows."""
    pictures = get_image_model().objects.prefetch_renditions(*PORTRAIT)
    return people.select_related("organisation").prefetch_related(Prefetch("picture", queryset=pictures))


class PersonOnPageBlock(blocks.StructBlock):
    """Somebody, and what they do here."""

    person = PersonChooserBlock(label=_("Person"))
    role = blocks.CharBlock(
        label=_("Aufgabe auf dieser Seite"), required=False, help_text=_("Leer: die Rolle aus dem Verzeichnis.")
    )

    class Meta:
        icon = "user"
        label = _("Person")


class PeopleBlock(SampledBlock):
    """Some people with photograph and role."""

    title = title_block()
    people = blocks.ListBlock(PersonOnPageBlock(), label=_("Personen"), min_num=1)

    class Meta:
        icon = "user"
        group = PEOPLE
        label = _("Personen")
        description = _("Wer ansprechbar ist oder mitwirkt, mit Foto und Aufgabe.")
        template = "core/blocks/people.html"

    def sample(self) -> dict[str, Any]:
        from core.directory.models import Person  # needs all models to be loaded

        people = [
            {"person": Person(name="Mira Tannwald", slug=""), "role": _("Kennt jeden Schlüssel im Haus")},
            {"person": Person(name="Jonas Wiesengrund", slug=""), "role": _("Kocht mittwochs")},
        ]
        return {"title": _("Fragen Sie uns"), "people": people}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `shown` as templates/components/person.html shows people."""
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "shown": [shown_as(item) for item in value["people"] if item.get("person")]}


def shown_as(item: Any) -> dict[str, Any]:
    """Return somebody with the role they have on this page."""
    person = item["person"]
    return {
        "name": person.name,
        "url": person.url,
        "slug": person.slug or person.name,
        "role": item.get("role") or person.role,
        "organisation": person.organisation or "",
        "picture": person.picture,
    }
