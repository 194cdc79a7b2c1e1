"""Panels of the page editor that show what hangs on the identity and is edited on its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class IdentityPanel(Panel):
    """Shows rows that hang on the page's identity. Nothing in it is sent with the page's form."""

    template_name: str

    def rows(self, identity: Any) -> Iterable[Any]:
        """Return what the panel lists."""
        raise NotImplementedError

    def links(self, identity: Any) -> dict[str, str]:
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
        return {"add_url": f"{reverse(f'{self.viewset}:add')}?of={identity.pk}"}


class MembersPanel(IdentityPanel):
    """The members of an alliance."""

    template_name = "core/admin/members_panel.html"

    def rows(self, identity: Any) -> list[dict[str, Any]]:
        memberships = identity.memberships.select_related("organisation")
        return [{"membership": row, "edit_url": reverse("membership:edit", args=[row.pk])} for row in memberships]

    def links(self, identity: Any) -> dict[str, str]:
        return {"add_url": f"{reverse('membership:add')}?of={identity.pk}"}
