"""Rows that hang on an identity and carry a role, a period, a state: members, partners, steps, recommendations.

Each kind of row is one `RelationViewSet`; a `RelationPanel` (core/pages/panels.py) shows the rows in the page editor,
with a form of its own for each. Rights follow those on the identity's page, in whatever language.
"""

from __future__ import annotations

from typing import ClassVar

from django.forms import modelform_factory

from .date_forms import OwnedForm
from .viewsets import OrganisationScopedViewSet


class RelationViewSet(OrganisationScopedViewSet):
    """Admin views of one kind of row. Subclasses give `model`, `owner` and the `fields` of the form.

    `owner` is the row's foreign key to the identity. The views have no entry in the menu: the panel leads to them.
    """

    owner: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    form_base: ClassVar[type[OwnedForm]] = OwnedForm
    icon = "list-ul"
    add_to_admin_menu = False
    #: Whether a copy of the page takes over its rows.
    is_copied: ClassVar[bool] = True

    def get_form_class(self, for_update: bool = False) -> type:
        return modelform_factory(self.model, form=self.form_base, fields=[self.owner, *self.fields])
