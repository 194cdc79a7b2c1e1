"""Panels of the page editor that show what hangs on the identity and is edited on its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from core import phrases
from core.directory.partial_dates import PartialDateField


class IdentityPanel(Panel):
    """Shows rows that hang on the page's identity. Nothing in it is sent with the page's form."""

    template_name: str

    def rows(self, identity: Any) -> Iterable[Any]:
        """Return what the panel lists."""
        raise NotImplementedError

    def links(self, identity: Any) -> dict[str, Any]:
        """Return further addresses for the template."""
        return {}

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self) -> str:
            return self.panel.template_name

        @property
        def identity(self) -> Any:
            return self.instance.identity if self.instance is not None and self.instance.pk else None

        def is_shown(self) -> bool:
            return self.identity is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "rows": self.panel.rows(self.identity), **self.panel.links(self.identity)}


class DatesPanel(IdentityPanel):
    """The dates of a thing: when, where, state, and the ways to change, cancel and add one.

    `viewset` is the URL namespace of the dates' `DateViewSet`, `relation` the identity's relation to its dates. While
    there is no date, the form's fields for the first one stand here instead, unless the page was just made without any.
    """

    template_name = "core/admin/dates_panel.html"

    def __init__(self, viewset: str, relation: str = "dates", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.viewset = viewset
        self.relation = relation

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "viewset": self.viewset, "relation": self.relation}

    def rows(self, identity: Any) -> list[dict[str, Any]]:
        dates = getattr(identity, self.relation).select_related("place").order_by("starts_at")
        return [self.row(date) for date in dates]

    def row(self, date: Any) -> dict[str, Any]:
        """Return one date with the addresses of what can be done about it."""
        return {
            "date": date,
            "note": self.note(date),
            "edit_url": reverse(f"{self.viewset}:edit", args=[date.pk]),
            "cancel_url": reverse(f"{self.viewset}:cancel", args=[date.pk]),
        }

    def note(self, date: Any) -> str:
        """Return one more sentence about a date, e.g. how many places are taken."""
        return ""

    def links(self, identity: Any) -> dict[str, str]:
        links = {"add_url": f"{reverse(f'{self.viewset}:add')}?of={identity.pk}"}
        if self._offers_dates_of_original(identity):
            links["take_over_url"] = reverse(f"{self.viewset}:take_over", args=[identity.pk])
        return links

    def _offers_dates_of_original(self, identity: Any) -> bool:
        original = identity.copied_from
        return (
            original is not None
            and getattr(original, self.relation).exists()
            and not getattr(identity, self.relation).exists()
        )


class RelationPanel(IdentityPanel):
    """The rows of one relation of the page's identity, with a link to each and one to add another.

    `relation` is the identity's relation to the rows; `columns` are fields of the row, the first of them is the link
    (the row's own text if there are none).
    """

    template_name = "core/admin/relation_panel.html"

    def __init__(self, relation: str, columns: tuple[str, ...] = (), add_label: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.relation = relation
        self.columns = columns
        self.add_label = add_label or _("Hinzufügen")

    def clone_kwargs(self) -> dict[str, Any]:
        own = {"relation": self.relation, "columns": self.columns, "add_label": self.add_label}
        return {**super().clone_kwargs(), **own}

    def rows(self, identity: Any) -> list[dict[str, Any]]:
        found = getattr(identity, self.relation).all()
        related = [name for name in self.columns if found.model._meta.get_field(name).is_relation]
        namespace = found.model._meta.model_name
        return [
            {"cells": self._cells(row), "edit_url": reverse(f"{namespace}:edit", args=[row.pk])}
            for row in found.select_related(*related)
        ]

    def _cells(self, row: models.Model) -> list[str]:
        return [cell(row, name) for name in self.columns] or [str(row)]

    def links(self, identity: Any) -> dict[str, Any]:
        model = getattr(identity, self.relation).model
        fields = [model._meta.get_field(name) for name in self.columns]
        return {
            "headings": [field.verbose_name for field in fields] or [model._meta.verbose_name],
            "add_url": f"{reverse(f'{model._meta.model_name}:add')}?of={identity.pk}",
            "add_label": self.add_label,
        }


class MembersPanel(RelationPanel):
    """The members of an alliance, with the way to take over many from a table."""

    def links(self, identity: Any) -> dict[str, Any]:
        url = f"{reverse('importing:upload', args=['mitglieder'])}?alliance={identity.pk}"
        return {**super().links(identity), "import_url": url}


def cell(row: Any, name: str) -> str:
    """Return a field of a row in words: the label of a choice, a date as exactly as it is known."""
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(field, PartialDateField):
        return phrases.partial_date(value) if value else ""
    return str(localize(value)) if value not in (None, "") else ""
